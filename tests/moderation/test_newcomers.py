"""Newcomers: enough to take part, too little to flood the place; what is refused says until when and loses nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.models import Member
from community.models import Question
from contributions.models import Contribution, Space
from core.database import db
from tests import factories
from tests.community.reading import value_of, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.limits
START = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
BODY = "The needle trembles at noon and is calm again by four."


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock to so many seconds after the start of the day: `clock(120)`."""

    def set_to(seconds: float) -> None:
        monkeypatch.setenv("ATRIUM_NOW", (START + timedelta(seconds=seconds)).isoformat())

    set_to(0)
    return set_to


def joined(person: Person, at: datetime = START) -> None:
    db.session.execute(update(Member).where(Member.id == person.id).values(joined_at=at))
    db.session.commit()


def ask(client: FlaskClient, space: Space, body: str = BODY, **more: Any) -> Any:
    return client.post(
        "/questions/ask", data={"title": "Why does it tremble?", "body": body, "space": space.id, **more}
    )


def test_a_pause_between_threads_and_three_on_the_first_day(
    clock: Callable[[float], None], client_of: Open, bob: Person, public_space: Space
) -> None:
    joined(bob)
    browser = client_of(bob)
    assert ask(browser, public_space).status_code == 303
    clock(60)
    refused = ask(browser, public_space)
    assert refused.status_code == 422
    assert "in 60 seconds" in words_of(refused.text)
    assert value_of(refused.text, "body").strip() == BODY, "nothing typed is lost"
    for number in (1, 2):
        clock(130 * number)
        assert ask(browser, public_space).status_code == 303
    clock(1000)
    assert "5 March 2026, 08:00 UTC" in words_of(ask(browser, public_space).text)
    clock(24 * 3600 + 200)
    assert ask(browser, public_space).status_code == 303


def test_a_pause_between_replies(
    clock: Callable[[float], None], client_of: Open, alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    joined(bob)
    question = factories.ask(staff, public_space)
    browser = client_of(bob)
    answers = f"/questions/{question.id}/answers"
    assert browser.post(answers, data={"body": BODY}).status_code == 303
    for address in (answers, f"/contributions/{question.id}/comment"):
        refused = browser.post(address, data={"body": BODY})
        assert refused.status_code == 422, address
        assert value_of(refused.text, "body").strip() == BODY, address
        told = browser.post(address, data={"body": BODY}, headers={"Accept": "application/json"})
        assert (told.status_code, told.headers["Retry-After"]) == (429, "30"), address
    clock(31)
    assert browser.post(f"/contributions/{question.id}/comment", data={"body": BODY}).status_code == 303


@pytest.mark.parametrize(
    "body",
    ["https://a.example https://b.example www.c.example is where I read it.", "Thanks @ada, @bob and @cleo for it!"],
)
def test_few_links_and_names_in_first_posts(
    clock: Callable[[float], None], client_of: Open, bob: Person, public_space: Space, body: str
) -> None:
    joined(bob)
    refused = ask(client_of(bob), public_space, body)
    assert refused.status_code == 422
    assert "Your first posts may" in words_of(refused.text)


def test_staff_and_known_members_write_as_they_like(
    clock: Callable[[float], None], app: Any, client_of: Open, bob: Person, staff: Person, public_space: Space
) -> None:
    joined(bob, START - timedelta(days=30))
    app.extensions["limits"].on = False
    for _each in range(3):
        factories.ask(bob, public_space)
    app.extensions["limits"].on = True
    for person in (bob, staff):
        browser = client_of(person)
        for _each in range(4):
            assert ask(browser, public_space).status_code == 303


@pytest.mark.parametrize(("seconds", "state"), [(2, "held"), (4, "published")])
def test_a_first_post_written_in_no_time_waits(
    clock: Callable[[float], None], client_of: Open, bob: Person, public_space: Space, seconds: int, state: str
) -> None:
    joined(bob)
    browser = client_of(bob)
    begun = value_of(browser.get("/questions/ask").text, "begun")
    clock(seconds)
    assert ask(browser, public_space, begun=begun).status_code == 303
    assert db.session.scalars(select(Contribution.state)).all() == [state]


def test_a_forged_time_says_nothing(
    clock: Callable[[float], None], client_of: Open, bob: Person, public_space: Space
) -> None:
    joined(bob)
    assert ask(client_of(bob), public_space, begun="9999999999999.forged").status_code == 303
    assert db.session.scalars(select(Question.state)).all() == ["published"]
