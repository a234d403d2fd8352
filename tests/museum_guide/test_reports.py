"""What visits tell those who keep a museum: figures of groups, nothing of fewer than five, and nothing of another museum."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.artefacts.models import ArtefactText
from museum_guide.reports.figures import Power, Stop, Work, appreciation, grouped, power, stops_of, whole
from museum_guide.reports.models import MuseumContact, MuseumReferral
from museum_guide.reports.survival import kaplan_meier, median_length
from museum_guide.suggestions.models import SuggestionShown
from museum_guide.tickets.models import Ticket, TicketBatch, TicketType
from tests.modest import modest
from tests.museum_guide.furnished import make_codes
from tests.museum_guide.visiting import House
from tests.people import Person

Open = Callable[[Person], FlaskClient]


@pytest.fixture
def house(app: Atrium, public_space: Space, curator: Person) -> House:
    """A museum with two rooms and five works, kept by the curator."""
    made = House("tower", public_space, latitude=50.0, longitude=8.0)
    made.kept_by(curator)
    made.room("Hall", x=0, y=0, width=40, height=30, square_metres=200.0)
    made.room("Attic", 1)
    for number in range(1, 6):
        made.work(
            number, "Hall" if number < 5 else "Attic", title=f"=Work {number}", classification=f"Sort {number % 2}"
        )
    given = {"artefact_id": made.works[1].id, "language": "en", "depth": "story", "body": "x", "html": "x"}
    db.session.add(ArtefactText(**given, words=200))
    db.session.commit()
    return made


@pytest.mark.once
def test_medians_take_what_was_lost_from_sight_into_account() -> None:
    lengths = [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True)]
    assert [(length, round(share, 3)) for length, share in kaplan_meier(lengths)] == [(6, 0.571), (7, 0.381), (10, 0.0)]
    assert median_length(lengths) == 7
    assert median_length([(5, False)] * 9) is None
    assert kaplan_meier([]) == []


@pytest.mark.once
@modest
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=60))
def test_the_curve_falls_and_lost_looks_never_shorten_it(lengths: list[tuple[float, bool]]) -> None:
    shares = [share for _length, share in kaplan_meier(lengths)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share < 1 for share in shares)
    everything_ended = median_length([(length, True) for length, _ended in lengths])
    median = median_length(lengths)
    assert median is None or everything_ended is None or median >= everything_ended


@pytest.mark.once
def test_small_groups_tell_nothing() -> None:
    stops = [Stop(visit, 1, 60.0, ended=True) for visit in range(4)]
    assert power(stops, 100, 30) == Power(None)
    assert power([], 4, 30) == Power(None)
    assert power([], 100, 30) == Power(0, 0.0)
    assert power([*stops, Stop(9, 1, 60.0, ended=True)], 10, 30) == Power(5, 0.5, 60.0, 2.0)
    assert whole([Work(1)], [10.0] * 4, [], 100) == (None, None, None)
    assert whole([Work(1)], [10.0] * 5, [], 100) == (10.0, 10.0, 0.0)
    assert grouped([("en", 1.0)] * 5 + [("de", 2.0)] * 4) == [("en", 5, 1.0)], "four are told nowhere"
    assert grouped([("de", 2.0)] * 4 + [("fr", 4.0)] * 3) == [("", 7, 2.0)]
    looks = [Stop(1, 1, 2.0, ended=True), Stop(1, 1, 40.0, ended=False, depth=2), Stop(1, 2, 1.0, ended=True)]
    assert stops_of(looks) == [Stop(1, 1, 42.0, ended=False, depth=2)]
    works = {key: Work(key, sort="x", needed=100) for key in range(4)}
    four = [Stop(1, key, 60.0, ended=True, depth=1 + key % 2) for key in range(4)]
    assert appreciation(four, works) == pytest.approx(60)
    assert appreciation(four[:2], works) is None


def test_curators_see_groups_and_nothing_smaller(house: House, curator: Person, client_of: Open) -> None:
    desk = client_of(curator)
    assert "Too few visits yet" in desk.get("/museums/tower/report").text
    house.looks([{1: 30, 2: 20}] * 4)
    db.session.commit()
    page = desk.get("/museums/tower/report").text
    assert "fewer than 5" in page
    assert "Too few visits yet" in page
    cells = [row[4:] for row in csv.reader(io.StringIO(desk.get("/museums/tower/report/works.csv").text))][1:]
    assert {cell for row in cells for cell in row[1:]} == {""}

    house.looks([{1: 30 + seconds, 2: 20, 3: 2, 4: 10} for seconds in range(6)])
    house.looks([{5: 500}], language="de")
    db.session.commit()
    rows = {row[0]: row for row in csv.reader(io.StringIO(desk.get("/museums/tower/report/works.csv").text))}
    assert rows["number"][5:] == ["stops", "attraction", "median_seconds", "holding"]
    assert rows["1"][1] == "'=Work 1", "a spreadsheet takes it for words"
    assert rows["1"][5:] == ["10", "0.909", "30.0", "0.5"]
    assert rows["3"][5:] == ["0", "0.0", "", ""], "who passed did not stop"
    assert rows["5"][5:] == ["", "", "", ""], "one visit alone is told nowhere"
    rooms = {row[1]: row for row in csv.reader(io.StringIO(desk.get("/museums/tower/report/rooms.csv").text))}
    assert rooms["Hall"][3:5] == ["10", "0.909"]
    assert rooms["Attic"][3:] == ["", "", "", ""]
    plan = desk.get("/museums/tower/report/rooms").text
    assert re.search(r'class="heat heat-4" x="0.0"', plan)
    assert "91 %" in plan
    shown = desk.get("/museums/tower/report/works?days=7").text
    assert "91 %" in shown
    assert "500 s" not in shown
    overview = desk.get("/museums/tower/report?days=365").text
    assert "m² a minute" in overview
    assert "All visits" in overview
    assert "Visits in" in overview
    assert not re.search(r'<th scope="row">(Deutsch|English)', overview), "one visit would be known by what is left"


def test_every_page_costs_few_statements(
    house: House, curator: Person, client_of: Open, count_queries: Callable[[], Any]
) -> None:
    desk = client_of(curator)
    house.looks([{1: 30, 2: 20}] * 6)
    db.session.commit()
    for address in ("", "/rooms", "/works", "/works.csv", "/rooms.csv", "/contacts.csv"):
        with count_queries() as statements:
            assert desk.get(f"/museums/tower/report{address}").status_code == 200
        assert statements.count <= 6, address


def test_nobody_else_learns_anything(
    house: House, app: Atrium, client_of: Open, alice: Person, administrator: Person, public_space: Space
) -> None:
    from accounts.models import Role
    from tests.people import make_person

    rival = make_person("Rita Rival", Role.CURATOR)
    House("rival", public_space).kept_by(rival)
    db.session.commit()
    expected = {app.test_client(): 303, client_of(alice): 403, client_of(rival): 404, client_of(administrator): 200}
    for client, status in expected.items():
        for address in ("", "/rooms", "/works", "/works.csv", "/rooms.csv", "/contacts.csv"):
            assert client.get(f"/museums/tower/report{address}").status_code == status, address


def test_income_is_what_redeemed_tickets_brought(house: House, curator: Person, client_of: Open) -> None:
    at = now()
    named = {"museum_id": house.museum.id, "price": 1000, "surcharge": 150, "currency": "EUR"}
    kind = house._add(TicketType(**named, name="Day", created_at=at))
    days = {"day": at.date(), "valid_from": at, "valid_until": at + timedelta(days=1)}
    batch = house._add(TicketBatch(**named, **days, type_id=kind.id, amount=9, made_at=at))
    states: list[dict[str, Any]] = [{}] * 2 + [{"redeemed_at": at}] * 3 + [{"redeemed_at": at, "refunded_at": at}]
    states.append({"redeemed_at": at - timedelta(days=60)})
    db.session.add_all(Ticket(batch_id=batch.id, digest=f"{place:064}", **one) for place, one in enumerate(states))
    db.session.commit()
    desk = client_of(curator)
    assert "€4.50" in desk.get("/museums/tower/report").text
    assert "€6.00" in desk.get("/museums/tower/report?days=91").text


def test_a_referral_counts_once_and_joins_no_visits(
    house: House, curator: Person, client_of: Open, public_space: Space, client: FlaskClient, worker: Callable[[], None]
) -> None:
    other = House("quay", public_space, latitude=50.0, longitude=8.01)
    other.work(1)
    other.kept_by(curator)
    own, visit = house.work(9), house.visit(client)
    other_key = other.works[1].id
    shown = {"shelf": "museum", "position": 1, "shown_at": now()}
    db.session.add(SuggestionShown(visit_id=visit.id, artefact_id=other_key, **shown))
    db.session.commit()
    desk = client_of(curator)
    codes = make_codes(desk, "quay", 2)
    led = client.get(f"/visit/to/{other_key}")
    assert led.headers["Location"] == "/museums/quay/1?by=suggestion"
    assert "atrium-led-here=" in led.headers["Set-Cookie"]
    assert "HttpOnly" in led.headers["Set-Cookie"]
    assert "Set-Cookie" not in client.get(f"/visit/to/{own.id}").headers, "the own museum is no referral"
    worker()
    assert db.session.get_one(SuggestionShown, (visit.id, other_key)).opened_at is not None
    for code in codes:
        assert client.post("/ticket", data={"code": code, "museum": "quay"}).status_code == 303
    referral = db.session.scalars(select(MuseumReferral)).one()
    assert (referral.from_id, referral.to_id) == (house.museum.id, other.museum.id)
    assert referral.redeemed_at is not None
    assert {column.name for column in MuseumReferral.__table__.c if column.foreign_keys} == {"from_id", "to_id"}
    assert "from here to there" in desk.get("/museums/tower/report").text
    assert "from there to here" in desk.get("/museums/quay/report").text

    referral.redeemed_at, referral.opened_at = None, now() - timedelta(days=31)
    db.session.commit()
    late = make_codes(desk, "quay")[0]
    assert client.post("/ticket", data={"code": late, "museum": "quay"}).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(MuseumReferral.redeemed_at)).one() is None
    assert "atrium-led-here=;" in " ".join(client.post("/visit/end").headers.getlist("Set-Cookie"))


def test_a_museum_writes_only_to_those_who_said_yes(
    house: House, app: Atrium, client: FlaskClient, curator: Person, client_of: Open, worker: Callable[[], None]
) -> None:
    assert client.post("/museums/tower/letters", data={"email": "no address"}).status_code == 422
    assert client.post("/museums/tower/letters", data={"email": "vera@example.org"}).status_code == 303
    worker()
    assert db.session.scalars(select(MuseumContact)).all() == []
    mail = next((app.extensions["settings"].home / "mail").glob("*.eml")).read_text()
    link = re.search(r"http://localhost(/letters/\S+)", mail.replace("=\n", "")).group(1)  # type: ignore[union-attr]
    assert "Yes, write to me" in client.get(link).text
    assert db.session.scalars(select(MuseumContact)).all() == [], "to look is not to agree"
    for _twice in range(2):
        assert client.post(link, data={"answer": "yes"}).status_code == 303
    desk = client_of(curator)
    assert "vera@example.org,en," in desk.get("/museums/tower/report/contacts.csv").text
    names = {column.name for column in MuseumContact.__table__.c}
    assert names == {"id", "museum_id", "email", "language", "confirmed_at"}, "nothing of a visit"
    client.post(link, data={"answer": "no"})
    assert "vera" not in desk.get("/museums/tower/report/contacts.csv").text
    assert client.get("/letters/nonsense").status_code == 404
