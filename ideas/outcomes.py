"""How far ideas came and when, for whoever looks at all contributions."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, func, select

from contributions.models import Contribution
from contributions.outcomes import Moved
from core.database import read
from ideas.models import Idea, StatusMove


def idea_moves(moment: datetime) -> Iterator[Moved]:
    """Yield the moves of ideas until a moment; of an imported idea, the one that its archive tells of."""
    idea, contribution = Idea.__table__, Contribution.__table__
    told = func.coalesce(idea.c.status_changed_at, contribution.c.created_at)
    imported = (
        select(idea.c.id, told, idea.c.phase)
        .join(contribution, contribution.c.id == idea.c.id)
        .where(~exists().where(StatusMove.idea_id == idea.c.id), idea.c.phase != "open", told <= moment)
        .order_by(idea.c.id)
    )
    moved = (
        select(StatusMove.idea_id, StatusMove.created_at, StatusMove.phase)
        .where(StatusMove.created_at <= moment)
        .order_by(StatusMove.id)
    )
    for statement in (imported, moved):
        yield from (Moved(*row) for row in read(statement))
