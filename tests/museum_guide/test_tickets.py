"""Tickets: what their codes are, who starts a visit with one, and what guessing brings (ASVS 2.4, 6.6)."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from accounts.models import Role
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.models import Museum, OpeningHours
from museum_guide.tickets import codes, pacing
from museum_guide.tickets.models import Ticket, TicketBatch
from museum_guide.visits.models import Visit, VisitDevice
from tests.community.test_races import at_once
from tests.museum_guide.furnished import PRICED, make_codes, make_museum
from tests.people import Person, make_person

CODES = st.text(alphabet=codes.ALPHABET, min_size=codes.RANDOM, max_size=codes.RANDOM)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Wednesday, long before midnight."""
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-13T09:00:00")


@pytest.fixture
def museum(public_space: Space, curator: Person) -> Museum:
    """A museum that Cora keeps."""
    return make_museum(public_space, "tower", curator)


@pytest.fixture
def desk(museum: Museum, curator: Person, client_of: Callable[[Person], FlaskClient]) -> FlaskClient:
    """The desk of her museum."""
    return client_of(curator)


def send(phone: FlaskClient, code: str, **fields: str) -> int:
    return phone.post("/ticket", data={"code": code, **fields}).status_code


@pytest.mark.once
@given(CODES, st.data())
def test_a_code_is_read_however_it_is_typed_and_no_slip_is_missed(drawn: str, more: st.DataObject) -> None:
    assert codes.check_symbol("A12425GABC1234002") == "M"
    code = drawn + codes.check_symbol(drawn)
    if code[-1] not in codes.ALPHABET:
        assert codes.read_code(code) is None or code[-1] in "ILO"
        return
    typed = codes.grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert codes.read_code(typed) == codes.read_code(code) == code
    place = more.draw(st.integers(0, codes.RANDOM))
    wrong = more.draw(st.sampled_from([one for one in codes.ALPHABET if one != code[place]]))
    assert codes.read_code(code[:place] + wrong + code[place + 1 :]) is None
    assert codes.read_code(code[:-1]) is None


def test_a_code_starts_one_visit_and_stands_nowhere(app: Atrium, desk: FlaskClient, museum: Museum) -> None:
    code = make_codes(desk, "tower")[0]
    phone, other = app.test_client(), app.test_client()
    asked = phone.get("/ticket?museum=tower&next=/a/ABC")
    assert "Set-Cookie" not in asked.headers
    assert 'value="/a/ABC"' in asked.text
    begun = phone.post("/ticket", data={"code": code.lower(), "museum": "tower", "next": "/a/ABC"})
    assert (begun.status_code, begun.headers["Location"]) == (303, "/a/ABC")
    cookie = begun.headers["Set-Cookie"]
    assert all(mark in cookie for mark in ("atrium-visit=", "HttpOnly", "SameSite=Lax", "Path=/", "Expires="))
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.museum_id, visit.ends_at - visit.started_at) == (museum.id, timedelta(hours=8))
    assert send(other, code) == 422
    plain = code.replace("-", "")
    kept = [str(value) for row in db.session.execute(select(Ticket.__table__)) for value in row]
    assert not any(plain in value or code in value for value in kept)
    assert "My visit" in phone.get("/visit").text
    assert "No visit yet" in other.get("/visit").text
    assert phone.post("/ticket", data={"code": code, "next": "https://elsewhere.example"}).status_code == 422


def test_every_other_code_gets_the_same_answer(
    app: Atrium, desk: FlaskClient, museum: Museum, public_space: Space, client_of: Callable[[Person], FlaskClient]
) -> None:
    other = make_person("Otto Other", Role.CURATOR)
    make_museum(public_space, "house", other)
    used, refunded, late = *make_codes(desk, "tower", 2), *make_codes(desk, "tower")
    foreign = make_codes(client_of(other), "house")[0]
    tomorrow = make_codes(desk, "tower", day=(now() + timedelta(days=1)).date().isoformat())[0]
    assert send(app.test_client(), used) == 303
    assert desk.post("/museums/tower/tickets/refund", data={"code": refunded}).status_code == 303
    batch = db.session.scalars(select(TicketBatch).order_by(TicketBatch.id.desc()).where(TicketBatch.amount == 1)).all()
    expired = next(one for one in batch if one.museum_id == museum.id and one.day == now().date())
    expired.valid_from, expired.valid_until = now() - timedelta(days=1), now() - timedelta(hours=1)
    db.session.commit()
    unknown = codes.grouped(codes.new_code())
    refused = {"unknown": unknown, "used": used, "refunded": refunded, "expired": late, "early": tomorrow}
    refused["foreign"] = foreign
    phone = app.test_client()
    pages = {
        name: phone.post("/ticket", data={"code": code, "museum": "tower", "form": "x"})
        for name, code in refused.items()
    }
    assert {page.status_code for page in pages.values()} == {422}
    assert len({page.text.replace(refused[name], "") for name, page in pages.items()}) == 1
    assert "start" in pages["used"].text
    mistyped = phone.post("/ticket", data={"code": unknown[:-1] + "*"})
    assert "must be wrong or missing" in mistyped.text
    assert send(app.test_client(), foreign, museum="house") == 303
    timed: dict[str, list[float]] = {name: [] for name in refused}
    for _turn in range(15):
        for name, code in refused.items():
            began = time.perf_counter()
            send(phone, code, museum="tower")
            timed[name].append(time.perf_counter() - began)
    middles = [statistics.median(times) for times in timed.values()]
    assert max(middles) < 2 * min(middles)


def test_fifty_phones_at_once_start_one_visit(app: Atrium, desk: FlaskClient) -> None:
    code = make_codes(desk, "tower")[0]
    phones = [app.test_client() for _number in range(50)]
    answers = at_once([lambda phone=phone: send(phone, code) for phone in phones])  # type: ignore[misc]
    assert sorted(answers) == [303] + [422] * 49
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1
    assert db.session.scalar(select(func.count()).select_from(VisitDevice)) == 1


def test_two_phones_follow_a_visit_and_staff_release_its_ticket(app: Atrium, desk: FlaskClient) -> None:
    code = make_codes(desk, "tower")[0]
    phone, second = app.test_client(), app.test_client()
    assert send(phone, code) == 303
    link = phone.get("/visit").text.partition('class="visit-link"><a href="http://localhost')[2].partition('"')[0]
    assert "Follow the visit here" in second.get(link).text
    more = [app.test_client() for _number in range(9)]
    answers = at_once([lambda one=one: one.post(f"{link}/follow").status_code for one in (second, *more)])  # type: ignore[misc]
    assert sorted(answers) == [303] + [403] * 9
    release = desk.post("/museums/tower/tickets/release", data={"code": code})
    assert release.status_code == 303
    assert "No visit yet" in phone.get("/visit").text
    assert phone.post(f"{link}/follow").status_code == 403
    assert send(app.test_client(), code) == 303
    assert "no such ticket" in desk.post("/museums/tower/tickets/release", data={"code": "2222222222X"}).text
    assert "Release it first" in desk.post("/museums/tower/tickets/refund", data={"code": code}).text


@pytest.mark.once
def test_the_desk_makes_tickets_and_takes_them_back(app: Atrium, desk: FlaskClient) -> None:
    address = "/museums/tower/tickets"
    wrong = desk.post(address, data=PRICED | {"price": "1", "surcharge": "2"})
    assert (wrong.status_code, "part of the price" in wrong.text) == (422, True)
    assert "three letters" in desk.post(address, data=PRICED | {"currency": "gold"}).text
    assert desk.post(address, data=PRICED | {"name": "=HYPERLINK(1)"}).status_code == 303
    assert "already" in desk.post(address, data=PRICED | {"name": "=HYPERLINK(1)"}).text
    key = desk.get(address).text.partition('<option value="')[2].partition('"')[0]
    given = {"type": key, "day": now().date().isoformat(), "amount": "3"}
    shown = desk.post(f"{address}/make", data=given)
    listed = [part.partition("<")[0] for part in shown.text.split("<b>")[1:]]
    assert len({codes.read_code(code) for code in listed}) == 3
    assert shown.headers["Cache-Control"] == "no-store"
    saved = desk.post(f"{address}/make", data=given | {"as": "csv"}).text.splitlines()
    assert saved[1].split(",")[1:] == ["'=HYPERLINK(1)", now().date().isoformat(), "12.50", "2.00", "EUR"]
    for wrong_one in ({"amount": "0"}, {"amount": "ten"}, {"day": "2020-01-01"}, {"day": "soon"}, {"type": "999999"}):
        assert desk.post(f"{address}/make", data=given | wrong_one).status_code in {404, 422}
    phone = app.test_client()
    assert send(phone, listed[0]) == 303
    batch = min(db.session.scalars(select(TicketBatch.id)))
    assert desk.post(f"{address}/batches/{batch}/take-back").status_code == 303
    page = desk.get(address).text
    assert "2 tickets were taken back" in page
    assert "1 of 3 used · 2 taken back" in page
    assert send(app.test_client(), listed[1]) == 422
    assert desk.post(f"{address}/types/{key}", data={"offered": "no"}).status_code == 303
    assert desk.post(f"{address}/make", data=given).status_code == 422


@pytest.mark.once
def test_tickets_of_a_museum_are_not_there_for_others(
    app: Atrium, desk: FlaskClient, client_of: Callable[[Person], FlaskClient], alice: Person, curator: Person
) -> None:
    code = make_codes(desk, "tower")[0]
    other = client_of(make_person("Otto Other", curator.roles))
    address, batch = "/museums/tower/tickets", db.session.scalars(select(TicketBatch)).one()
    deeds = {
        address: PRICED,
        f"{address}/make": {"type": str(batch.type_id), "day": now().date().isoformat(), "amount": "1"},
        f"{address}/types/{batch.type_id}": {"offered": "no"},
        f"{address}/batches/{batch.id}/take-back": {},
        f"{address}/release": {"code": code},
        f"{address}/refund": {"code": code},
    }
    for viewer, status in ((other, 404), (client_of(alice), 403), (app.test_client(), 303)):
        assert viewer.get(address).status_code == status
        assert {viewer.post(path, data=sent).status_code for path, sent in deeds.items()} == {status}
    assert send(app.test_client(), code) == 303


@pytest.mark.once
@pytest.mark.limits
def test_guessing_is_slowed_and_locks_out_nobody(
    app: Atrium, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred guesses a minute: the guesser waits longer and longer, the others behind the same address do not."""
    good = make_codes(desk, "tower", 20)
    guesser, visitor = app.test_client(), app.test_client()
    stamp = visitor.get("/ticket").text.partition('name="form" value="')[2].partition('"')[0]
    answers = [guesser.post("/ticket", data={"code": codes.new_code()}) for _guess in range(60)]
    taken = [answer for answer in answers if answer.status_code == 422]
    assert pacing.FREE <= len(taken) <= pacing.FREE + 3
    waits = [int(answer.headers["Retry-After"]) for answer in answers if answer.status_code == 429]
    assert len(waits) == len(answers) - len(taken)
    assert all(1 <= wait <= pacing.LONGEST for wait in waits)
    assert send(app.test_client(), codes.new_code(), form=fresh(app)) == 422
    app.extensions["limits"].storage.incr(pacing.EVERYBODY, pacing.WINDOW, amount=500)
    assert send(app.test_client(), good[0], form=fresh(app)) == 429
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(seconds=pacing.SLOWEST)).isoformat())
    assert [send(app.test_client(), code, form=stamp) for code in good] == [303] * 20
    assert [pacing.patience(misses) for misses in (0, 100, 150, 600, 10_000)] == [0, 0, 1, 10, pacing.SLOWEST]


def fresh(app: Atrium) -> str:
    with app.test_request_context():
        return pacing.fresh_form()


@pytest.mark.once
def test_a_visit_ends_when_the_museum_closes(
    app: Atrium, desk: FlaskClient, museum: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the museum's own clock: nine hours ahead of UTC, with a break at noon and a Friday night."""
    museum.timezone = "Asia/Tokyo"
    hours = [(4, 600, 720), (4, 780, 1500), (5, 600, 1020)]
    db.session.add_all(
        OpeningHours(museum_id=museum.id, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours
    )
    db.session.commit()
    for at, ends in (
        ("2026-05-15T02:00:00", "2026-05-15T16:00:00"),
        ("2026-05-15T15:30:00", "2026-05-15T16:00:00"),
        ("2026-05-16T02:00:00", "2026-05-16T08:00:00"),
        ("2026-05-16T07:55:00", "2026-05-16T08:10:00"),
        ("2026-05-17T02:00:00", "2026-05-17T10:00:00"),
    ):
        monkeypatch.setenv("ATRIUM_NOW", at)
        phone = app.test_client()
        assert phone.post("/museums/tower/visit").headers["Location"] == "/museums/tower"
        visit = db.session.scalars(select(Visit).order_by(Visit.id.desc())).first()
        assert visit is not None
        assert visit.ends_at.isoformat().removesuffix("+00:00") == ends
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-14T10:00:00")
    code = make_codes(desk, "tower", day="2026-05-15")[0]
    for at, status in (("2026-05-14T14:59:59", 422), ("2026-05-15T16:00:00", 422), ("2026-05-15T15:59:59", 303)):
        monkeypatch.setenv("ATRIUM_NOW", at)
        assert send(app.test_client(), code) == status
