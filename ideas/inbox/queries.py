"""What waits for a decision: ideas for staff, narrowed by what is missing, area, status and who looks after them."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select, true, type_coerce
from sqlalchemy.orm import aliased

from accounts.models import EMPLOYEES, Member
from accounts.viewers import Viewer
from contributions.models import Contribution, Space, State
from contributions.visibility import listed_to, readable_by
from core.clock import now
from core.database import Key, read
from core.paging import Cursor, Order, Page, page_of
from ideas.board.queries import AREA, IDEA, with_idea
from ideas.deciding.models import IdeaKeeper, OfficialResponse
from ideas.merging.models import DuplicateSuggestion
from ideas.models import StatusMove

PAGE = 30
STALE = timedelta(days=30)
WAITING = ("unanswered", "stale", "no-response", "all")
OLDEST = Order((Contribution.created_at, Contribution.id), descending=False)
MOST_WANTED = Order((Contribution.score, Contribution.id))
LIKED = "votes"
NOBODY = -1
KEEPER: Any = Member.__table__.alias("keeper")


class Chosen(NamedTuple):
    """What the inbox is limited to; `keeper` is a member, NOBODY, or None for anybody."""

    waiting: str = "unanswered"
    area: int | None = None
    status: str = ""
    keeper: int | None = None
    order: str = ""

    @property
    def by(self) -> Order:
        """How the ideas are sorted."""
        return MOST_WANTED if self.order == LIKED else OLDEST


def by_staff(roles: Any) -> ColumnElement[bool]:
    """Whether roles, held when something was written, are those of staff."""
    held: ColumnElement[bool] = type_coerce(roles, Key).bitwise_and(int(EMPLOYEES)) != 0
    return held


def staff_said(since: datetime | None = None) -> ColumnElement[bool]:
    """Whether staff has said something about an idea that stands, of late where a moment is given."""
    post = aliased(Contribution, flat=True)
    said = select(post.id).where(
        post.thread_id == Contribution.id, post.state == State.PUBLISHED, by_staff(post.author_roles)
    )
    return (said.where(post.created_at > since) if since else said).exists()


def staff_moved(since: datetime | None = None) -> ColumnElement[bool]:
    """Whether staff has moved an idea, of late where a moment is given."""
    moved = select(StatusMove.id).where(StatusMove.idea_id == Contribution.id)
    return (moved.where(StatusMove.created_at > since) if since else moved).exists()


def inbox_page(viewer: Viewer, chosen: Chosen, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of the inbox: one statement."""
    by = chosen.by
    rows = read(by.apply(_statement(viewer, chosen, now()), cursor, PAGE)).all()
    names = [column.key for column in by.columns]
    return page_of(rows, cursor, PAGE, lambda row: tuple(getattr(row, name) for name in names))


def _statement(viewer: Viewer, chosen: Chosen, at: datetime) -> Select[Any]:
    alike = (DuplicateSuggestion.first_id == Contribution.id) | (DuplicateSuggestion.second_id == Contribution.id)
    pairs = select(func.count()).select_from(DuplicateSuggestion).where(alike, DuplicateSuggestion.state == "pending")
    columns = (
        Contribution.id,
        Contribution.title,
        Contribution.created_at,
        Contribution.score,
        Contribution.comment_count,
        Contribution.author_id,
        Member.name.label("author_name"),
        Space.name.label("space_name"),
        KEEPER.c.id.label("keeper_id"),
        KEEPER.c.name.label("keeper_name"),
        pairs.correlate(Contribution).scalar_subquery().label("alike"),
    )
    statement = (
        select(*columns)
        .select_from(Contribution)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(IdeaKeeper, IdeaKeeper.idea_id == Contribution.id)
        .outerjoin(KEEPER, KEEPER.c.id == IdeaKeeper.member_id)
        .where(Contribution.kind == "idea", listed_to(viewer), *_limits(chosen, at))
    )
    return with_idea(statement)


def _limits(chosen: Chosen, at: datetime) -> list[ColumnElement[bool]]:
    limits = [_waiting(chosen.waiting, at)]
    if chosen.area is not None:
        limits.append(IDEA.c.area_id == chosen.area)
    if chosen.status:
        limits.append(IDEA.c.status == chosen.status)
    if chosen.keeper is not None:
        limits.append(
            IdeaKeeper.member_id.is_(None) if chosen.keeper == NOBODY else IdeaKeeper.member_id == chosen.keeper
        )
    return limits


def _waiting(what: str, at: datetime) -> ColumnElement[bool]:
    living: ColumnElement[bool] = IDEA.c.phase.in_(["open", "active"])
    if what == "unanswered":
        return living & ~staff_said() & ~staff_moved()
    if what == "stale":
        since = at - STALE
        return living & (Contribution.created_at < since) & ~staff_said(since) & ~staff_moved(since)
    if what == "no-response":
        return ~select(OfficialResponse.comment_id).where(OfficialResponse.idea_id == Contribution.id).exists()
    return true()


def areas_for(viewer: Viewer) -> list[Row[Any]]:
    """Return the areas in spaces that a viewer may read."""
    columns = (AREA.c.id, AREA.c.name, AREA.c.slug)
    statement = select(*columns).join(Space, Space.id == AREA.c.space_id).where(readable_by(viewer))
    return list(read(statement.order_by(AREA.c.position, AREA.c.id), {"viewer_id": viewer.id}))
