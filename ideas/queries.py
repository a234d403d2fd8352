"""What pages of ideas read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from core.database import read
from ideas.models import AreaStatus, Idea
from ideas.statuses import KNOWN, Status


def statuses_of(keys: Sequence[int]) -> dict[int, Status]:
    """Return where each of these ideas stands: one statement."""
    idea: Any = Idea.__table__
    named = and_(AreaStatus.area_id == idea.c.area_id, AreaStatus.key == idea.c.status)
    columns = select(idea.c.id, idea.c.status, idea.c.phase, AreaStatus.name)
    rows = read(columns.outerjoin(AreaStatus, named).where(idea.c.id.in_(keys)))
    return {row.id: Status(row.status, row.name or _name(row.status), row.phase) for row in rows}


def _name(key: str) -> Any:
    return KNOWN[key].name if key in KNOWN else key
