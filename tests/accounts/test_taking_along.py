"""A copy of everything that is a member's: complete, the owner's alone, and gone after a week."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.leaving.models import Takeout
from accounts.leaving.taking_along import sweep_takeouts
from accounts.leaving.traces import all_traces, columns_that_name_members, ledger_of
from accounts.models import Member
from contributions.models import Space
from core.application import Atrium
from core.archive.importing import import_archive
from core.clock import now
from core.database import Base, db, unit_of_work
from tests import factories
from tests.people import PASSWORD, Person

Browser = Callable[[Person], FlaskClient]
# What a copy leaves out, and why; a column that is neither here nor in the copy fails the test.
LEFT_OUT = {
    "contest_team_member.invited_by_id": "who was asked to join a team knows of it; the row is theirs",
    "idea_coauthor.asked_by_id": "who is asked to be an author knows of it; the row is theirs",
    "level_change.by_id": "what was decided about somebody else is theirs",
    "erasure.asked_by_id": "who asked for the erasure of somebody else; about them, not about the one who asked",
    "notification.actor_id": "what others were told is theirs",
    "pending_step.member_id": "good for minutes, and only for the browser that began it",
    "recovery_code.member_id": "digests of codes that only the member has",
    "sanction.imposed_by_id": "what was done about somebody else is theirs",
    "sanction.lifted_by_id": "what was done about somebody else is theirs",
}


def fetched(browser: FlaskClient, worker: Callable[[], None]) -> zipfile.ZipFile:
    assert browser.post("/account/data/copy").status_code == 303
    worker()
    answer = browser.get(link(browser), buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def link(browser: FlaskClient) -> str:
    page = browser.get("/account/data").text
    return page.partition('href="/account/data/copy/')[2].partition('"')[0].join(("/account/data/copy/", ""))


def rows(copy: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(copy.read(f"rows/{name}.json"))
    return loaded


def test_every_table_that_names_a_member_is_in_the_copy(
    app: Atrium, client_of: Browser, worker: Callable[[], None], alice: Person
) -> None:
    """Walks every table; a new one must say what a member takes along of it, and what becomes of it."""
    names = set(fetched(client_of(alice), worker).namelist())
    naming = {f"{column.table.name}.{column.name}" for column in columns_that_name_members()}
    assert len(naming) > 20
    assert naming - {name.removeprefix("rows/").removesuffix(".json") for name in names} == set(LEFT_OUT)


def test_every_table_that_names_a_member_has_a_written_rule(app: Atrium) -> None:
    naming = {f"{column.table.name}.{column.name}" for column in columns_that_name_members()}
    assert naming - set(ledger_of(app).traces) == set()
    assert {trace.name for trace in all_traces() if not trace.taken_along and not trace.why} == set()
    assert {trace.name for trace in all_traces() if trace.fate == "kept" and not trace.why} == set()


def test_no_secret_is_in_a_copy(app: Atrium) -> None:
    given = {
        f"{trace.table_column.table.name}.{column.name}"
        for trace in all_traces()
        if trace.taken_along
        for column in trace.columns()
    }
    secrets = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in ("digest", "secret", "token", "password"))
    }
    assert len(secrets) >= 5
    assert given & secrets == set()


def test_a_copy_holds_what_was_written_done_and_kept(
    client_of: Browser, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    browser = client_of(alice)
    browser.post("/account", data={"name": "Alice", "location": "Bergen", "about": "I mend."})
    asked = factories.ask(alice, public_space, tags=["sun"])
    replied = factories.answer(bob, asked, "An answer of somebody else")
    own = factories.answer(alice, factories.ask(bob, public_space, "What did you measure?"))
    browser.post(
        f"/contributions/{asked.id}/edit",
        data={"title": "Why does it tremble?", "body": "It does so at noon.", "tags": "sun"},
    )
    browser.post(f"/contributions/{replied.id}/vote", data={"value": 1})
    browser.post("/drafts/discuss", data={"title": "", "body": "begun", "tags": ""})
    copy = fetched(browser, worker)
    profile = json.loads(copy.read("profile.json"))
    assert (profile["name"], profile["location"], profile["email"]) == ("Alice", "Bergen", alice.email)
    assert "password" not in profile
    lines = [json.loads(line) for line in copy.read("contributions.jsonl").splitlines()]
    assert {line["type"] for line in lines} == {"question", "answer"}
    assert [line["tags"] for line in lines if line["type"] == "question"] == [["sun"]]
    assert {row["id"] for row in rows(copy, "contribution.author_id")} == {asked.id, own.id}
    assert [row["value"] for row in rows(copy, "vote.member_id")] == [1]
    assert [row["fields"]["body"] for row in rows(copy, "draft.member_id")] == ["begun"]
    assert rows(copy, "login_session.member_id")
    assert {row["name"] for row in rows(copy, "event.actor_id")} >= {"VoteCast", "ProfileEdited"}
    assert len(rows(copy, "revisions of your contributions")) == 2
    assert "An answer of somebody else" not in "".join(copy.read(name).decode() for name in copy.namelist())
    readme = copy.read("README.txt").decode()
    for name in LEFT_OUT:
        assert name in readme


def test_the_archive_in_a_copy_can_be_imported(
    client_of: Browser, worker: Callable[[], None], alice: Person, public_space: Space, tmp_path: Path
) -> None:
    factories.ask(alice, public_space)
    (tmp_path / "mine.jsonl").write_bytes(fetched(client_of(alice), worker).read("contributions.jsonl"))
    report = import_archive([tmp_path / "mine.jsonl"], skip_invalid=True, dry_run=True)
    assert report.total("read") == 1


def test_only_the_owner_fetches_a_copy(
    client: FlaskClient, client_of: Browser, worker: Callable[[], None], alice: Person, bob: Person
) -> None:
    """ASVS 8.2.2: another's data is not found, whatever address is used."""
    browser = client_of(alice)
    fetched(browser, worker)
    address = link(browser)
    assert client.get(address).headers["Location"].startswith("/login")
    assert client_of(bob).get(address).status_code == 404
    for wrong in (address[:-1], address + "x", "/account/data/copy/x", "/account/data/copy/" + "x" * 3000):
        assert browser.get(wrong).status_code == 404


def test_a_copy_is_kept_for_a_week(
    app: Atrium, client_of: Browser, worker: Callable[[], None], alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched(client_of(alice), worker)
    folder = app.extensions["settings"].home / "files"
    assert [path for path in folder.rglob("*") if path.is_file()]
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=7, minutes=1)).isoformat())
    later = client_of(alice)
    assert "/account/data/copy/" not in later.get("/account/data").text.replace('action="/account/data/copy"', "")
    with unit_of_work():
        sweep_takeouts()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert db.session.scalars(select(Takeout)).all() == []


def test_one_copy_at_a_time(client_of: Browser, alice: Person) -> None:
    browser = client_of(alice)
    assert browser.post("/account/data/copy").status_code == 303
    assert browser.post("/account/data/copy").status_code == 409
    assert len(db.session.scalars(select(Takeout)).all()) == 1


@pytest.mark.once
@pytest.mark.limits
def test_copies_are_limited(client_of: Browser, worker: Callable[[], None], alice: Person) -> None:
    browser = client_of(alice)
    codes = []
    for _number in range(4):
        codes.append(browser.post("/account/data/copy").status_code)
        worker()
    assert codes == [303, 303, 303, 429]


def test_a_stale_session_must_prove_who_it_is(
    client_of: Browser, worker: Callable[[], None], alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 7.5.1: proof again before what is dangerous; what was typed goes on with the proof."""
    browser = client_of(alice)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(minutes=16)).isoformat())
    page = browser.post("/account/leave", data={"name": "Alice <&>"})
    assert 'name="name" value="Alice &lt;&amp;&gt;"' in page.text
    wrong = browser.post("/account/leave", data={"name": "Alice", "proof": "not it at all"})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    right = browser.post("/account/leave", data={"name": "Alice", "proof": PASSWORD})
    assert right.headers["Location"] == "/account/data"
    assert "will be erased" in browser.get("/account/data").text


def test_a_page_that_needs_proof_leads_back(client_of: Browser, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client_of(alice)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(minutes=16)).isoformat())
    asked = browser.get("/account/leave")
    assert asked.headers["Location"] == "/account/prove?next=/account/leave"
    assert browser.get(asked.headers["Location"]).status_code == 200
    answer = browser.post(asked.headers["Location"], data={"proof": PASSWORD})
    assert answer.headers["Location"] == "/account/leave"
    assert browser.get("/account/leave").status_code == 200
    away = browser.post("/account/prove?next=https://example.org/", data={"proof": PASSWORD})
    assert away.headers["Location"] == "/account"


@pytest.mark.once
@pytest.mark.limits
def test_proof_is_limited(client_of: Browser, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards against the re-authentication endpoint of FlaskBB, which no limit watches (ASVS 6.3.1)."""
    browser = client_of(alice)
    codes = [browser.post("/account/prove", data={"proof": "wrong wrong"}).status_code for _number in range(11)]
    assert codes == [422] * 10 + [429]


DANGEROUS = [
    "/account/data/copy",
    "/account/leave",
    "/account/safety/app",
    "/account/safety/app/confirm",
    "/account/safety/app/remove",
    "/account/safety/codes",
    "/account/safety/passkeys/options",
    "/account/safety/passkeys",
    "/account/safety/passkeys/1/remove",
    "/members/1/roles",
    "/members/1/disable",
    "/members/1/enable",
    "/members/1/erase",
    "/members/1/clear-factors",
]


@pytest.mark.once
@pytest.mark.parametrize("address", DANGEROUS)
def test_every_dangerous_act_asks_for_proof(
    client_of: Browser, administrator: Person, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    browser = client_of(administrator)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(minutes=16)).isoformat())
    answer = browser.post(address, data={})
    assert answer.status_code == 200
    assert "Is it you?" in answer.text
    assert browser.post(address, json={}).status_code == 401
    assert db.session.get_one(Member, administrator.id).active
