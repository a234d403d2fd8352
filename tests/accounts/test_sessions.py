"""Login sessions: listed, ended one by one, idle and old ones refused, and read with one statement."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import literal, select

from accounts import sessions
from accounts.models import LoginSession, Member
from accounts.presence import Presence
from core.application import Atrium
from core.database import db
from tests.people import PASSWORD, Person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Version/19.0 Safari/604.1"


def browser(app: Atrium, person: Person, agent: str = FIREFOX) -> FlaskClient:
    client = app.test_client()
    data = {"email": person.email, "password": PASSWORD}
    assert client.post("/login", data=data, headers={"User-Agent": agent}).status_code == 303
    return client


def test_lists_sessions_in_words_and_marks_this_one(app: Atrium, alice: Person) -> None:
    browser(app, alice, SAFARI)
    page = browser(app, alice).get("/account/sessions").text
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("This one") == 1


def test_ends_one_session(app: Atrium, alice: Person) -> None:
    other, here = browser(app, alice), browser(app, alice)
    key = db.session.scalars(select(LoginSession.id).order_by(LoginSession.id)).first()
    assert here.post(f"/account/sessions/{key}/end").status_code == 303
    assert other.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_ends_all_other_sessions(app: Atrium, alice: Person, bob: Person) -> None:
    others, here, bobs = [browser(app, alice), browser(app, alice)], browser(app, alice), browser(app, bob)
    here.post("/account/sessions/end-others")
    assert [client.get("/account").status_code for client in (*others, here, bobs)] == [303, 303, 200, 200]


def test_nobody_ends_the_session_of_another(app: Atrium, alice: Person, bob: Person) -> None:
    mine = browser(app, alice)
    key = db.session.scalars(select(LoginSession.id)).one()
    assert browser(app, bob).post(f"/account/sessions/{key}/end").status_code == 404
    assert mine.get("/account").status_code == 200


@pytest.mark.parametrize(("later", "code"), [("2026-05-30T11:00:00Z", 200), ("2026-06-01T13:00:00Z", 303)])
def test_session_ends_after_thirty_idle_days(
    app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch, later: str, code: int
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    client = browser(app, alice)
    monkeypatch.setenv("ATRIUM_NOW", later)
    assert client.get("/account").status_code == code


def test_session_ends_after_half_a_year_however_much_it_is_used(
    app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch, worker: Callable[[], None]
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-01-01T12:00:00Z")
    client = browser(app, alice)
    for day in ("01-25", "02-20", "03-18", "04-15", "05-12", "06-10", "06-29"):
        monkeypatch.setenv("ATRIUM_NOW", f"2026-{day}T12:00:00Z")
        assert client.get("/account").status_code == 200
        app.extensions["presence"].hand_on()
        worker()
    monkeypatch.setenv("ATRIUM_NOW", "2026-07-01T12:00:00Z")
    assert client.get("/account").status_code == 303


def test_reading_writes_nothing_and_the_worker_notes_it(
    app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch, worker: Callable[[], None]
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    client = browser(app, alice)
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:03:00Z")
    client.get("/account")
    assert not app.extensions["presence"].seen
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:30:00Z")
    client.get("/account")
    row = db.session.scalars(select(LoginSession)).one()
    assert row.seen_at.minute == 0
    app.extensions["presence"].hand_on()
    worker()
    db.session.expire_all()
    assert row.seen_at.minute == 30


def test_what_was_noted_is_handed_on_after_a_while(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.clock import parse_time

    monkeypatch.setattr("accounts.presence.SECONDS", 0.01)
    memory = Presence(app.extensions["jobs"])
    memory.note(1, parse_time("2026-05-01T12:00:00Z"), parse_time("2026-05-01T13:00:00Z"))
    assert memory.timer is not None
    memory.timer.join(5)
    assert not memory.seen
    app.extensions["jobs"].queue.flush()


def test_signed_in_page_asks_once_who_reads(app: Atrium, alice: Person, count_queries: Callable[[], Any]) -> None:
    client = browser(app, alice)
    with count_queries() as statements:
        client.get("/healthz")
    assert statements.count == 0
    with count_queries() as statements:
        client.get("/login")
    assert statements.count == 1
    assert "login_session" in statements.texts[0]


def test_visitor_costs_no_statement(client: FlaskClient, count_queries: Callable[[], Any]) -> None:
    with count_queries() as statements:
        assert client.get("/login").status_code == 200
    assert [text for text in statements.texts if "login_session" in text or "member" in text] == []


def test_forged_cookie_is_nobody(client: FlaskClient, alice: Person) -> None:
    client.set_cookie("atrium", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/account").status_code == 303


def test_unread_count_of_another_room_comes_with_the_same_statement(
    app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch, count_queries: Callable[[], Any]
) -> None:
    monkeypatch.setattr(
        sessions,
        "unread_count",
        select(Member.id - Member.id + literal(3)).correlate(None).where(Member.id == alice.id).scalar_subquery(),
    )
    client = browser(app, alice)
    with count_queries() as statements:
        page = client.get("/account").text
    assert "Notifications, 3 unread" in page
    assert statements.count <= 2


def test_disabled_member_is_out_at_once(app: Atrium, alice: Person) -> None:
    client = browser(app, alice)
    db.session.get_one(Member, alice.id).active = False
    db.session.commit()
    assert client.get("/account").status_code == 303


def test_old_sessions_are_swept_away(app: Atrium, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    browser(app, alice)
    monkeypatch.setenv("ATRIUM_NOW", "2026-06-10T12:00:00Z")
    browser(app, bob)
    sessions.sweep_sessions()
    db.session.commit()
    assert db.session.scalars(select(LoginSession.member_id)).all() == [bob.id]
