"""What the board and the page of an idea read, each in one statement."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, false, func, or_
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions import drafting
from contributions.lists import Filter, Limits, limits_of, list_statement
from contributions.models import Contribution, Follow, Vote
from contributions.rows import thread_statement
from contributions.visibility import viewer_id
from core.database import Key, read
from core.paging import AnySelect
from ideas.models import Area, AreaStatus, CoAuthor, Idea
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
    func.coalesce(AREA.c.counts_hidden, false()).label("counts_hidden"),
    IDEA.c.status,
    IDEA.c.phase,
    IDEA.c.status_changed_at,
    IDEA.c.reads,
    STATUS.c.name.label("status_name"),
)
MORE_COLUMNS = (IDEA.c.problem, IDEA.c.problem_html, IDEA.c.status_given, IDEA.c.appeal)


class Chosen(NamedTuple):
    """Which ideas a page of the board shows; what is empty limits nothing. `mine` is a word of MINE."""

    threads: Filter = Filter()
    area: int | None = None
    status: str = ""
    phase: str = ""
    mine: str = ""


def with_idea(statement: AnySelect) -> AnySelect:
    """Add what is special to ideas to a statement about contributions."""
    named = and_(STATUS.c.area_id == IDEA.c.area_id, STATUS.c.key == IDEA.c.status)
    joined = statement.join(IDEA, IDEA.c.id == Contribution.id).outerjoin(AREA, IN_AREA).outerjoin(STATUS, named)
    return joined.add_columns(*OWN_COLUMNS, _together().label("together"))


def _together() -> ColumnElement[bool]:
    """Whether the viewer has an idea together with its author."""
    own = (CoAuthor.idea_id == IDEA.c.id) & (CoAuthor.member_id == viewer_id())
    return exists().where(own, CoAuthor.accepted_at.is_not(None))


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


def _mine(word: str) -> ColumnElement[bool]:
    """Ideas of the viewer: those that they wrote, alone or together, voted for or follow."""
    if word == "voted":
        return exists().where(Vote.contribution_id == Contribution.id, Vote.member_id == viewer_id(), Vote.value == 1)
    if word == "followed":
        return exists().where(Follow.contribution_id == Contribution.id, Follow.member_id == viewer_id())
    return or_(Contribution.author_id == viewer_id(), _together())


@lru_cache(maxsize=128)
def _board(standing: Standing, limits: Limits, area: bool, status: bool, phase: bool, mine: str) -> AnySelect:
    statement = with_idea(list_statement(standing, "idea", "newest", limits))
    if area:
        statement = statement.where(IDEA.c.area_id == bindparam("area", type_=Key), AREA.c.id.is_not(None))
    if status:
        statement = statement.where(IDEA.c.status == bindparam("status"))
    if phase:
        statement = statement.where(IDEA.c.phase == bindparam("phase"))
    return statement.where(_mine(mine)) if mine else statement


def board_statement(viewer: Viewer, chosen: Chosen) -> tuple[AnySelect, dict[str, Any]]:
    """Return the chosen ideas as cards, without an order, and what is bound to the statement."""
    limited = (chosen.area is not None, bool(chosen.status), bool(chosen.phase))
    statement = _board(viewer.standing, limits_of(chosen.threads), *limited, chosen.mine)
    threads = {"space": chosen.threads.space, "tag": chosen.threads.tag, "product": chosen.threads.product}
    bound = {"viewer_id": viewer.id, "area": chosen.area, "status": chosen.status, "phase": chosen.phase}
    return statement, {**bound, **threads}
