"""Erasing a person: called off in time or done for good, and no row, file, mail or index names them afterwards."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import MetaData, func, select
from werkzeug.test import TestResponse

from accounts.leaving import erasing
from accounts.leaving.models import Erasure
from accounts.models import AccountMail, LoginSession, Member, Membership, Role
from contributions.events import ContributionStateChanged
from contributions.models import Contribution, Draft, Follow, Notification, Space, Vote
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.events import LoggedEvent, publish
from core.outbox import deliver_all
from tests import factories
from tests.people import PASSWORD, Person, make_person

Browser = Callable[[Person], FlaskClient]
NAME = "Zephyrine Quillfeather"
WORDS = ("Zephyrine", "Quillfeather", "zephyrine.quillfeather@example.org", "Xyloburg", "ocarinas", "unfinishedthought")


@pytest.fixture
def leaver(app: Atrium) -> Person:
    """Somebody whose every trace can be found again."""
    return make_person(NAME)


def traces(app: Atrium) -> Iterator[str]:
    """Yield every table and file of the site that holds one of the words."""
    everything = MetaData()
    everything.reflect(db.engine)
    for table in everything.tables.values():
        for row in db.session.execute(select(table)):
            held = [word for word in WORDS if word.casefold() in repr(tuple(row)).casefold()]
            if held:
                yield f"table {table.name}: {held}"
    home: Path = app.extensions["settings"].home
    for path in sorted(home.rglob("*")):
        # The pages of a SQLite file keep what was deleted until they are used again; its tables are read above.
        if path.is_file() and not path.name.startswith("atrium.sqlite"):
            content = path.read_bytes() + path.name.encode()
            held = [word for word in WORDS if word.casefold().encode() in content.lower()]
            if held:
                yield f"file {path.relative_to(home)}: {held}"


def live(
    app: Atrium, client_of: Browser, worker: Callable[[], None], leaver: Person, other: Person, space: Space
) -> Contribution:
    """Let somebody leave traces everywhere; returns what they wrote."""
    browser = client_of(leaver)
    browser.post("/account", data={"name": NAME, "location": "Xyloburg", "about": "I collect **ocarinas**."})
    asked = factories.ask(leaver, space, "Why does the needle tremble?")
    replied = factories.answer(other, asked, f"Let us ask [@{NAME}](/members/{leaver.id}) who knows.")
    factories.remark(leaver, replied)
    browser.post(f"/contributions/{replied.id}/vote", data={"value": 1})
    browser.put("/drafts/ask", json={"title": "unfinishedthought", "body": "unfinishedthought", "tags": ""})
    browser.post("/drafts/ask", data={"title": "unfinishedthought", "body": "unfinishedthought", "tags": ""})
    factories.make_group("A circle", leaver)
    app.test_client().post("/reset", data={"email": leaver.email})
    app.test_client().post("/login", data={"email": leaver.email, "password": "not the password at all"})
    browser.post("/account/data/copy")
    with unit_of_work():
        reason = f"It named {NAME} too often"
        publish(
            ContributionStateChanged(
                actor_id=other.id, contribution_id=asked.id, thread_id=asked.id, before="a", after="b", reason=reason
            )
        )
        db.session.get_one(Contribution, replied.id).state_reason = reason
        member = db.session.get_one(Member, leaver.id)
        member.source, member.source_key = "old", leaver.email
    worker()
    return asked


def erase(app: Atrium, client_of: Browser, worker: Callable[[], None], leaver: Person, admin: Person) -> None:
    answer = client_of(admin).post(f"/members/{leaver.id}/erase", data={"name": leaver.name})
    assert answer.status_code == 303
    worker()
    worker()


@pytest.mark.limits
def test_nothing_names_an_erased_person(
    app: Atrium,
    client: FlaskClient,
    client_of: Browser,
    worker: Callable[[], None],
    leaver: Person,
    bob: Person,
    administrator: Person,
    public_space: Space,
) -> None:
    """ASVS 14.2: what is no longer needed is deleted, with every copy of it."""
    asked = live(app, client_of, worker, leaver, bob, public_space)
    address = f"/questions/{asked.id}/why-does-the-needle-tremble"
    assert NAME in client.get(address).text
    before = set(traces(app))
    assert any(found.startswith(("file search", "table search")) for found in before)
    assert {"table member", "table draft", "table event"} <= {found.partition(":")[0] for found in before}
    assert any(found.startswith("file mail") for found in before)
    score = db.session.scalar(select(Contribution.score).where(Contribution.kind == "answer"))

    erase(app, client_of, worker, leaver, administrator)

    assert list(traces(app)) == []
    page = client.get(address)
    assert page.status_code == 200
    assert NAME not in page.text
    assert "A former member" in page.text
    assert client.get(f"/members/{leaver.id}").status_code == 410
    assert NAME not in client.get("/search?q=author:Zephyrine").text.replace("author:Zephyrine", "")
    assert db.session.scalar(select(Contribution.score).where(Contribution.kind == "answer")) == score == 1


def test_rows_go_or_forget_as_it_is_written_down(
    app: Atrium,
    client_of: Browser,
    worker: Callable[[], None],
    leaver: Person,
    bob: Person,
    administrator: Person,
    public_space: Space,
) -> None:
    asked = live(app, client_of, worker, leaver, bob, public_space)
    erase(app, client_of, worker, leaver, administrator)
    for model in (LoginSession, Membership, AccountMail, Follow, Notification, Draft, Erasure):
        left = select(func.count()).select_from(model).where(model.member_id == leaver.id)
        assert db.session.scalar(left) == 0, model
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 1
    member = db.session.get_one(Member, leaver.id)
    assert (member.name, member.email, member.password, member.active, member.source_key) == (
        "",
        None,
        None,
        False,
        None,
    )
    assert db.session.get_one(Contribution, asked.id).author_id == leaver.id
    names = set(db.session.scalars(select(LoggedEvent.name).where(LoggedEvent.actor_id == leaver.id)))
    assert "ContributionPosted" in names
    assert not names & {"SignedIn", "ProfileEdited", "PasswordChanged"}


def test_a_member_asks_and_calls_it_off(
    client_of: Browser, worker: Callable[[], None], leaver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(leaver)
    assert browser.post("/account/leave", data={"name": "Somebody else"}).status_code == 422
    assert browser.post("/account/leave", data={"name": NAME}).status_code == 303
    page = browser.get("/account/data").text
    assert "will be erased on" in page
    due = db.session.get_one(Erasure, leaver.id).due_at
    assert timedelta(days=13, hours=23) < due - now() <= timedelta(days=14)
    worker()
    assert db.session.get_one(Member, leaver.id).name == NAME
    assert browser.post("/account/leave/call-off").status_code == 303
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=20)).isoformat())
    with unit_of_work():
        erasing.close_due()
    assert db.session.get_one(Member, leaver.id).name == NAME


def test_after_the_days_of_grace_it_is_done(
    app: Atrium, client_of: Browser, leaver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(leaver)
    browser.post("/account/leave", data={"name": NAME})
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=14, minutes=1)).isoformat())
    with unit_of_work():
        erasing.close_due()
    assert browser.get("/account").status_code == 303
    deliver_all()
    assert db.session.get_one(Member, leaver.id).name == ""
    assert browser.get("/account").status_code == 303
    entry = app.test_client().post("/login", data={"email": leaver.email, "password": PASSWORD})
    assert "do not match" in entry.text


def test_the_name_and_address_are_free_again(
    app: Atrium, client_of: Browser, worker: Callable[[], None], leaver: Person, administrator: Person
) -> None:
    erase(app, client_of, worker, leaver, administrator)
    given = {"name": NAME, "email": leaver.email, "password": PASSWORD}
    assert app.test_client().post("/register", data=given).status_code == 303


@pytest.mark.parametrize("role", [Role.NONE, Role.MODERATOR, Role.STAFF])
def test_only_administrators_erase_others(client_of: Browser, leaver: Person, role: Role) -> None:
    answer = client_of(make_person("Somebody", role)).post(f"/members/{leaver.id}/erase", data={"name": NAME})
    assert answer.status_code == 403
    assert db.session.get(Erasure, leaver.id) is None


def test_the_last_administrator_cannot_leave(client_of: Browser, administrator: Person) -> None:
    answer = client_of(administrator).post("/account/leave", data={"name": administrator.name})
    assert answer.status_code == 403
    assert "only administrator" in answer.text


def test_whoever_writes_while_they_are_erased_leaves_nothing(
    app: Atrium, client_of: Browser, leaver: Person, administrator: Person, public_space: Space
) -> None:
    """Every request commits before the erasure and is cleaned away, or finds that its member is gone."""
    browsers = [client_of(leaver) for _number in range(6)]
    client_of(administrator).post(f"/members/{leaver.id}/erase", data={"name": NAME})
    begin = threading.Barrier(7)

    def write(numbered: tuple[int, FlaskClient]) -> TestResponse:
        number, browser = numbered
        begin.wait()
        if number % 2:
            browser.post("/account", data={"name": NAME, "location": "Xyloburg", "about": "ocarinas"})
        fields = {"title": "unfinishedthought", "body": "unfinishedthought", "tags": ""}
        return browser.post("/drafts/ask", data=fields)

    def sweep(_nothing: None) -> None:
        begin.wait()
        with app.app_context():
            deliver_all()

    with ThreadPoolExecutor(7) as threads:
        writing = [threads.submit(write, pair) for pair in enumerate(browsers)]
        threads.submit(sweep, None).result()
        codes = {done.result().status_code for done in writing}
    assert codes <= {200, 204, 303, 401, 409}
    deliver_all()
    db.session.expire_all()
    assert db.session.get_one(Member, leaver.id).name == ""
    assert [found for found in traces(app) if found.startswith("table")] == []


def test_a_request_under_way_finds_its_member_gone(app: Atrium, leaver: Person) -> None:
    """Guards against CVE-2026-25700: what was let in before an account was closed does nothing afterwards."""
    browser = factories.sign_in(app.test_client(), leaver)
    original = app.view_functions["contributions.save_draft"]

    def erased_meanwhile(**values: object) -> object:
        with ThreadPoolExecutor(1) as other:
            other.submit(_erase, app, leaver.id).result()
        return original(**values)

    app.view_functions["contributions.save_draft"] = erased_meanwhile
    try:
        answer = browser.post("/drafts/ask", data={"title": "unfinishedthought", "body": "", "tags": ""})
    finally:
        app.view_functions["contributions.save_draft"] = original
    assert answer.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def _erase(app: Atrium, member_id: int) -> None:
    with app.app_context():
        with unit_of_work():
            db.session.add(Erasure(member_id=member_id, asked_at=now(), due_at=now()))
            db.session.flush()
            erasing.close_due()
        deliver_all()


def test_a_job_that_came_late_is_cleaned_up_after(app: Atrium, leaver: Person, public_space: Space) -> None:
    _erase(app, leaver.id)
    with unit_of_work():
        db.session.add(Draft(member_id=leaver.id, place="ask", fields={"title": "late"}, saved_at=now()))
    with unit_of_work():
        erasing.sweep_again()
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.once
def test_names_are_taken_out_as_whole_words() -> None:
    pattern = erasing.naming(("Al", "al@example.org"))
    assert erasing.without_names({"a": ["Al said", "also"], "b": 1}, pattern) == {"a": ["… said", "also"], "b": 1}
    assert erasing.without_names("nothing", erasing.naming(())) == "nothing"
