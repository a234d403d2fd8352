"""Suggestions to visitors: three shelves with reasons, "not for me", and nothing that is closed, drawn back or seen."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.artefacts.models import CuratorLink
from museum_guide.models import ClosedDay, OpeningHours
from museum_guide.suggestions.models import SuggestionGround, SuggestionShown
from tests.museum_guide.visiting import House, learned

GLASS = {"classification": "Glass", "year_from": 1890, "year_to": 1899, "maker": "Ada Glass"}
OIL = {"classification": "Painting", "year_from": 1650, "year_to": 1655}


@pytest.fixture
def house(app: Atrium, public_space: Space) -> House:
    """A museum of glass and paintings on two floors, near another one."""
    app.extensions["suggestions"].forget()
    made = House("glass-house", public_space, latitude=50.0, longitude=8.0)
    made.room("Hall")
    made.room("Cellar")
    made.room("Attic", 1)
    for number in range(1, 13):
        room = ("Hall", "Cellar", "Attic")[number % 3]
        made.work(number, room, **(GLASS if number <= 8 else OIL))
    other = House("harbour", public_space, latitude=50.0, longitude=8.01, name="Harbour Museum")
    other.room("Quay")
    other.work(1, "Quay", title="Bottle", **GLASS)
    made.other = other  # type: ignore[attr-defined]
    learned()
    return made


def titles(page: str) -> list[str]:
    return re.findall(r'class="next-title"[^>]*><a [^>]*>([^<]+)<', page)


def shelf(page: str, key: str) -> list[str]:
    found = re.search(f'id="shelf-{key}".*?</section>', page, re.DOTALL)
    return titles(found.group()) if found else []


def test_a_visit_is_led_on_with_reasons(
    house: House,
    client: FlaskClient,
    worker: Callable[[], None],
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    visit = house.visit(client)
    house.look(visit, 1, 130)
    house.look(visit, 9, 2)
    db.session.commit()
    with count_queries() as statements:
        page = client.get("/museums/glass-house/2/next").text
    assert statements.count <= 6
    assert shelf(page, "here")
    assert set(titles(page)) & {"Work 1", "Work 2", "Work 9"} == set(), "nothing seen, and not what one stands before"
    assert "You stayed with “Work 1” for 2 minutes." in page
    assert shelf(page, "museum") == ["Bottle"]
    assert "Harbour Museum, 700 m away" in page
    assert all(len(shelf(page, key)) <= 3 for key in ("here", "floor", "museum"))
    assert client.get("/museums/glass-house/2/next?part=1").text.lstrip().startswith('<div class="shelves"')
    assert client.get("/museums/glass-house/2/next").text == page, "the same visit gets the same answer"

    worker()
    shown = {row.artefact_id: row for row in db.session.scalars(select(SuggestionShown))}
    assert {row.shelf for row in shown.values()} == {"here", "floor", "museum"}
    assert {row.visit_id for row in shown.values()} == {visit.id}
    assert {row.position for row in shown.values()} == {1, 2, 3}

    unwanted = shelf(page, "here")[0]
    key = next(work.id for work in house.works.values() if work.title == unwanted)
    sent = client.post(f"/visit/away/{key}", data={"back": "/museums/glass-house/2/next?part=1"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/museums/glass-house/2/next?part=1")
    assert unwanted not in titles(client.get("/museums/glass-house/2/next").text)
    assert (
        client.post(f"/visit/away/{key}", data={"back": "https://elsewhere.example/"}).headers["Location"]
        == "/visit/next"
    )

    bottle = house.other.works[1].id
    opened = client.get(f"/visit/to/{bottle}")
    assert opened.headers["Location"] == "/museums/harbour/1?by=suggestion"
    worker()
    db.session.expire_all()
    assert db.session.get_one(SuggestionShown, (visit.id, bottle)).opened_at is not None
    assert titles(client.get("/visit/next").text), "and the page after the visit"


def test_what_changed_since_is_never_suggested(house: House, client: FlaskClient) -> None:
    visit = house.visit(client)
    house.look(visit, 1, 90)
    house.works[2].state = "draft"
    house.works[3].state = "withdrawn"
    house.rooms["Cellar"].closed = True
    house.rooms["Attic"].step_free = False
    visit.step_free = True
    db.session.commit()
    found = titles(client.get("/visit/next").text)
    allowed = {work.title for number, work in house.works.items() if number % 3 == 0} | {"Bottle"}
    assert found
    assert set(found) <= allowed - {"Work 3"}
    house.other.museum.published = False
    db.session.commit()
    assert shelf(client.get("/visit/next").text, "museum") == []
    assert client.get(f"/visit/to/{house.other.works[1].id}").status_code == 404
    assert client.post(f"/visit/away/{house.works[2].id}").status_code == 404
    assert client.get("/museums/glass-house/2/next").status_code == 404


def test_another_museum_is_suggested_while_it_is_open(house: House, client: FlaskClient) -> None:
    other, at = house.other.museum, now()
    house.look(house.visit(client), 1, 90)
    db.session.add(OpeningHours(museum_id=other.id, weekday=(at.weekday() + 3) % 7, opens=600, closes=601))
    db.session.commit()
    assert shelf(client.get("/visit/next").text, "museum") == []
    db.session.add(OpeningHours(museum_id=other.id, weekday=at.weekday(), opens=0, closes=1800))
    db.session.commit()
    assert shelf(client.get("/visit/next").text, "museum") == ["Bottle"]
    db.session.add(ClosedDay(museum_id=other.id, day=at.date()))
    db.session.commit()
    assert shelf(client.get("/visit/next").text, "museum") == []


def test_without_a_visit_nothing_is_kept(house: House, client: FlaskClient, worker: Callable[[], None]) -> None:
    db.session.add(CuratorLink(from_id=house.works[1].id, to_id=house.works[12].id, note="Both broke."))
    db.session.commit()
    learned()
    page = client.get("/museums/glass-house/1").text
    assert 'data-onward="/museums/glass-house/1/next?part=1"' in page
    assert "Work 2" not in page.split('class="guide-panel"')[1].split("</section>")[0]
    client.application.extensions["suggestions"].forget()
    after = client.get("/museums/glass-house/1/next")
    assert "Work 12" in titles(after.text), "where curators lead on"
    assert "The curators lead on to it from “Work 1”." in after.text
    assert "Set-Cookie" not in after.headers
    assert "Not for me" not in after.text
    assert "No visit is under way" in client.get("/visit/next").text
    assert client.post(f"/visit/away/{house.works[1].id}").status_code == 403
    worker()
    assert db.session.scalars(select(SuggestionShown)).all() == []


def test_what_was_learned_is_made_anew_only_after_changes(house: House, worker: Callable[[], None]) -> None:
    made_at = db.session.scalars(select(SuggestionGround.made_at)).one()
    learned()
    assert db.session.scalars(select(SuggestionGround.made_at)).one() == made_at
    house.looks([{1: 40, 2: 50}] * 12)
    learned()
    assert db.session.scalars(select(SuggestionGround.made_at)).one() > made_at
    found = house.museum, db.session.scalars(select(SuggestionGround)).one()
    from museum_guide.suggestions.collection import Collection

    collection = Collection.unpack(found[1].packed)
    place = collection.place[house.works[1].id]
    assert collection.views[place] == 12
    assert collection.near_scores[place].max() == pytest.approx(12 / 22, abs=0.001)


def test_visits_that_are_over_are_no_longer_followed(house: House, client: FlaskClient) -> None:
    visit = house.visit(client)
    house.look(visit, 1, 90)
    visit.ends_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert "No visit" not in client.get("/visit/next").text, "the page after the visit"
    visit.ended_at = now()
    db.session.commit()
    assert "No visit is under way" in client.get("/visit/next").text
