"""What the pages of the insights read of the runs."""

from sqlalchemy import select

from core.database import db
from insights.models import Run


def latest_run() -> Run | None:
    """Return the last run that is done: one statement. Runs under way, failed or cancelled show nothing."""
    done = select(Run).where(Run.state == "done").order_by(Run.id.desc()).limit(1)
    return db.session.scalar(done)
