"""Suspensions and silences: dated, with a reason, ending by themselves, and seen in full by moderators."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Role
from accounts.sanction_models import Sanction
from accounts.sanctioning import LADDER, suggested_hours
from contributions.models import Space
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
ANSWER = {"body": "It is the wind, I think."}


def impose(client: FlaskClient, person: Person, kind: str, hours: int = 24) -> int:
    sent = {"kind": kind, "hours": hours, "reason": "Three warnings"}
    return client.post(f"/members/{person.id}/sanctions", data=sent).status_code


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the clock a minute past the end of the sanction."""
    ends = db.session.scalars(select(Sanction.ends_at)).one()
    monkeypatch.setenv("ATRIUM_NOW", (ends + timedelta(minutes=1)).isoformat())


def log_in(client: FlaskClient, person: Person) -> tuple[int, str]:
    response = client.post("/login", data={"email": person.email, "password": person.password})
    return response.status_code, words_of(response.text)


def test_a_suspension_ends_sessions_and_keeps_out_until_it_is_over(
    client: FlaskClient, client_of: Open, bob: Person, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards against CVE-2026-25700: what was given before a suspension is dead with it."""
    browser = client_of(bob)
    assert browser.get("/account").status_code == 200
    assert impose(client_of(moderator), bob, "suspension") == 303
    assert browser.get("/account").status_code == 303
    code, said = log_in(client, bob)
    assert (code, "Three warnings" in said, "suspended until" in said) == (422, True, True)
    assert client_of(bob).get("/account").status_code == 303, "not even a session that was opened beside it counts"
    later(monkeypatch)
    assert log_in(client, bob)[0] == 303


def test_nobody_learns_of_a_suspension_without_the_password(
    client: FlaskClient, client_of: Open, bob: Person, moderator: Person
) -> None:
    impose(client_of(moderator), bob, "suspension")
    response = client.post("/login", data={"email": bob.email, "password": "not the password"})
    assert "suspended" not in response.text


def test_the_silenced_read_and_do_not_write_and_learn_why(
    client_of: Open, alice: Person, bob: Person, moderator: Person, public_space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = factories.ask(alice, public_space)
    own = factories.answer(bob, asked)
    impose(client_of(moderator), bob, "silence", 72)
    browser = client_of(bob)
    assert browser.get(f"/contributions/{asked.id}").status_code == 302
    for address, sent in [
        (f"/questions/{asked.id}/answers", ANSWER),
        (f"/contributions/{asked.id}/comment", ANSWER),
        (f"/contributions/{asked.id}/vote", {"value": 1}),
        (f"/contributions/{asked.id}/flag", {"reason": "spam"}),
        (f"/contributions/{own.id}/edit", ANSWER),
        (f"/contributions/{own.id}/delete", {}),
        (
            "/discussions/new",
            {"title": "Something else to say", "body": "About many things.", "space": public_space.id},
        ),
    ]:
        response = browser.post(address, data=sent)
        assert response.status_code in {403, 422}, address
        assert response.status_code == 403 or "No space is open to you" in response.text, address
    said = words_of(browser.post(f"/questions/{asked.id}/answers", data=ANSWER).text)
    assert "You can read, but not write, until" in said
    assert "Three warnings" in said
    later(monkeypatch)
    assert browser.post(f"/questions/{asked.id}/answers", data=ANSWER).status_code == 303


def test_lifting_ends_it_at_once_and_the_history_stays(client_of: Open, bob: Person, moderator: Person) -> None:
    keeper = client_of(moderator)
    impose(keeper, bob, "suspension")
    assert impose(keeper, bob, "suspension") == 409
    row = db.session.scalars(select(Sanction)).one()
    assert keeper.post(f"/members/{bob.id}/sanctions/{row.id}/lift").status_code == 303
    assert keeper.post(f"/members/{bob.id}/sanctions/{row.id}/lift").status_code == 409
    assert keeper.post(f"/members/{bob.id}/sanctions/{row.id + 9}/lift").status_code == 404
    assert client_of(bob).get("/account").status_code == 200
    page = keeper.get(f"/members/{bob.id}/sanctions").text
    assert "Three warnings" in page
    assert '<option value="72" selected>' in page, "the second step of the ladder is chosen"


def test_who_may_impose_what_on_whom(client_of: Open, bob: Person, moderator: Person, administrator: Person) -> None:
    other = make_person("Max Moderator", Role.MODERATOR)
    assert impose(client_of(bob), other, "silence") == 403
    assert impose(client_of(moderator), other, "silence") == 403
    assert impose(client_of(moderator), administrator, "suspension") == 403
    assert impose(client_of(moderator), moderator, "silence") == 403
    assert impose(client_of(administrator), administrator, "suspension") == 403
    assert impose(client_of(administrator), other, "silence") == 303


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong", [{"hours": 0}, {"hours": 10**9}, {"reason": ""}, {"kind": "exile"}, {"reason": "x" * 400}]
)
def test_odd_sanctions_are_refused(client_of: Open, bob: Person, moderator: Person, wrong: dict[str, object]) -> None:
    sent = {"kind": "silence", "hours": 24, "reason": "Three warnings"} | wrong
    assert client_of(moderator).post(f"/members/{bob.id}/sanctions", data=sent).status_code == 422


@pytest.mark.once
def test_the_ladder() -> None:
    assert [suggested_hours(number) for number in range(6)] == [24, 72, 168, 720, 720, 720]
    assert LADDER == (24, 72, 168, 720)
