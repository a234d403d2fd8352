"""Beginning a visit, with a ticket or without; following it on a second phone; ending it."""

import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from core.clock import now
from core.database import begin_write, db, insert_into
from core.errors import Refused
from core.translation import gettext as _
from core.translation import locale
from museum_guide.models import Museum
from museum_guide.tickets.codes import digests_of
from museum_guide.tickets.models import Ticket, TicketBatch
from museum_guide.visits.closing import USUAL, closing
from museum_guide.visits.current import digest
from museum_guide.visits.models import MOST_DEVICES, Visit, VisitDevice

SHORTEST = timedelta(minutes=15)


def redeem(code: str, slug: str) -> tuple[Visit, str, str] | None:
    """Start a visit with a ticket: return it, the slug of its museum, and the token of the phone; or None.

    One statement decides, so of many who send a code at once one wins; and whatever is wrong with a code, whether
    nobody made it, or it was used, is for another day or museum (`slug`, if one is named), or refunded, is not told.
    """
    at = now()
    good = (
        select(TicketBatch.id)
        .join(Museum, Museum.id == TicketBatch.museum_id)
        .where(TicketBatch.id == Ticket.batch_id, TicketBatch.valid_from <= at, TicketBatch.valid_until > at)
        .where(Museum.published.is_(True), Museum.slug == slug if slug else Museum.slug.is_not(None))
    )
    unused = (Ticket.redeemed_at.is_(None), Ticket.refunded_at.is_(None))
    begin_write()
    taken = update(Ticket).where(Ticket.digest.in_(digests_of(code)), *unused, good.correlate(Ticket).exists())
    row = db.session.execute(taken.values(redeemed_at=at).returning(Ticket.id, Ticket.batch_id)).one_or_none()
    if row is None:
        return None
    batch = db.session.get_one(TicketBatch, row.batch_id)
    museum = db.session.get_one(Museum, batch.museum_id)
    visit, token = _begin(museum, at, batch.valid_until, row.id)
    return visit, museum.slug, token


def begin(museum: Museum) -> tuple[Visit, str]:
    """Start a visit without a ticket and return it with the token of the phone."""
    return _begin(museum, now(), None, None)


def _begin(museum: Museum, at: datetime, latest: datetime | None, ticket_id: int | None) -> tuple[Visit, str]:
    # Whoever comes just before closing still has some minutes in which to leave.
    ends = max(closing(museum.id, museum.timezone, at) or at + USUAL, at + SHORTEST)
    visit = Visit(museum_id=museum.id, ticket_id=ticket_id, started_at=at, language=locale(), ends_at=ends)
    if latest is not None:
        visit.ends_at = min(ends, max(latest, at + SHORTEST))
    db.session.add(visit)
    db.session.flush()
    return visit, _follow(visit.id, 1)


def follow(visit: Visit) -> str:
    """Let a second phone follow a visit and return its token. Raises Refused where two do already, or it is over."""
    if visit.ended_at is not None or visit.ends_at <= now():
        raise Refused(_("This visit is over."))
    taken = set(db.session.scalars(select(VisitDevice.slot).where(VisitDevice.visit_id == visit.id)))
    for slot in range(1, MOST_DEVICES + 1):
        token = _follow(visit.id, slot) if slot not in taken else ""
        if token:
            return token
    raise Refused(_("Two phones follow this visit already. Staff can release the ticket where one is lost."))


def _follow(visit_id: int, slot: int) -> str:
    """Put a phone in a place of a visit; the empty token where another was quicker."""
    token = secrets.token_urlsafe(24)
    placed = insert_into(VisitDevice).values(visit_id=visit_id, slot=slot, token_digest=digest(token))
    done = cast("CursorResult[Any]", db.session.execute(placed.on_conflict_do_nothing()))
    return token if done.rowcount else ""


def end(visit_id: int) -> None:
    """End a visit: no phone follows it any more. What was looked at stays, and belongs to nobody."""
    going_on = update(Visit).where(Visit.id == visit_id, Visit.ended_at.is_(None))
    db.session.execute(going_on.values(ended_at=now()))
    db.session.execute(delete(VisitDevice).where(VisitDevice.visit_id == visit_id))


def erase(visit_id: int) -> None:
    """Erase a visit with everything that is known of it; its ticket stays used."""
    db.session.execute(delete(Visit).where(Visit.id == visit_id))
