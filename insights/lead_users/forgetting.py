"""Takes posts out of the reasons for lead users."""

from collections.abc import Sequence

from sqlalchemy import delete

from core.database import db
from insights.lead_users.models import Follower, Reason


def forget_reasons(keys: Sequence[int]) -> None:
    """Forget reasons that rest on these posts, and that these posts followed a term."""
    db.session.execute(delete(Follower).where(Follower.contribution_id.in_(keys)))
    db.session.execute(delete(Reason).where(Reason.contribution_id.in_(keys)))
