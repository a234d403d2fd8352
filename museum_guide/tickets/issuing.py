"""What those who keep a museum do with tickets: offer kinds of them, make some, release one, give money back."""

from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.clock import now
from core.database import db, locked, once
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from museum_guide.models import Museum
from museum_guide.tickets.codes import digest_of, digests_of, new_code, read_code
from museum_guide.tickets.events import BatchTakenBack, TicketSettled, TicketsMade, TicketTypeChanged
from museum_guide.tickets.models import Ticket, TicketBatch, TicketType
from museum_guide.tickets.schemas import BatchDraft, CodeDraft, TypeDraft
from museum_guide.visibility import museum_kept
from museum_guide.visits.closing import day_of, today_at
from museum_guide.visits.models import Visit, VisitDevice

TICKETS = cast("Table", Ticket.__table__)


def offer_type(actor: Viewer, slug: str, draft: TypeDraft) -> TicketType:
    """Offer a kind of ticket. Raises NotFound for a museum of others, Refused for a name that is taken."""
    museum = museum_kept(actor, slug)
    made = TicketType(museum_id=museum.id, name=draft.name, currency=draft.currency, created_at=now())
    made.price, made.surcharge = draft.price_units, draft.surcharge_units
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise Refused(_("There is a kind of ticket of that name already.")) from None
    publish(TicketTypeChanged(actor_id=actor.id, museum_id=museum.id, type_id=made.id, offered=True))
    return made


def switch_type(actor: Viewer, slug: str, key: int, offered: bool) -> None:
    """Offer a kind of ticket no longer, or again; tickets that were made stay good. Raises NotFound."""
    museum = museum_kept(actor, slug)
    kind = _held(TicketType, museum, key)
    if kind.offered is not offered:
        kind.offered = offered
        publish(TicketTypeChanged(actor_id=actor.id, museum_id=museum.id, type_id=key, offered=offered))


def make_batch(actor: Viewer, slug: str, draft: BatchDraft) -> tuple[TicketBatch, list[str]]:
    """Make tickets and return them with their codes, which nobody can read again. Raises NotFound, or Refused."""
    museum = museum_kept(actor, slug)
    kind = _held(TicketType, museum, draft.type)
    if not kind.offered or draft.day < today_at(museum.timezone, now()):
        raise Refused(_("Choose a kind of ticket that is offered, and a day that is not over."))
    begins, ends = day_of(museum.id, museum.timezone, draft.day)
    batch = TicketBatch(museum_id=museum.id, type_id=kind.id, day=draft.day, amount=draft.amount, made_at=now())
    batch.valid_from, batch.valid_until, batch.made_by_id = begins, ends, actor.id
    batch.price, batch.surcharge, batch.currency = kind.price, kind.surcharge, kind.currency
    db.session.add(batch)
    db.session.flush()
    codes = _fresh(batch)
    day = draft.day.isoformat()
    publish(TicketsMade(actor_id=actor.id, museum_id=museum.id, batch_id=batch.id, amount=draft.amount, day=day))
    return batch, codes


def _fresh(batch: TicketBatch) -> list[str]:
    """Store tickets under digests that no other ticket has, and return their codes."""
    codes: list[str] = []
    while len(codes) < batch.amount:
        drawn = {digest_of(code): code for code in (new_code() for _ in range(batch.amount - len(codes)))}
        rows = [{"batch_id": batch.id, "digest": digest} for digest in drawn]
        kept = db.session.scalars(once(TICKETS).returning(TICKETS.c.digest), rows)
        codes += [drawn[digest] for digest in kept]
    return codes


def take_back(actor: Viewer, slug: str, key: int) -> int:
    """Make every ticket of a batch worthless that nobody has used, and return how many. Raises NotFound."""
    museum = museum_kept(actor, slug)
    batch = _held(TicketBatch, museum, key)
    unused = (Ticket.batch_id == batch.id, Ticket.redeemed_at.is_(None), Ticket.refunded_at.is_(None))
    done = cast("CursorResult[Any]", db.session.execute(update(Ticket).where(*unused).values(refunded_at=now())))
    publish(BatchTakenBack(actor_id=actor.id, museum_id=museum.id, batch_id=key, count=done.rowcount))
    return done.rowcount


def release(actor: Viewer, slug: str, draft: CodeDraft) -> None:
    """Let a ticket start a visit once more; the visit that it had started ends. Raises NotFound, or Refused."""
    museum = museum_kept(actor, slug)
    ticket = _ticket(museum, draft)
    if ticket.redeemed_at is None:
        raise Refused(_("Nobody has used this ticket yet."))
    ticket.redeemed_at, ticket.released_at = None, now()
    running = select(Visit.id).where(Visit.ticket_id == ticket.id, Visit.ended_at.is_(None))
    visits = list(db.session.scalars(running))
    db.session.execute(update(Visit).where(Visit.id.in_(visits)).values(ended_at=now()))
    db.session.execute(delete(VisitDevice).where(VisitDevice.visit_id.in_(visits)))
    publish(TicketSettled(actor_id=actor.id, museum_id=museum.id, batch_id=ticket.batch_id, deed="released"))


def refund(actor: Viewer, slug: str, draft: CodeDraft) -> None:
    """Note that the money of a ticket was given back: it starts no visit any more. Raises NotFound, or Refused."""
    museum = museum_kept(actor, slug)
    ticket = _ticket(museum, draft)
    if ticket.redeemed_at is not None:
        raise Refused(_("This ticket was used. Release it first."))
    ticket.refunded_at = now()
    publish(TicketSettled(actor_id=actor.id, museum_id=museum.id, batch_id=ticket.batch_id, deed="refunded"))


def _ticket(museum: Museum, draft: CodeDraft) -> Ticket:
    """Return the ticket of a code at a museum, held. Raises Refused in the same words for whatever else it may be."""
    code = read_code(draft.code)
    own = Ticket.batch_id.in_(select(TicketBatch.id).where(TicketBatch.museum_id == museum.id))
    good = (Ticket.digest.in_(digests_of(code or "")), Ticket.refunded_at.is_(None), own)
    ticket = locked(select(Ticket).where(*good)) if code else None
    if ticket is None:
        raise Refused(_("This museum has no such ticket."))
    return ticket


def _held(model: Any, museum: Museum, key: int) -> Any:
    row = locked(select(model).where(model.id == key, model.museum_id == museum.id))
    if row is None:
        raise NotFound
    return row
