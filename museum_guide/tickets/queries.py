"""What the pages of tickets read, each in a fixed number of statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from core.database import read
from core.paging import Cursor, Order, Page, page_of
from museum_guide.tickets.models import Ticket, TicketBatch, TicketType

PAGE = 30
MOST_TYPES = 100
LATEST = Order((TicketBatch.id,))


def types_of(museum_id: int) -> Sequence[Row[Any]]:
    """Return the kinds of tickets of a museum, those that are offered first: one statement."""
    ordered = select(*TicketType.__table__.c).where(TicketType.museum_id == museum_id)
    return read(ordered.order_by(TicketType.offered.desc(), TicketType.id).limit(MOST_TYPES)).all()


def batches_page(museum_id: int, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of what was made, the latest first, with how many were used and taken back: one statement."""
    of_batch = select(func.count()).select_from(Ticket).where(Ticket.batch_id == TicketBatch.id).correlate(TicketBatch)
    statement = (
        select(
            *TicketBatch.__table__.c,
            TicketType.name.label("type_name"),
            of_batch.where(Ticket.redeemed_at.is_not(None)).scalar_subquery().label("used"),
            of_batch.where(Ticket.refunded_at.is_not(None)).scalar_subquery().label("refunded"),
        )
        .join(TicketType, TicketType.id == TicketBatch.type_id)
        .where(TicketBatch.museum_id == museum_id)
    )
    rows = read(LATEST.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))
