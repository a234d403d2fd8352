"""Tours: made at the desk in an order of their own, followed and left at any stop; and plans for so many minutes."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import Role
from contributions.models import Space
from core.application import Atrium
from core.database import db
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.models import ArtefactText
from museum_guide.tours.models import Tour, TourStop
from museum_guide.tours.planning import Candidate, plan, stay_at
from tests.modest import modest
from tests.museum_guide.visiting import House, learned
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
WORDS = {"title": "Lamps of the coast", "summary": "Five lights.", "language": "en"}
# One second of silence: a WAV of 8 000 samples of a byte each.
WAV = (
    b"RIFF" + (8036).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + b"\x01\x00\x01\x00"
    + (8000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00" + b"data" + (8000).to_bytes(4, "little") + b"\x80" * 8000
)  # fmt: skip


@pytest.fixture
def house(app: Atrium, public_space: Space, curator: Person) -> House:
    """A museum with six works in two rooms, kept by the curator."""
    app.extensions["suggestions"].forget()
    made = House("tower", public_space)
    made.kept_by(curator)
    made.room("Hall")
    made.room("Attic", 1)
    for number in range(1, 7):
        made.work(number, "Hall" if number < 4 else "Attic", classification="Lamp")
    db.session.commit()
    return made


def make(desk: FlaskClient, *numbers: int, published: bool = True) -> str:
    """Make a tour and return its address."""
    edit = desk.post("/museums/tower/tours/new", data=WORDS).headers["Location"]
    address = edit.removesuffix("/edit")
    for number in numbers:
        added = desk.post(f"{address}/stops", data={"number": keypad_number(number)})
        assert added.status_code == 303, added.text
    if published:
        assert desk.post(edit, data=WORDS | {"published": "yes"}).status_code == 303
    return address


def stops(page: str) -> list[str]:
    return re.findall(r'class="tour-title"[^>]*>([^<]+)<', page)


def test_a_curator_makes_a_tour_and_visitors_follow_it(
    house: House, curator: Person, client_of: Open, client: FlaskClient, count_queries: Callable[[], Any]
) -> None:
    desk = client_of(curator)
    assert desk.post("/museums/tower/tours/new", data={"title": "x"}).status_code == 422
    address = make(desk, 5, 1, 2, published=False)
    assert client.get(address).status_code == 404, "a draft"
    assert desk.get(address).status_code == 200
    for wrong in ({"number": keypad_number(1)}, {"number": "50"}, {"number": "999"}, {}):
        assert desk.post(f"{address}/stops", data=wrong).status_code == 422, wrong
    first, second, third = db.session.scalars(select(TourStop.id).order_by(TourStop.position)).all()
    assert desk.post(f"{address}/stops/{third}/move", data={"to": "up"}).status_code == 303
    spoken = {"note": "She **burned** all night.", "sound": (io.BytesIO(WAV), "lamp.wav")}
    wordless = {"note": "", "sound": (io.BytesIO(WAV), "lamp.wav")}
    assert "for those who cannot hear it" in desk.post(f"{address}/stops/{first}", data=wordless).text
    broken = {"note": "Words", "sound": (io.BytesIO(b"no sound"), "lamp.wav")}
    assert desk.post(f"{address}/stops/{first}", data=broken).status_code == 422
    assert desk.post(f"{address}/stops/{first}", data=spoken).status_code == 303
    assert desk.post(f"{address}/edit", data=WORDS | {"published": "yes"}).status_code == 303

    assert "Lamps of the coast" in client.get("/museums/tower/tours").text
    with count_queries() as statements:
        shown = client.get(address).text
    assert statements.count <= 6
    assert stops(shown) == ["Work 5", "Work 2", "Work 1"]
    with count_queries() as statements:
        page = client.get(f"{address}/1").text
    assert statements.count <= 6
    assert "Stop 1 of 3" in page
    assert "<strong>burned</strong>" in page
    assert 'href="/museums/tower/5?by=tour"' in page
    assert "Next: Work 2" in page
    assert "Leave the tour" in page
    assert "The tour ends here" in client.get(f"{address}/3").text
    assert client.get(f"{address}/4").status_code == 404
    sound = client.get(f"{address}/sounds/{first}", headers={"Range": "bytes=0-3"}, buffered=True)
    assert (sound.status_code, sound.data) == (206, b"RIFF")
    assert client.get(f"{address}/sounds/{second}").status_code == 404

    house.works[2].state, house.works[5].with_ticket = "draft", True
    house.rooms["Hall"].closed = True
    db.session.commit()
    client.application.wsgi_app.pages.clear()
    assert stops(client.get(address).text) == ["Work 5", "Work 1"]
    locked = client.get(f"{address}/1").text
    assert "opens with the number on your ticket" in locked
    assert "burned" not in locked
    assert client.get(f"{address}/sounds/{first}").status_code == 403
    assert "closed at present" in client.get(f"{address}/2").text

    for key in (first, second, third):
        assert desk.post(f"{address}/stops/{key}/move", data={"to": "away"}).status_code == 303
    assert client.get(address).status_code == 404, "nobody is sent on an empty tour"
    assert "Add a first stop" in desk.post(f"{address}/edit", data=WORDS | {"published": "yes"}).text
    assert desk.post(f"{address}/remove").status_code == 303
    assert db.session.scalars(select(Tour)).all() == []


def test_tours_belong_to_their_museum(
    house: House, app: Atrium, curator: Person, client_of: Open, alice: Person, public_space: Space
) -> None:
    rival = make_person("Rita Rival", Role.CURATOR)
    other = House("rival", public_space)
    other.kept_by(rival)
    other.work(1)
    db.session.commit()
    address = make(client_of(curator), 1, published=False)
    stop = db.session.scalars(select(TourStop.id)).one()
    theirs = client_of(rival)
    swapped = address.replace("tower", "rival")
    for place in (address, swapped):
        assert theirs.get(place).status_code == 404
        assert theirs.get(f"{place}/edit").status_code == 404
        for deed in ("edit", "stops", f"stops/{stop}", f"stops/{stop}/move", "remove"):
            assert theirs.post(f"{place}/{deed}", data=WORDS | {"to": "away", "number": "13"}).status_code == 404, deed
    assert theirs.get("/museums/tower/tours/new").status_code == 404
    assert client_of(alice).get("/museums/tower/tours/new").status_code == 403
    assert app.test_client().post(f"{address}/remove").status_code == 303
    assert db.session.scalars(select(TourStop)).one().id == stop
    assert "Lamps" not in theirs.get("/museums/tower/tours").text


def test_a_visit_of_so_many_minutes_is_planned(
    house: House, client: FlaskClient, count_queries: Callable[[], Any]
) -> None:
    assert "No plan yet" in client.get("/museums/tower/time").text
    text = {"language": "en", "depth": "story", "body": "x", "html": "x", "words": 500}
    db.session.add(ArtefactText(artefact_id=house.works[6].id, **text))
    db.session.commit()
    learned()
    client.application.extensions["suggestions"].forget()
    assert client.get("/museums/tower").text.count("/museums/tower/time?minutes=") == 5
    assert client.get("/museums/tower/time?minutes=soon").status_code == 422
    assert client.get("/museums/tower/time?minutes=1").status_code == 422
    whole = client.get("/museums/tower/time?minutes=240").text
    assert sorted(stops(whole)) == [f"Work {number}" for number in range(1, 7)]
    short = stops(client.get("/museums/tower/time?minutes=10").text)
    assert 1 <= len(short) < 6
    visit = house.visit(client, step_free=True)
    house.look(visit, 1, 60)
    house.works[2].state = "draft"
    db.session.commit()
    with count_queries() as statements:
        page = client.get("/museums/tower/time?minutes=60").text
    assert statements.count <= 6
    assert stops(page) == ["Work 3"], "not what was seen, not what was drawn back, and no stairs"


@pytest.mark.once
@modest
@given(st.data())
def test_plans_keep_to_the_time(data: st.DataObject) -> None:
    draw = data.draw
    rooms = st.integers(-1, 5)
    numbers, parts = st.integers(0, 20), st.floats(0, 900)
    found = [Candidate(key, draw(rooms), draw(st.floats(-1, 3)), draw(parts)) for key in range(draw(numbers))]
    seconds = 60.0 * draw(st.integers(10, 240))
    way = plan(found, 0, seconds, lambda room: {other: float(abs(other - room)) for other in range(5)})
    assert sum(stay.walk + stay.stay for stay in way) <= seconds
    assert len({stay.key for stay in way}) == len(way)
    assert not [stay for stay in way if found[stay.key].room == 5], "nobody gets there"
    assert all(stay.stay == stay_at(found[stay.key].needed) >= 180 for stay in way)


@pytest.mark.once
def test_less_time_means_fewer_places_and_not_shorter_stays() -> None:
    found = [Candidate(key, key % 3, 1.0 / (key + 1), 60.0) for key in range(20)]
    costs = {room: {other: float(abs(other - room)) for other in range(3)} for room in range(3)}
    short, long = (plan(found, 0, 60.0 * minutes, costs.__getitem__) for minutes in (20, 60))
    assert 0 < len(short) < len(long)
    assert {stay.stay for stay in [*short, *long]} == {180.0}
    deep = plan([Candidate(1, 0, 0.5, 0.0), Candidate(2, 0, 0.4, 90.0)], 0, 250.0, costs.__getitem__)
    assert [stay.key for stay in deep] == [2], "what has a story is worth the time"
