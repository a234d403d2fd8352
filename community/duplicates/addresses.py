"""Where a question went that was merged into another."""

from typing import Any

from sqlalchemy import select

from accounts.viewers import Viewer
from community.models import Question
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import db


def merged_into(viewer: Viewer, key: int) -> Contribution | None:
    """Return the question that a merged one leads to, as far as the viewer may see it; None for everything else."""
    own: Any = Question.__table__
    statement = (
        select(Contribution)
        .join(own, own.c.duplicate_of_id == Contribution.id)
        .join(ThreadMerge, ThreadMerge.source_id == own.c.id)
        .where(own.c.id == key, visible_to(viewer))
    )
    return db.session.scalars(statement).one_or_none()
