"""Guides: registered and decided about by the museum's own curators, found out by digits, reviewed after real tours."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Role
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from museum_guide.guides.models import GuideDeed, GuideReview, GuideTour
from tests.museum_guide.furnished import make_codes, make_museum
from tests.museum_guide.guides.cards import card_of, day, decide, digits_on, register_guide, shown
from tests.people import Person, make_person

Clients = Callable[[Person], FlaskClient]
PRICE = {"amount": "45.50", "currency": "gbp", "minutes": "60", "people": "12"}


@pytest.fixture
def desk(public_space: Space, curator: Person, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The desk of a museum that Cora keeps, on a Wednesday morning."""
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-13T09:00:20")
    make_museum(public_space, "tower", curator)
    return client_of(curator)


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> None:
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(**span)).isoformat())


def test_a_photographed_card_is_found_out(
    app: Atrium, desk: FlaskClient, alice: Person, bob: Person, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the guide sees the digits; those of another minute, day or guide do not match, nor does a suspended one."""
    code = register_guide(desk, member=alice.name)
    other = register_guide(desk, member=bob.name, licence="SAL-18")
    guide, visitor = client_of(alice), app.test_client()
    digits = digits_on(guide.get("/guides/mine").text)
    assert re.fullmatch(r"\d{3} \d{3}", digits)
    page = visitor.get(f"/guides/{code.lower()}")
    assert (shown(page), page.headers["Cache-Control"]) == ("Valid", "no-store")
    assert digits not in page.text
    assert digits.replace(" ", "") not in page.text
    assert "Set-Cookie" not in page.headers

    def matches(said: str, of: str = code) -> bool:
        text = visitor.get(f"/guides/{of}", query_string={"digits": said}).text
        assert ("They match." in text) is not ("They do not match." in text)
        return "They match." in text

    assert matches(digits)
    assert matches(digits.replace(" ", ""))
    assert not matches(digits, other)
    assert not matches(f"{(int(digits.replace(' ', '')) + 1) % 1_000_000:06}")
    assert digits_on(client_of(bob).get("/guides/mine").text) != digits
    later(monkeypatch, seconds=60)
    assert matches(digits)
    later(monkeypatch, seconds=60)
    assert not matches(digits)
    later(monkeypatch, days=1)
    assert not matches(digits)
    assert decide(desk, code, "suspended") == 303
    assert not digits_on(guide.get("/guides/mine").text)
    answer = visitor.get(f"/guides/{code}", query_string={"digits": digits})
    assert shown(answer) == "Suspended"
    assert "match" not in answer.text


def test_what_is_decided_shows_at_once_and_stays_written_down(
    app: Atrium, desk: FlaskClient, administrator: Person, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, visitor = register_guide(desk), app.test_client()
    address = f"/museums/tower/desk/guides/{code}"

    def state() -> str:
        return shown(visitor.get(f"/guides/{code}"))

    assert decide(desk, code, "suspended", " ") == decide(desk, code, "resumed") == 422
    assert desk.post(f"{address}/decide", data={"deed": "good", "reason": "No such deed"}).status_code == 422
    states = [state()]
    for deed in ("suspended", "resumed"):
        assert decide(desk, code, deed, f"Why it is {deed}") == 303
        states.append(state())
    later(monkeypatch, days=11)
    states.append(state())
    assert "Gesa Lund" not in visitor.get("/museums/tower/guides").text
    for until, status in ((day(-1), 422), (day(30), 303)):
        assert (
            desk.post(f"{address}/renew", data={"valid_until": until, "reason": "One more month"}).status_code == status
        )
    states.append(state())
    assert "Gesa Lund" in visitor.get("/museums/tower/guides").text
    assert decide(client_of(administrator), code, "revoked", "<b>Took money</b>") == 303
    assert decide(desk, code, "resumed") == 422
    assert desk.post(f"{address}/renew", data={"valid_until": day(60), "reason": "Please"}).status_code == 422
    assert [*states, state()] == ["Valid", "Suspended", "Valid", "Expired", "Valid", "Revoked"]
    unknown = visitor.get("/guides/0000000")
    assert (unknown.status_code, shown(unknown)) == (404, "Unknown")
    early = register_guide(desk, licence="SAL-19", valid_from=day(1))
    assert shown(visitor.get(f"/guides/{early}")) == "Not valid yet"

    page = desk.get(address).text
    told = [page.index(words) for words in ("&lt;b&gt;Took money", "One more month", "Why it is resumed", "Passed the")]
    assert told == sorted(told)
    deeds = [(row.deed, row.by_id is not None) for row in db.session.scalars(select(GuideDeed).order_by(GuideDeed.id))]
    assert deeds[:5] == [(deed, True) for deed in ("issued", "suspended", "resumed", "renewed", "revoked")]
    # No page offers to change what was decided, and no address takes it.
    assert "/deeds" not in page
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("guide")]
    assert not {"PUT", "PATCH", "DELETE"} & {method for rule in rules for method in rule.methods or ()}
    assert not [rule for rule in rules if "deed" in rule.rule]
    assert decide(desk, "0000000", "revoked") == 404


def test_the_register_of_a_museum_is_its_own(
    app: Atrium, desk: FlaskClient, public_space: Space, alice: Person, client_of: Clients
) -> None:
    """A curator of another museum, and members without one, reach nothing of it; a licence stands once."""
    code = register_guide(desk)
    otto = make_person("Otto Other", Role.CURATOR)
    make_museum(public_space, "house", otto)
    foreign = client_of(otto)
    own = register_guide(foreign, "house")
    base = "/museums/tower/desk/guides"
    for address in (base, f"{base}/new", f"{base}/{code}"):
        assert desk.get(address).status_code == 200
        assert foreign.get(address).status_code == 404
        assert client_of(alice).get(address).status_code == 403
    for deed in ("decide", "renew", "prices", "prices/1/drop"):
        data = {"deed": "revoked", "reason": "Not mine", "valid_until": day(90), **PRICE}
        assert foreign.post(f"{base}/{code}/{deed}", data=data).status_code == 404
        assert foreign.post(f"/museums/house/desk/guides/{code}/{deed}", data=data).status_code == 404
    assert foreign.get(f"/museums/house/desk/guides/{code}").status_code == 404
    assert shown(app.test_client().get(f"/guides/{code}")) == "Valid"
    assert client_of(alice).post(f"/guides/{code}/tours").status_code == 404
    again = desk.post(f"{base}/new", data={"name": "Gesa Again", "licence": "SAL-17", "issuer": "Town"})
    assert again.status_code == 422
    assert card_of(desk, code) != card_of(foreign, own, "house")
    hidden = make_museum(public_space, "attic", otto, published=False)
    assert hidden.id
    unseen = register_guide(foreign, "attic", licence="SAL-20")
    assert app.test_client().get(f"/guides/{unseen}").status_code == 404


def test_prices_are_whole_minor_units_and_public(app: Atrium, desk: FlaskClient) -> None:
    code = register_guide(desk)
    address = f"/museums/tower/desk/guides/{code}"
    assert desk.post(f"{address}/prices", data=PRICE).status_code == 303
    for wrong in (
        {"amount": "45.505"},
        {"amount": "-1"},
        {"currency": "XXQ"},
        {"minutes": "0"},
        {"people": "many"},
        {},
    ):
        assert desk.post(f"{address}/prices", data=PRICE | wrong).status_code == 422
    for page in (f"/guides/{code}", "/museums/tower/guides"):
        text = app.test_client().get(page).text
        assert all(words in text for words in ("£45.50", "60 minutes", "up to 12 people"))
    key = re.search(r"/prices/(\d+)/drop", desk.get(address).text)
    assert key
    assert desk.post(f"{address}/prices/{key[1]}/drop").status_code == 303
    assert "£45.50" not in app.test_client().get(f"/guides/{code}").text


def begin_tour(guide: FlaskClient, code: str) -> tuple[int, str]:
    assert guide.post(f"/guides/{code}/tours").status_code == 303
    tour = db.session.scalars(select(GuideTour).order_by(GuideTour.id.desc())).first()
    assert tour
    assert tour.code in guide.get("/guides/mine").text
    return tour.id, tour.code


def test_only_finished_tours_are_reviewed_once_by_those_who_took_part(
    app: Atrium, desk: FlaskClient, alice: Person, client_of: Clients, moderator: Person, count_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    code = register_guide(desk, member=alice.name)
    guide, visitor, passer = client_of(alice), app.test_client(), app.test_client()
    ticket = make_codes(desk, "tower")[0]
    assert visitor.post("/ticket", data={"code": ticket}).status_code == 303
    assert passer.post("/museums/tower/visit").status_code == 303
    tour, group = begin_tour(guide, code)
    assert guide.post(f"/guides/{code}/tours").status_code == 403

    def joins(phone: FlaskClient, typed: str = "") -> int:
        return phone.post("/guides/tours", data={"code": typed or group}).status_code

    def reviews(phone: FlaskClient, rating: str = "5", body: str = "Slow and <i>warm</i>.") -> int:
        return phone.post(f"/guides/tours/{tour}/review", data={"rating": rating, "body": body}).status_code

    assert reviews(visitor) == 404
    assert joins(visitor, "0000000") == 422
    assert joins(visitor, group.lower()) == joins(visitor) == joins(passer) == 303
    assert app.test_client().post("/guides/tours", data={"code": group}).status_code == 303
    assert "2 visits take part" in guide.get("/guides/mine").text
    assert reviews(visitor) == 422
    assert client_of(moderator).post(f"/guides/tours/{tour}/end").status_code == 404
    later(monkeypatch, minutes=40)
    assert guide.post(f"/guides/tours/{tour}/end").status_code == 303
    assert joins(app.test_client()) == 303
    assert "How was the tour?" in visitor.get("/guides/tours").text
    assert [reviews(visitor, rating) for rating in ("6", "0", "good", "")] == [422] * 4
    assert reviews(app.test_client()) == 404
    # Tickets are sold here, so who came without one counts for nothing.
    assert reviews(passer) == 422
    assert [reviews(visitor), reviews(visitor)] == [303, 422]
    with count_queries() as statements:
        page = app.test_client().get(f"/guides/{code}").text
    assert statements.count <= 6
    assert "Slow and &lt;i&gt;warm&lt;/i&gt;." in page
    assert "5.0 of 5, from 1 review" in page

    key = db.session.scalar(select(GuideReview.id))
    assert desk.post(f"/guides/reviews/{key}/hide", data={"reason": "Not nice"}).status_code == 403
    assert client_of(moderator).post(f"/guides/reviews/{key}/hide", data={}).status_code == 403
    assert client_of(moderator).post(f"/guides/reviews/{key}/hide", data={"reason": "Names a child"}).status_code == 303
    assert "warm" not in app.test_client().get(f"/guides/{code}").text
    assert "Names a child" in client_of(moderator).get(f"/guides/{code}").text
    assert db.session.scalar(select(func.count()).select_from(GuideDeed).where(GuideDeed.deed == "review hidden")) == 1

    tour, group = begin_tour(guide, code)
    assert joins(visitor) == 303
    later(monkeypatch, minutes=5)
    assert guide.post(f"/guides/tours/{tour}/end").status_code == 303
    assert reviews(visitor) == 422
    tour, group = begin_tour(guide, code)
    assert joins(visitor) == 303
    later(monkeypatch, hours=5)
    assert reviews(visitor, "1", "") == 303
    assert decide(desk, code, "revoked") == 303
    assert guide.post(f"/guides/{code}/tours").status_code == 403
