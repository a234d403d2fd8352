"""Tells product managers of talk that turned, once, when a run is done and the talk is fresh."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select, update

from contributions.telling import Tidings, queue_mails, tell
from core.clock import now
from core.database import db, read
from core.outbox import Delivery
from core.translation import gettext as _
from insights.buzz.counting import DAY
from insights.buzz.models import Boomerang, BoomerangFound, BoomerangRow, BuzzRow
from insights.buzz.queries import alarm_row
from insights.emerging.telling import FRESH, managers
from insights.events import AnalysisEnded
from insights.running import latest_run

LANE = "boomerang"
EVENTS = (AnalysisEnded,)
OCCASION = "boomerang"


def tell_of_boomerangs(deliveries: Sequence[Delivery]) -> None:
    """Handle the lane; an event may come twice. What was said only outside has no post to tell of: pages show it."""
    run = latest_run()
    if run is None or not any(delivery.payload.get("state") == "done" for delivery in deliveries):
        return
    fresh = int((run.as_of - FRESH).timestamp() // DAY)
    known = select(BoomerangFound.boomerang_id).where(BoomerangFound.run_id == run.id)
    untold = (
        select(Boomerang.id, func.min(BuzzRow.contribution_id).label("post"))
        .join(BoomerangRow, and_(BoomerangRow.boomerang_id == Boomerang.id, BoomerangRow.run_id == run.id))
        .join(BuzzRow, BuzzRow.id == BoomerangRow.row_id)
        .where(Boomerang.told_at.is_(None), Boomerang.begun >= fresh, BuzzRow.contribution_id.is_not(None))
        .group_by(Boomerang.id)
        .order_by(Boomerang.id)
    )
    for row in read(untold).all():
        tell(Tidings(row.post, f"{OCCASION}:{row.id}", OCCASION, "escalation", None, now()), managers())
        queue_mails(row.post, f"{OCCASION}:{row.id}", now())
    told = update(Boomerang).where(Boomerang.id.in_(known), Boomerang.told_at.is_(None))
    db.session.execute(told.values(told_at=now()))


def words_of_boomerang(key: int) -> str:
    """Return what turned, as a mail says it; empty where the last run knows it no more."""
    row = alarm_row(key)
    if row is None or not row.subject or row.chance is None:
        return ""
    words = _(
        "Talk of %(subject)s turned: %(negative)s of %(toned)s people complained within two days. Chance alone brings "
        "that on one day of %(days)s.",
        subject=row.subject,
        negative=row.negative,
        toned=row.toned,
        days=round(1 / max(row.chance, 1e-9)),
    )
    return f"{words}\n\n/insights/buzz/alarms/{key}"
