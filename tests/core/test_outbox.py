"""The outbox: nothing is lost, nothing bad holds up the rest, and a rolled back change leaves no entry."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import StatementError

from core import outbox
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.events import Event, LoggedEvent, OutboxEntry, publish
from core.outbox import Delivery, add_lane, deliver, deliver_all


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """A bell was rung in a test."""

    bell: str


@pytest.fixture
def heard(app: Atrium) -> Iterator[list[str]]:
    """A lane that hears bells, and breaks on the cracked one."""
    bells: list[str] = []

    def hear(deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if delivery.payload["bell"] == "cracked":
                raise ValueError("this bell is cracked")
        bells.extend(delivery.payload["bell"] for delivery in deliveries)

    add_lane(app, "bells", hear, BellRung)
    yield bells
    del app.extensions["lanes"]["bells"]
    del Event.lanes[BellRung.name()]


def ring(*bells: str) -> None:
    with unit_of_work():
        for bell in bells:
            publish(BellRung(actor_id=None, bell=bell))


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


def test_events_are_delivered_in_order_and_once(heard: list[str]) -> None:
    ring("dawn", "noon", "dusk")

    assert deliver_all() == 3
    assert deliver_all() == 0
    assert heard == ["dawn", "noon", "dusk"]
    assert waiting() == 0


def test_the_log_keeps_what_was_delivered(heard: list[str]) -> None:
    ring("noon")
    deliver_all()

    event = db.session.scalars(select(LoggedEvent)).one()
    assert (event.name, event.actor_id, event.payload) == ("BellRung", None, {"bell": "noon"})


def test_a_change_that_is_rolled_back_leaves_no_entry(heard: list[str]) -> None:
    with pytest.raises((StatementError, TypeError)):
        ring("noon", object())  # type: ignore[arg-type]

    assert waiting() == 0
    assert deliver_all() == 0


def test_a_bad_entry_does_not_hold_up_the_rest(heard: list[str], caplog: pytest.LogCaptureFixture) -> None:
    ring("dawn", "cracked", "dusk")

    deliver("bells")

    assert heard == ["dawn", "dusk"]
    entry = db.session.scalars(select(OutboxEntry)).one()
    assert entry.attempts == 1
    assert entry.problem == "ValueError: this bell is cracked"
    assert entry.due_at > now()
    assert outbox.waiting_lanes() == []


def test_pauses_grow_until_an_entry_is_given_up(heard: list[str], caplog: pytest.LogCaptureFixture) -> None:
    ring("cracked")
    pauses = []
    for _attempt in range(outbox.MOST_ATTEMPTS):
        with unit_of_work():
            db.session.execute(update(OutboxEntry).values(due_at=now()))
        deliver("bells")
        pauses.append(db.session.scalars(select(OutboxEntry.due_at)).one() - now())

    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(seconds=10)
    assert pauses[-1] > timedelta(days=365)


def test_the_age_of_the_oldest_entry(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert outbox.oldest_age() == 0

    ring("noon")
    later = now() + timedelta(minutes=5)
    monkeypatch.setenv("ATRIUM_NOW", later.isoformat())

    assert 290 < outbox.oldest_age() < 310


def test_the_worker_of_the_tests_delivers(heard: list[str], worker: Callable[[], None]) -> None:
    ring("noon")
    worker()

    assert heard == ["noon"]
