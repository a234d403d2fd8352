"""For how long visits are kept: phones are forgotten with the visit, what was looked at after 25 months."""

from datetime import timedelta

from sqlalchemy import delete, select

from core.clock import now
from core.database import db
from museum_guide.tickets.models import Ticket, TicketBatch
from museum_guide.visits.current import AFTERWARDS
from museum_guide.visits.models import Visit, VisitDevice

# What the French authority for data protection (CNIL) lets own, anonymous counts be kept without asking.
LONGEST = timedelta(days=760)
# So many rows go in one night at most, as a long transaction would hold up whoever writes.
BATCH = 5000


def sweep() -> None:
    """Forget the phones of visits that are over, visits past their time, and digests of codes that nobody can use."""
    at = now()
    over = select(Visit.id).where(Visit.ends_at <= at - AFTERWARDS)
    db.session.execute(delete(VisitDevice).where(VisitDevice.visit_id.in_(over)))
    past = select(Visit.id).where(Visit.started_at <= at - LONGEST).limit(BATCH)
    db.session.execute(delete(Visit).where(Visit.id.in_(past)))
    old = select(TicketBatch.id).where(TicketBatch.valid_until <= at - LONGEST)
    worthless = select(Ticket.id).where(Ticket.batch_id.in_(old)).limit(BATCH)
    db.session.execute(delete(Ticket).where(Ticket.id.in_(worthless)))
