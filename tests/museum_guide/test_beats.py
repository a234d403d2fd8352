"""What phones say of the time with artefacts: late, twice, out of order, forged; and what of it is believed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.artefacts.models import Artefact
from museum_guide.models import Museum
from museum_guide.visits.beats import Bounds, Known, Total, believed, token_of
from museum_guide.visits.models import LONGEST_MS, ArtefactView, Visit
from tests.community.test_races import at_once
from tests.museum_guide.furnished import make_museum, make_works

START = datetime(2026, 5, 13, 9, tzinfo=UTC)
MINUTE = 60_000


@pytest.fixture
def museum(public_space: Space) -> Museum:
    """A museum."""
    return make_museum(public_space)


@pytest.fixture
def works(museum: Museum) -> list[Artefact]:
    """What it shows."""
    return make_works(museum)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock to so many seconds after nine."""

    def at(seconds: float) -> None:
        monkeypatch.setenv("ATRIUM_NOW", (START + timedelta(seconds=seconds)).isoformat())

    at(0)
    return at


@pytest.fixture
def token(app: Atrium, museum: Museum, clock: Any) -> str:
    """What the phone of a visit sends along."""
    assert app.test_client().post("/museums/tower/visit").status_code == 303
    return token_of(db.session.scalars(select(Visit.id)).one())


def send(client: FlaskClient, token: str, *views: dict[str, Any]) -> int:
    return client.post("/visit/beats", json={"token": token, "views": list(views)}).status_code


def view(artefact: int, age: int, active: int, key: str = "lookone-", **more: Any) -> dict[str, Any]:
    return {"key": key, "artefact": artefact, "age": age, "active": active, **more}


def looks() -> Sequence[Any]:
    return db.session.execute(select(ArtefactView.__table__).order_by(ArtefactView.id)).all()


def test_running_totals_are_taken_whenever_they_come(
    client: FlaskClient, clock: Any, token: str, works: list[Artefact]
) -> None:
    one, two = works[0].id, works[1].id
    clock(30)
    assert send(client, token, view(one, 10_000, 9000, by="qr", seq=1)) == 204
    clock(60)
    later = view(one, 40_000, 25_000, audio=5000, depth=2, seq=4, closed=True)
    assert send(client, token, later) == 204
    clock(65)
    assert send(client, token, view(one, 30_000, 19_000, seq=3, ago=15_000)) == 204
    assert send(client, token, later) == 204
    row = looks()[0]
    assert (row.active_ms, row.audio_ms, row.depth, row.seq, row.closed) == (25_000, 5000, 2, 4, True)
    assert (row.opened_by, row.opened_at, row.last_at - row.opened_at) == (
        "qr",
        START + timedelta(seconds=20),
        timedelta(seconds=45),
    )
    clock(4000)
    replayed = [
        view(two, 60_000, 50_000, key="offline2", ago=3_700_000),
        view(one, 9000, 8000, key="offline1", ago=3_800_000),
    ]
    assert send(client, token, *replayed) == 204
    assert [(row.artefact_id, row.active_ms) for row in looks()] == [(one, 25_000), (one, 8000), (two, 50_000)]
    assert len({row.visit_id for row in looks()}) == 1


def test_no_time_is_made_up(
    app: Atrium, client: FlaskClient, clock: Any, token: str, works: list[Artefact], public_space: Space
) -> None:
    """Replayed, future, parallel and endless looks, and those of other visits and museums (field risk 13)."""
    one, two = works[0].id, works[1].id
    elsewhere = make_works(make_museum(public_space, "house"))[0].id
    clock(600)
    assert send(client, token, view(one, 5000, 500_000)) == 204
    assert send(client, token, view(two, 590_000, 590_000, key="parallel")) == 204
    assert send(client, token, view(elsewhere, 9000, 9000, key="elsewher")) == 204
    assert [(row.artefact_id, row.active_ms) for row in looks()] == [(one, 5000), (two, 590_000 - 5000)]
    assert looks()[1].last_at <= looks()[0].opened_at
    clock(20_000)
    assert send(client, token, view(two, 10_000_000, 10_000_000, key="endless-")) == 204
    assert sum(row.active_ms for row in looks()) <= 600_000 + LONGEST_MS
    assert looks()[2].active_ms == LONGEST_MS
    for wrong in (
        {"token": token, "views": []},
        {"token": token, "views": [view(one, -5, 5)]},
        {"token": token, "views": [view(one, 5, 10**15)]},
        {"token": token, "views": [view(one, 5, 5, key="../../etc/passwd")]},
        {"token": token, "views": [view(one, 5, 5, depth=9)]},
        {"views": [view(one, 5, 5)]},
        ["nonsense"],
    ):
        assert client.post("/visit/beats", json=wrong).status_code == 422
    assert client.post("/visit/beats", data=b"\xff").status_code == 422
    assert send(client, token[:-1] + "x", view(one, 5, 5)) == 410
    assert send(client, token_of(10**9), view(one, 5, 5)) == 410
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (
        client.post("/visit/beats", json={"token": token, "views": [view(one, 5, 5)]}, headers=foreign).status_code
        == 403
    )
    assert len(looks()) == 3


def test_totals_come_after_the_visit_has_ended_and_none_once_it_is_erased(
    app: Atrium, clock: Any, museum: Museum, works: list[Artefact]
) -> None:
    phone = app.test_client()
    phone.post("/museums/tower/visit")
    token = token_of(db.session.scalars(select(Visit.id)).one())
    clock(300)
    assert phone.post("/visit/end").status_code == 303
    clock(90_000)
    late = [
        view(works[0].id, 60_000, 60_000, key="in-time1", ago=89_800_000),
        view(works[1].id, 60_000, 60_000, key="too-late", ago=80_000),
    ]
    assert send(phone, token, *late) == 204
    assert [(row.artefact_id, row.active_ms) for row in looks()] == [(works[0].id, 60_000)]
    assert send(phone, token, view(works[0].id, 9, 9, key="afterwar")) == 410
    again = app.test_client()
    again.post("/museums/tower/visit")
    visit_id = db.session.scalars(select(Visit.id).order_by(Visit.id.desc())).first()
    assert visit_id is not None
    assert again.post("/visit/end", data={"erase": "yes"}).status_code == 303
    assert send(again, token_of(visit_id), view(works[0].id, 5, 5)) == 410


def test_a_visit_fills_no_database(
    client: FlaskClient, clock: Any, token: str, works: list[Artefact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("museum_guide.visits.beats.MOST_VIEWS", 3)
    clock(100)
    for number in range(5):
        assert send(client, token, view(works[0].id, 1, 1, key=f"look-{number:03}")) == 204
    assert len(looks()) == 3


def test_totals_of_one_look_come_at_once(app: Atrium, clock: Any, token: str, works: list[Artefact]) -> None:
    clock(100)
    totals = [view(works[0].id, 50_000, 1000 * number, seq=number) for number in range(1, 41)]
    answers = at_once([lambda total=total: send(app.test_client(), token, total) for total in totals])  # type: ignore[misc]
    assert set(answers) == {204}
    assert [(row.active_ms, row.seq) for row in looks()] == [(40_000, 40)]


Shown = st.lists(st.tuples(st.integers(0, 400_000), st.integers(1000, 1_000_000)), min_size=1, max_size=6)


@pytest.mark.once
@given(Shown, st.randoms(use_true_random=False), st.data())
def test_the_order_of_arrival_changes_nothing(gaps: list[tuple[int, int]], chance: Any, more: st.DataObject) -> None:
    """Looks one after the other, each with some totals that come late, twice and shuffled, end as they truly were."""
    opened, looks_at = 0, []
    for gap, length in gaps:
        opened += gap
        looks_at.append((opened, length))
        opened += length
    ends = START + timedelta(milliseconds=opened + 1)
    messages = []
    for number, (begun, length) in enumerate(looks_at):
        for share in (0.3, 0.7, 1.0):
            age = int(length * share)
            total = Total(
                key=f"look-{number:03}", artefact=1, age=age, active=age // 2, audio=age // 4, seq=int(share * 10)
            )
            messages += [(number, begun + age, total)] * more.draw(st.integers(1, 2))
    chance.shuffle(messages)
    kept: dict[int, Known] = {}
    for number, measured, total in messages:
        at = START + timedelta(milliseconds=measured)
        own = kept[number].opened_at if number in kept else at - timedelta(milliseconds=total.age)
        others = [known for other, known in kept.items() if other != number]
        before = max((known.last_at for known in others if known.opened_at <= own), default=None)
        after = min((known.opened_at for known in others if known.opened_at > own), default=None)
        kept[number] = believed(total, at, Bounds(START, ends, before, after), kept.get(number))
    for number, (begun, length) in enumerate(looks_at):
        known, room = kept[number], min(length, LONGEST_MS)
        assert known.opened_at == START + timedelta(milliseconds=begun)
        assert (known.active_ms, known.audio_ms) == (min(length // 2, room), min(length // 4, room))


@pytest.mark.once
@given(st.lists(st.tuples(*[st.integers(0, 40 * MINUTE)] * 4, st.booleans()), min_size=1, max_size=8))
def test_whatever_a_phone_says_the_time_stays_within_the_visit(said: list[tuple[int, int, int, int, bool]]) -> None:
    ends = START + timedelta(hours=1)
    kept: dict[int, Known] = {}
    for number, (age, ago, active, audio, again) in enumerate(said):
        key = number - 1 if again and number else number
        total = Total(key="anything", artefact=1, age=age, ago=ago, active=active, audio=audio)
        measured = ends - timedelta(milliseconds=ago)
        known = kept.get(key)
        own = known.opened_at if known else measured - timedelta(milliseconds=age)
        others = [one for other, one in kept.items() if other != key]
        before = max((one.last_at for one in others if one.opened_at <= own), default=None)
        after = min((one.opened_at for one in others if one.opened_at > own), default=None)
        kept[key] = believed(total, measured, Bounds(START, ends, before, after), known)
    spans = sorted((known.opened_at, known.last_at) for known in kept.values())
    assert all(START <= begins <= last <= max(ends, begins) for begins, last in spans)
    assert all(known.audio_ms <= known.active_ms <= LONGEST_MS for known in kept.values())
    assert sum(known.active_ms for known in kept.values()) <= 60 * MINUTE


def test_a_clock_that_runs_wrong_changes_nothing(
    client: FlaskClient, clock: Any, token: str, works: list[Artefact]
) -> None:
    """Only differences are sent, so the phone's own clock is never asked."""
    db.session.execute(update(Visit).values(started_at=now() - timedelta(hours=1)))
    db.session.commit()
    clock(10)
    assert send(client, token, view(works[0].id, 8000, 8000)) == 204
    assert looks()[0].opened_at == START + timedelta(seconds=2)
