"""What the board and the page of an idea read, each in one statement."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, func
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions import drafting
from contributions.lists import Filter, Limits, limits_of, list_statement
from contributions.models import Contribution
from contributions.rows import thread_statement
from core.database import Key, read
from core.paging import AnySelect
from ideas.models import Area, AreaStatus, Idea
from ideas.slots import columns_of
from ideas.statuses import KNOWN, Status

IDEA: Any = Idea.__table__
AREA: Any = Area.__table__
STATUS: Any = AreaStatus.__table__
# An area is told only of ideas that stand in its own space: whoever may read those may read it.
IN_AREA = and_(AREA.c.id == IDEA.c.area_id, AREA.c.space_id == Contribution.space_id)
OWN_COLUMNS = (
    AREA.c.id.label("area_id"),
    AREA.c.name.label("area_name"),
    AREA.c.slug.label("area_slug"),
    func.coalesce(AREA.c.counts_hidden, False).label("counts_hidden"),
    IDEA.c.status,
    IDEA.c.phase,
    IDEA.c.status_changed_at,
    STATUS.c.name.label("status_name"),
)
MORE_COLUMNS = (IDEA.c.problem, IDEA.c.problem_html, IDEA.c.status_given, IDEA.c.reads, IDEA.c.appeal)


def with_idea(statement: AnySelect) -> AnySelect:
    """Add what is special to ideas to a statement about contributions."""
    named = and_(STATUS.c.area_id == IDEA.c.area_id, STATUS.c.key == IDEA.c.status)
    joined = statement.join(IDEA, IDEA.c.id == Contribution.id).outerjoin(AREA, IN_AREA).outerjoin(STATUS, named)
    return joined.add_columns(*OWN_COLUMNS)


@lru_cache(maxsize=32)
def _idea(standing: Standing) -> AnySelect:
    begun = drafting.begun_at("comment").label("begun")
    statement = with_idea(thread_statement(standing, "idea"))
    return statement.add_columns(*MORE_COLUMNS, begun, *columns_of(standing))


def idea_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of an idea that a viewer may see, for its page. Raises NotFound."""
    row = read(_idea(viewer.standing), {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


def status_of(row: Any) -> Status:
    """Return where the idea of a row stands."""
    name = row.status_name or (KNOWN[row.status].name if row.status in KNOWN else row.status)
    return Status(row.status, name, row.phase)


@lru_cache(maxsize=128)
def board_statement(standing: Standing, limits: Limits, by_area: bool, by_status: bool, by_phase: bool) -> AnySelect:
    """Ideas as cards for viewers of a standing, without an order; `area`, `status` and `phase` are bound."""
    statement = with_idea(list_statement(standing, "idea", "newest", limits))
    if by_area:
        statement = statement.where(IDEA.c.area_id == bindparam("area", type_=Key))
    if by_status:
        statement = statement.where(IDEA.c.status == bindparam("status"))
    return statement.where(IDEA.c.phase == bindparam("phase")) if by_phase else statement


__all__ = ["Filter", "board_statement", "idea_row", "limits_of", "status_of", "with_idea"]
