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


def statuses_named(area_id: int | None, keys: Sequence[str]) -> dict[str, str]:
    """Return what these statuses are called in an area; a key that nobody knows any more is its own name."""
    own = select(AreaStatus.key, AreaStatus.name).where(AreaStatus.area_id == area_id, AreaStatus.key.in_(keys))
    named = {row.key: row.name for row in read(own)} if area_id is not None else {}
    return {key: str(named.get(key) or _name(key)) for key in keys}


def _name(key: str) -> Any:
    return KNOWN[key].name if key in KNOWN else key
