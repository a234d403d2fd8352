"""Royalty agreements and the lines of their statements, which are only ever added to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import db
from core.errors import Conflict, Refused
from core.events import publish
from core.money import minor_units
from core.translation import gettext as _
from ideas.contests.models import Entry, TeamMember
from ideas.contests.policies import may_lead
from ideas.contests.queries import hold_entry
from ideas.rights.events import RoyaltyAgreed, RoyaltyBooked
from ideas.rights.models import Agreement, AgreementShare, RoyaltyLine, RoyaltyShare
from ideas.rights.permitting import held_of_author
from ideas.rights.schemas import AgreementDraft, Correction, SalesDraft
from ideas.rights.splitting import royalty_on, split


def offer_agreement(actor: Viewer, key: int, draft: AgreementDraft) -> Agreement:
    """Offer the authors of an entry a royalty; it is in force once all have accepted. Raises NotFound or Refused."""
    require(may_lead(actor))
    entry = hold_entry(actor, key)
    authors = select(TeamMember.member_id).where(TeamMember.entry_id == key, TeamMember.accepted_at.is_not(None))
    team = db.session.scalars(authors.order_by(TeamMember.member_id)).all()
    if not team or set(draft.weights) - set(team):
        raise Refused(_("Only the authors of an entry share in its royalty."))
    last = db.session.scalar(select(func.max(Agreement.number)).where(Agreement.entry_id == key)) or 0
    agreement = Agreement(entry_id=key, number=last + 1, currency=draft.currency, basis=draft.basis)
    agreement.rate_numerator, agreement.rate_denominator = draft.rate.numerator, draft.rate.denominator
    agreement.made_by_id, agreement.made_at = actor.id, now()
    db.session.add(agreement)
    db.session.flush()
    weights: Mapping[int, int] = {member: draft.weights.get(member, 1) for member in team}
    rows = [{"agreement_id": agreement.id, "member_id": member, "weight": weights[member]} for member in team]
    db.session.execute(insert(AgreementShare), rows)
    _tell_agreed(actor, entry, agreement.id)
    return agreement


def accept_agreement(actor: Viewer, key: int, agreement_id: int) -> Entry:
    """Accept the royalty that one is offered. Raises NotFound."""
    entry = held_of_author(actor, key)
    _agreement(key, agreement_id)
    own = (AgreementShare.agreement_id == agreement_id) & (AgreementShare.member_id == actor.id)
    given = update(AgreementShare).where(own, AgreementShare.accepted_at.is_(None)).values(accepted_at=now())
    if db.session.scalar(given.returning(AgreementShare.member_id)) is None:
        raise NotFound
    _tell_agreed(actor, entry, agreement_id)
    return entry


def book_sales(actor: Viewer, key: int, agreement_id: int, draft: SalesDraft) -> RoyaltyLine:
    """Record sales and what is owed on them. Raises NotFound, Refused, or ValueError for what is no amount."""
    require(may_lead(actor))
    entry, agreement = hold_entry(actor, key), _agreement(key, agreement_id)
    waiting = select(AgreementShare.member_id).where(AgreementShare.agreement_id == agreement_id)
    if db.session.scalar(waiting.where(AgreementShare.accepted_at.is_(None)).limit(1)) is not None:
        raise Refused(_("Not every author has accepted this agreement, so nothing is booked under it."))
    sales = _sales(draft.sales, agreement)
    line = RoyaltyLine(agreement_id=agreement_id, period=draft.period, sales=sales, note=draft.note)
    line.royalty = royalty_on(sales, Fraction(agreement.rate_numerator, agreement.rate_denominator))
    return _book(actor, entry, line, _shares(agreement_id))


def correct(actor: Viewer, key: int, line_id: int, draft: Correction) -> RoyaltyLine:
    """Take a line back exactly and book in its place what was sold in truth. Raises NotFound, Refused or Conflict."""
    require(may_lead(actor))
    entry, line = hold_entry(actor, key), db.session.get(RoyaltyLine, line_id)
    if line is None:
        raise NotFound
    agreement = _agreement(key, line.agreement_id)
    if line.corrects_id is not None:
        raise Refused(_("This line takes another one back. Correct the line that was booked in its place."))
    sales = _sales(draft.sales, agreement)
    shares = _shares(line.agreement_id)
    back = RoyaltyLine(agreement_id=agreement.id, period=line.period, sales=-line.sales, royalty=-line.royalty)
    back.corrects_id, back.note = line.id, draft.note
    try:
        with db.session.begin_nested():
            _book(actor, entry, back, shares)
    except IntegrityError:
        raise Conflict(_("This line was corrected already.")) from None
    true = RoyaltyLine(agreement_id=agreement.id, period=line.period, sales=sales, note=draft.note)
    true.royalty = royalty_on(sales, Fraction(agreement.rate_numerator, agreement.rate_denominator))
    return _book(actor, entry, true, shares)


def _book(actor: Viewer, entry: Entry, line: RoyaltyLine, shares: Sequence[tuple[int, int]]) -> RoyaltyLine:
    line.booked_by_id, line.booked_at = actor.id, now()
    db.session.add(line)
    db.session.flush()
    parts = split(line.royalty, [weight for _member, weight in shares])
    rows = [
        {"line_id": line.id, "member_id": member, "amount": part}
        for (member, _weight), part in zip(shares, parts, strict=True)
    ]
    db.session.execute(insert(RoyaltyShare), rows)
    root = entry.contest_id
    publish(RoyaltyBooked(actor_id=actor.id, contribution_id=entry.id, thread_id=root, line_id=line.id))
    return line


def _shares(agreement_id: int) -> list[tuple[int, int]]:
    rows = select(AgreementShare.member_id, AgreementShare.weight).where(AgreementShare.agreement_id == agreement_id)
    return [(row.member_id, row.weight) for row in db.session.execute(rows.order_by(AgreementShare.member_id))]


def _agreement(entry_id: int, agreement_id: int) -> Agreement:
    own = select(Agreement).where(Agreement.id == agreement_id, Agreement.entry_id == entry_id)
    if (found := db.session.scalars(own).one_or_none()) is None:
        raise NotFound
    return found


def _sales(written: str, agreement: Agreement) -> int:
    sales = minor_units(written, agreement.currency)
    if sales < 0:
        raise ValueError(_("Sales cannot be less than nothing. Correct the line that was too high."))
    return sales


def _tell_agreed(actor: Viewer, entry: Entry, agreement_id: int) -> None:
    root = entry.contest_id
    publish(RoyaltyAgreed(actor_id=actor.id, contribution_id=entry.id, thread_id=root, agreement_id=agreement_id))
