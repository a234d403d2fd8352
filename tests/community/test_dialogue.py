"""The six lights of a dialogue, each on and off, and going on where one left off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from community.dialogue.lights import Dialogue, Turn, lights
from community.models import Question
from contributions.models import Space
from contributions.resuming.models import ReadPosition
from contributions.resuming.reading import note_readings
from core.application import Atrium
from core.clock import format_time, now
from core.database import db, unit_of_work
from tests import factories
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKS, REPLIES, THANKS = Turn(1, 7, NOON), Turn(2, 8, NOON + HOUR), Turn(3, 7, NOON + 2 * HOUR)
BARE = Dialogue(opener=7, other=8, turns=[ASKS, REPLIES])
BOTH = frozenset({7, 8})
CASES: list[tuple[str, Dialogue, Dialogue]] = [
    ("aware", replace(BARE, read={7: (2, NOON + HOUR)}), replace(BARE, read={7: (1, NOON)})),
    ("able", replace(BARE, able=BOTH), replace(BARE, able=frozenset({7}))),
    ("able", replace(BARE, able=BOTH), replace(BARE, able=BOTH, stands=False)),
    ("intend", replace(BARE, following=BOTH), replace(BARE, following=frozenset({8}))),
    ("intend", replace(BARE, turns=[ASKS, REPLIES, THANKS], following=frozenset({8})), BARE),
    ("control", replace(BARE, turns=[ASKS, REPLIES, THANKS]), BARE),
    ("change", replace(BARE, accepted=True), BARE),
    ("change", replace(BARE, voted=frozenset({7})), replace(BARE, voted=frozenset({9}))),
    ("change", replace(BARE, turns=[replace(ASKS, edited_at=NOON + 2 * HOUR), REPLIES]), BARE),
    ("change", replace(BARE, accepted=True), replace(BARE, turns=[replace(ASKS, edited_at=NOON + HOUR / 2), REPLIES])),
    ("resumed", replace(BARE, turns=[ASKS, replace(REPLIES, at=NOON + 25 * HOUR)]), BARE),
    ("resumed", replace(BARE, read={7: (2, NOON + 26 * HOUR)}), replace(BARE, read={7: (2, NOON + 2 * HOUR)})),
]


@pytest.mark.once
@pytest.mark.parametrize(("name", "on", "off"), CASES)
def test_each_light_goes_on_and_off(name: str, on: Dialogue, off: Dialogue) -> None:
    assert lights(on)[name] is True
    assert lights(off)[name] is False


@pytest.mark.once
@pytest.mark.parametrize("gone", [{"opener": None}, {"other": None}])
def test_without_two_who_are_known_all_lights_are_out(gone: dict[str, Any]) -> None:
    full = replace(BARE, able=BOTH, following=BOTH, accepted=True)
    assert not any(lights(replace(full, **gone)).values())


def lit(client: FlaskClient, key: int) -> list[bool]:
    """Return which of the six lights are on."""
    page = client.get(f"/threads/{key}/dialogue")
    assert page.status_code == 200
    return ["data-on" in item for item in page.text.split('<ul class="lights">')[1].split("<li")[1:7]]


def test_the_page_reads_what_happened(
    client_of: Open, count_queries: Any, alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space)
    client = client_of(alice)
    assert lit(client, asked.id) == [False] * 6
    answer = factories.answer(bob, asked)
    assert lit(client, asked.id) == [False, True, True, False, False, False]
    factories.remark(alice, answer)
    client.post(f"/contributions/{answer.id}/vote", data={"value": 1})
    assert lit(client, answer.id) == [False, True, True, True, True, False]
    factories.remark(bob, answer)
    factories.remark(alice, answer)
    address = f"/threads/{asked.id}/dialogue"
    with count_queries() as statements:
        client.get(address)
    assert statements.count <= 6


def test_lights_of_what_one_may_not_see_are_not_shown(
    client_of: Open, alice: Person, bob: Person, group_space: Space
) -> None:
    asked = factories.ask(alice, group_space)
    assert client_of(bob).get(f"/threads/{asked.id}/dialogue").status_code == 404


def hand_on(app: Atrium, worker: Callable[[], None]) -> None:
    app.extensions["readings"].hand_on()
    worker()


def test_who_comes_back_after_weeks_on_another_device_goes_on_where_they_left_off(
    app: Atrium,
    client_of: Open,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    public_space: Space,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = factories.ask(alice, public_space)
    factories.answer(bob, asked)
    address = f"/questions/{asked.id}/why-does-the-needle-tremble"
    assert "last here" not in client_of(alice).get(address).text
    hand_on(app, worker)
    assert "last here" not in client_of(alice).get(address).text, "not while one is still about"
    hand_on(app, worker)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=29)).isoformat())
    later = factories.answer(bob, asked, "And here is what I found out since.")
    factories.remark(bob, later)
    other_device = client_of(alice)
    page = other_device.get(address)
    assert "You were last here 29 days ago. 2 posts are new since then." in words_of(page.text)
    assert f'<a href="/contributions/{later.id}">Go on where you left off</a>' in page.text
    hand_on(app, worker)
    assert "last here" not in other_device.get(address).text
    assert "last here" not in client_of(bob).get(address).text
    assert "last here" not in app.test_client().get(address).text


def test_discussions_are_gone_on_with_too(
    app: Atrium,
    client_of: Open,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    public_space: Space,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    talk = factories.discuss(alice, public_space)
    client, address = client_of(bob), f"/discussions/{talk.id}/what-did-you-measure-today"
    client.get(address)
    hand_on(app, worker)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=3)).isoformat())
    assert "last here 3 days ago. Nothing is new since then." in words_of(client.get(address).text)


def test_a_position_never_goes_back_and_threads_may_be_gone(alice: Person, public_space: Space) -> None:
    asked = factories.ask(alice, public_space)
    at = format_time(now())
    with unit_of_work():
        note_readings([[alice.id, asked.id, 50, at]])
        note_readings([[alice.id, asked.id, 20, at], [alice.id, 424242, 3, at]])
    positions = db.session.execute(select(ReadPosition.thread_id, ReadPosition.read_to)).all()
    assert [tuple(row) for row in positions] == [(asked.id, 50)]
    assert isinstance(asked, Question)
