"""Permissions, uses and royalties: nothing without everybody's yes, and every minor unit accounted for."""

import csv
import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from contributions.models import Space
from core.clock import now
from core.database import db
from core.money import minor_units, plain
from ideas.contests.entering import accept, invite
from ideas.contests.models import Contest, Entry, TeamMember
from ideas.rights.models import (
    Agreement,
    EntryUse,
    Permission,
    RoyaltyLine,
    RoyaltyShare,
    Terms,
    UseGrant,
)
from ideas.rights.permitting import text_hash
from ideas.rights.schemas import rate
from ideas.rights.splitting import royalty_on, split
from ideas.rights.tables import harmless
from tests.community.reading import words_of
from tests.ideas.contests import move, send_in, stage
from tests.people import Person

Open = Callable[[Person], FlaskClient]
TERMS = {
    "scope": "Make and sell lamps of this design",
    "territory": "India and Portugal",
    "ends": "2040-01-01",
    "body": "You keep all rights in your design. We may make and sell lamps of it, and name you on each of them.",
}


@pytest.fixture
def entry(client_of: Open, alice: Person, bob: Person, staff: Person, public_space: Space) -> Entry:
    """An entry of Alice and Bob, in a contest with terms."""
    contest = stage(staff, public_space)
    entry = send_in(alice, contest, "Tide lamp", bob)
    assert client_of(staff).post(f"/contests/{contest.id}/terms", data=TERMS).status_code == 303
    return entry


def at(entry: Entry, rest: str) -> str:
    return f"/contests/{entry.contest_id}/entries/{entry.id}/{rest}"


def yes(terms: Terms) -> dict[str, str]:
    return {"terms": str(terms.id), "hash": terms.hash, "agreed": "yes"}


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_nothing_is_used_without_the_permission_of_every_author(
    client_of: Open, alice: Person, bob: Person, charlie: Person, staff: Person, entry: Entry
) -> None:
    terms = db.session.scalars(select(Terms)).one()
    assert terms.hash == text_hash(terms.scope, terms.territory, terms.ends_at, terms.body)
    made = {"terms": str(terms.id), "what": "A first series of forty lamps"}
    author, other, office = client_of(alice), client_of(bob), client_of(staff)
    assert author.post(at(entry, "permission"), data=yes(terms) | {"agreed": ""}).status_code == 422
    wrong = author.post(at(entry, "permission"), data=yes(terms) | {"hash": "0" * 64})
    assert "This is not the text that you read." in words_of(wrong.text)
    assert author.post(at(entry, "permission"), data=yes(terms)).status_code == 303
    assert author.post(at(entry, "permission"), data=yes(terms)).status_code == 303, "said twice it is one permission"
    assert count(Permission) == 1
    refused = office.post(at(entry, "uses"), data=made)
    assert "Not every author of this entry has permitted this" in words_of(refused.text)
    assert count(EntryUse) == 0
    assert "Not yet permitted by: Bob" in words_of(office.get(at(entry, "rights")).text)
    assert client_of(charlie).post(at(entry, "permission"), data=yes(terms)).status_code == 404, "no author"
    assert client_of(charlie).get(at(entry, "rights")).status_code == 404
    assert other.post(at(entry, "uses"), data=made).status_code == 403

    assert other.post(at(entry, "permission"), data=yes(terms)).status_code == 303
    assert office.post(at(entry, "uses"), data=made).status_code == 303
    assert count(UseGrant) == 2
    with pytest.raises(IntegrityError):
        db.session.execute(delete(Permission))
    db.session.rollback()

    withdrawn = other.post(at(entry, f"permission/{terms.id}/withdraw"))
    assert withdrawn.status_code == 303
    use = db.session.scalars(select(EntryUse)).one()
    assert use.ended_by == "withdrawn", "it ends from then on, and stays on record"
    assert use.marked_at < use.ended_at
    assert "when a permission was withdrawn" in words_of(author.get(at(entry, "rights")).text)
    assert office.post(at(entry, "uses"), data=made).status_code == 422
    assert other.post(at(entry, f"permission/{terms.id}/withdraw")).status_code == 404
    assert other.post(at(entry, "permission"), data=yes(terms)).status_code == 303, "given anew it is a new row"
    assert [row.withdrawn_at is None for row in db.session.scalars(select(Permission).order_by(Permission.id))] == [
        True,
        False,
        True,
    ]
    assert office.post(at(entry, "uses"), data=made).status_code == 303
    again = db.session.scalars(select(EntryUse).where(EntryUse.ended_at.is_(None))).one()
    assert office.post(at(entry, f"uses/{again.id}/end")).status_code == 303


def test_the_database_holds_what_a_permission_is_for(alice: Person, charlie: Person, entry: Entry) -> None:
    terms = db.session.scalars(select(Terms)).one()
    row = {"entry_id": entry.id, "member_id": alice.id, "terms_id": terms.id, "terms_hash": terms.hash}
    for wrong in ({"member_id": charlie.id}, {"terms_hash": "0" * 64}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(Permission).values(row | wrong | {"given_at": now()}))
    db.session.execute(insert(Permission).values(row | {"given_at": now()}))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(delete(TeamMember).where(TeamMember.member_id == alice.id))


def test_terms_expire_and_a_late_author_must_permit_too(
    client_of: Open, alice: Person, bob: Person, charlie: Person, staff: Person, public_space: Space, entry: Entry
) -> None:
    office, terms = client_of(staff), db.session.scalars(select(Terms)).one()
    for person in (alice, bob):
        client_of(person).post(at(entry, "permission"), data=yes(terms))
    invite(alice.viewer, entry.id, charlie.name)
    accept(charlie.viewer, entry.id)
    db.session.commit()
    made = {"terms": str(terms.id), "what": "A first series of forty lamps"}
    assert office.post(at(entry, "uses"), data=made).status_code == 422
    client_of(charlie).post(at(entry, "permission"), data=yes(terms))
    assert office.post(f"/contests/{entry.contest_id}/terms", data=TERMS | {"ends": "2020-01-01"}).status_code == 303
    old = db.session.scalars(select(Terms).where(Terms.version == 2)).one()
    for person in (alice, bob, charlie):
        client_of(person).post(at(entry, "permission"), data=yes(old))
    late = office.post(at(entry, "uses"), data=made | {"terms": str(old.id)})
    assert "is over" in words_of(late.text)
    assert office.post(at(entry, "uses"), data=made).status_code == 303
    move(db.session.get_one(Contest, entry.contest_id), "voting")
    other = stage(staff, public_space)
    strange = office.post(at(send_in(alice, other), "uses"), data=made)
    assert strange.status_code == 404, "terms of another contest"


def test_royalties_are_booked_corrected_and_shown_to_whom_they_belong(
    client_of: Open, alice: Person, bob: Person, charlie: Person, staff: Person, entry: Entry
) -> None:
    office, rights = client_of(staff), at(entry, "rights")
    offer = {"rate": "2.5 %", "currency": "inr", "basis": "net sales", f"weight_{alice.id}": "2"}
    assert client_of(alice).post(at(entry, "agreements"), data=offer).status_code == 403
    strange = office.post(at(entry, "agreements"), data=offer | {f"weight_{charlie.id}": "1"})
    assert "Only the authors of an entry share in its royalty." in words_of(strange.text)
    assert office.post(at(entry, "agreements"), data=offer).status_code == 303
    agreement = db.session.scalars(select(Agreement)).one()
    assert (agreement.rate_numerator, agreement.rate_denominator, agreement.currency) == (1, 40, "INR")
    sales = {"period": "=HYPERLINK(1)", "sales": "1234.56", "note": "+1"}
    booking = at(entry, f"agreements/{agreement.id}/sales")
    assert "Not every author has accepted" in words_of(office.post(booking, data=sales).text)
    for person in (alice, bob):
        assert client_of(person).post(at(entry, f"agreements/{agreement.id}/accept")).status_code == 303
    assert client_of(bob).post(at(entry, f"agreements/{agreement.id}/accept")).status_code == 404
    for wrong in ("1.234", "-5", "many"):
        assert office.post(booking, data=sales | {"sales": wrong}).status_code == 422
    assert office.post(booking, data=sales).status_code == 303

    line = db.session.scalars(select(RoyaltyLine)).one()
    assert (line.sales, line.royalty) == (123456, 3086)
    own = words_of(client_of(alice).get("/royalties").text)
    assert "₹20.57" in own
    assert "₹10.29" not in own
    assert "₹10.29" in words_of(client_of(bob).get("/royalties").text)
    assert "Nothing is booked yet" in words_of(client_of(charlie).get("/royalties").text)
    assert client_of(alice).get("/royalties/all").status_code == 403

    right = {"sales": "1000", "note": "Returned lamps"}
    assert office.post(at(entry, f"lines/{line.id}/correct"), data=right).status_code == 303
    assert office.post(at(entry, f"lines/{line.id}/correct"), data=right).status_code == 422, "once"
    lines = db.session.scalars(select(RoyaltyLine).order_by(RoyaltyLine.id)).all()
    assert [(one.sales, one.royalty, one.corrects_id) for one in lines] == [
        (123456, 3086, None),
        (-123456, -3086, line.id),
        (100000, 2500, None),
    ]
    assert office.post(at(entry, f"lines/{lines[1].id}/correct"), data=right).status_code == 422
    total = select(func.sum(RoyaltyShare.amount))
    assert db.session.scalar(total) == 2500
    assert db.session.scalar(total.where(RoyaltyShare.member_id == alice.id)) == 1667
    rows = list(csv.DictReader(io.StringIO(client_of(alice).get("/royalties.csv").text)))
    assert [row["share"] for row in rows] == ["20.57", "-20.57", "16.67"]
    assert {row["member"] for row in rows} == {"Alice"}
    assert (rows[0]["period"], rows[0]["note"]) == ("'=HYPERLINK(1)", "'+1")
    assert len(list(csv.DictReader(io.StringIO(office.get("/royalties/all.csv").text)))) == 6
    assert client_of(alice).get("/royalties/all.csv").status_code == 403
    assert "taken back" in words_of(office.get(rights).text)


@pytest.mark.once
@given(st.integers(-(10**12), 10**12), st.lists(st.integers(1, 10_000), min_size=1, max_size=12))
def test_parts_sum_to_the_whole_and_none_is_off_by_a_unit(amount: int, weights: list[int]) -> None:
    parts, total = split(amount, weights), sum(weights)
    assert sum(parts) == amount
    assert all(abs(part - Fraction(amount * weight, total)) < 1 for part, weight in zip(parts, weights, strict=True))
    assert split(-amount, weights) == [-part for part in parts], "what is taken back is what was given"


@pytest.mark.once
@given(st.integers(0, 10**12), st.fractions(Fraction(1, 10**6), 1, max_denominator=10**6))
def test_a_royalty_is_the_nearest_minor_unit(sales: int, share: Fraction) -> None:
    royalty = royalty_on(sales, share)
    assert -Fraction(1, 2) < royalty - sales * share <= Fraction(1, 2)
    assert royalty_on(-sales, share) == -royalty


@pytest.mark.once
@given(st.text(max_size=30))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.once
def test_rates_and_amounts_are_read_exactly() -> None:
    assert [rate(text) for text in ("5 %", "1/40", "0.025", "100%")] == [
        Fraction(1, 20),
        Fraction(1, 40),
        Fraction(1, 40),
        Fraction(1),
    ]
    for wrong in ("0", "-1/2", "101 %", "1/0", "a lot", "1/3000001", ""):
        with pytest.raises(ValueError, match=r"rate|Write"):
            rate(wrong)
    assert minor_units("1234.5", "EUR") == 123450
    assert minor_units("1234", "JPY") == 1234
    assert plain(-5, "EUR") == "-0.05"
