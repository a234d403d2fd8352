"""Ownership: proven by a code or by staff, counted only then, and shown only where its owner wishes."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.owners.codes import load_codes
from community.owners.holding_back import HELD_BACK, arm_of
from community.owners.models import Arm, Ownership, PurchaseCode
from contributions.models import Space
from contributions.products.models import Product
from core.database import db, unit_of_work
from tests import factories
from tests.community.reading import words_of
from tests.community.test_races import at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]


@pytest.fixture
def gauge(public_space: Space) -> Product:
    """A product that everybody may know of."""
    return factories.make_product("Gauge", public_space)


def loaded(staff: Person, product: Product, *codes: str) -> None:
    with unit_of_work():
        assert load_codes(staff.viewer, product, "\n".join(codes)).errors == []


def state_of(person: Person) -> str | None:
    own = select(Ownership.state).where(Ownership.member_id == person.id, Ownership.ended_at.is_(None))
    return db.session.scalar(own)


def test_a_code_proves_one_purchase_at_a_time(
    client_of: Open, staff: Person, alice: Person, bob: Person, gauge: Product
) -> None:
    loaded(staff, gauge, "AB12-CD34")
    other = factories.make_product("Other", db.session.get_one(Space, gauge.space_id))
    assert client_of(alice).post(f"/products/{other.slug}/own", data={"code": "AB12-CD34"}).status_code == 422
    refused = client_of(alice).post("/products/gauge/own", data={"code": "ZZ99-ZZ99", "bought": "2026-01-02"})
    assert "We do not know this code" in refused.text
    assert 'value="ZZ99-ZZ99"' in refused.text
    assert 'value="2026-01-02"' in refused.text
    assert client_of(alice).post("/products/gauge/own", data={"code": "ab12 cd34"}).status_code == 303
    assert state_of(alice) == "verified"
    again = client_of(bob).post("/products/gauge/own", data={"code": "AB12CD34"})
    assert "has been used already" in again.text
    assert state_of(bob) is None
    twice = client_of(alice).post("/products/gauge/own", data={"code": "AB12CD34"})
    assert "known as an owner already" in twice.text

    assert client_of(alice).post("/products/gauge/own/end").status_code == 303
    assert state_of(alice) is None
    assert client_of(bob).post("/products/gauge/own", data={"code": "AB12CD34"}).status_code == 303
    assert state_of(bob) == "verified"
    assert client_of(alice).post("/products/gauge/own/end").status_code == 404


def test_a_code_that_many_send_at_once_proves_one_purchase(
    client_of: Open, staff: Person, public_space: Space, gauge: Product
) -> None:
    loaded(staff, gauge, "AB12CD34")
    browsers = [client_of(make_person(f"Member {number}")) for number in range(8)]
    codes = at_once([post(browser, "/products/gauge/own", code="AB12CD34") for browser in browsers])
    assert sorted(codes) == [303] + [422] * 7
    assert [own.state for own in db.session.scalars(select(Ownership))] == ["verified"]


def test_lists_of_codes_are_taken_whole_or_not_at_all_and_kept_as_digests(
    client_of: Open, staff: Person, gauge: Product
) -> None:
    browser = client_of(staff)
    wrong = browser.post(
        "/staff/products/gauge/owners", data={"codes": "code,shop\nAAAA-1111,Bergen\nshort\n\nAAAA 1111\nÄÖÜÄÖÜ"}
    )
    assert wrong.status_code == 422
    said = words_of(wrong.text)
    assert "Line 3: A code has 6 to 64" in said
    assert "Line 5: This code stands in line 2" in said
    assert "Line 6: A code has the letters A to Z" in said
    assert db.session.scalars(select(PurchaseCode)).all() == []
    sent = {"codes": "", "file": (io.BytesIO(b"\xef\xbb\xbfserial\nAAAA-1111\nBBBB-2222\n"), "codes.csv")}
    assert browser.post("/staff/products/gauge/owners", data=sent).status_code == 303
    answer = browser.post("/staff/products/gauge/owners", data={"codes": "BBBB2222\nCCCC3333"}, follow_redirects=True)
    assert "1 new code is loaded. 1 was there already." in words_of(answer.text)
    digests = db.session.scalars(select(PurchaseCode.digest)).all()
    assert len(digests) == 3
    assert not any("1111" in digest or "AAAA" in digest for digest in digests)


def test_staff_verifies_by_hand_and_only_verified_owners_count(
    client_of: Open, client: FlaskClient, staff: Person, alice: Person, bob: Person, gauge: Product
) -> None:
    nothing = client_of(alice).post("/products/gauge/own", data={})
    assert "Give the code, or say how" in nothing.text
    assert client_of(alice).post("/products/gauge/own", data={"proof": "Receipt 17"}).status_code == 303
    assert client_of(bob).post("/products/gauge/own", data={"proof": "Trust me"}).status_code == 303
    assert "You are not yet verified" in client_of(alice).get("/products/gauge/own").text
    assert "0 verified owners" in words_of(client.get("/products/gauge").text)
    page = client_of(staff).get("/staff/products/gauge/owners").text
    assert "Receipt 17" in page
    claims = {row.member_id: row.id for row in db.session.scalars(select(Ownership))}
    assert client_of(bob).post(f"/staff/claims/{claims[bob.id]}", data={"verdict": "verify"}).status_code == 403
    for person, verdict in ((alice, "verify"), (bob, "refuse")):
        sent = client_of(staff).post(f"/staff/claims/{claims[person.id]}", data={"verdict": verdict})
        assert sent.status_code == 303
    assert client_of(staff).post(f"/staff/claims/{claims[alice.id]}", data={"verdict": "refuse"}).status_code == 404
    assert (state_of(alice), state_of(bob)) == ("verified", None)
    assert "1 verified owner" in words_of(client.get("/products/gauge").text)
    assert client_of(bob).post("/products/gauge/own", data={"proof": "Receipt 18"}).status_code == 303, "once more"


def test_nobody_is_named_as_an_owner_who_did_not_say_so(
    client_of: Open, client: FlaskClient, staff: Person, alice: Person, gauge: Product
) -> None:
    loaded(staff, gauge, "AB12CD34")
    client_of(alice).post("/products/gauge/own", data={"code": "AB12CD34"})
    assert "Alice" not in client.get("/products/gauge").text
    assert client_of(alice).post("/products/gauge/own/choices", data={"shown": "yes"}).status_code == 303
    assert "Alice" in client.get("/products/gauge").text
    assert client_of(alice).post("/products/gauge/own/choices", data={}).status_code == 303
    assert "Alice" not in client.get("/products/gauge").text


@pytest.mark.once
@given(salt=st.text(min_size=1, max_size=32), member=st.integers(1, 2**62))
def test_the_arm_of_a_member_is_the_same_whenever_it_is_asked(salt: str, member: int) -> None:
    assert arm_of(salt, member) == arm_of(salt, member)


@pytest.mark.once
@settings(max_examples=20)
@given(salt=st.text(min_size=1, max_size=32))
def test_about_a_quarter_is_held_back_whatever_the_salt(salt: str) -> None:
    held = sum(arm_of(salt, member) is Arm.CONTROL for member in range(2000))
    # Five standard deviations of a binomial share of 2 000.
    assert abs(held / 2000 - HELD_BACK) < 5 * (HELD_BACK * (1 - HELD_BACK) / 2000) ** 0.5
    assert arm_of("salt", 1) is Arm.PACK
