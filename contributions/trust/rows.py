"""The rows behind each bar of a level: what was read, written, given and got, page by page."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, literal, null, select
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from contributions.counters import stands
from contributions.models import Contribution, Vote
from contributions.moderation.models import Flag
from contributions.resuming.models import ReadingDay, ReadPosition
from contributions.trust.levels import WINDOW
from contributions.visibility import listed_to
from core.clock import now
from core.database import read
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of
from core.translation import gettext as _
from core.translation import ngettext

PAGE = 30
Root = aliased(Contribution, flat=True)
Own = aliased(Contribution, flat=True)


class Shown(NamedTuple):
    """One row: where it leads (empty where the viewer may not see that any more), what it says, and when."""

    url: str
    title: str
    iso: str
    ago: str
    full: str


class Behind(NamedTuple):
    """How the rows of a figure are found: their order, when each was, and the contribution that each is about."""

    order: Order
    moment: Any
    contribution: Any
    rows: Callable[[int], Select[Any]]


def _threads(member_id: int) -> Select[Any]:
    return select().select_from(ReadPosition).where(ReadPosition.member_id == member_id)


def _days(member_id: int) -> Select[Any]:
    return select().select_from(ReadingDay).where(ReadingDay.member_id == member_id)


def _given(member_id: int) -> Select[Any]:
    return select().select_from(Vote).where(Vote.member_id == member_id, Vote.value == 1, Vote.valid.is_(True))


def _received(member_id: int) -> Select[Any]:
    up = (Vote.value == 1, Vote.valid.is_(True), Vote.member_id != Own.author_id)
    joined = select().select_from(Vote).join(Own, Own.id == Vote.contribution_id)
    return joined.where(Own.author_id == member_id, stands(Own), *up)


def _replied(member_id: int) -> Select[Any]:
    other = Root.author_id.is_distinct_from(Own.author_id)
    joined = select().select_from(Own).join(Root, Root.id == Own.thread_id)
    return joined.where(Own.author_id == member_id, stands(Own), other)


def _flagged(member_id: int) -> Select[Any]:
    joined = select().select_from(Flag).join(Own, Own.id == Flag.contribution_id)
    return joined.where(Own.author_id == member_id, Flag.state == "agreed")


DAYS = Behind(Order((ReadingDay.last_at,)), ReadingDay.last_at, null(), _days)
RECEIVED = Behind(Order((Vote.id,)), Vote.created_at, Vote.contribution_id, _received)
BEHIND = {
    "threads": Behind(
        Order((ReadPosition.read_at, ReadPosition.thread_id)), ReadPosition.read_at, ReadPosition.thread_id, _threads
    ),
    "posts": DAYS,
    "minutes": DAYS,
    "days": DAYS,
    "given": Behind(Order((Vote.id,)), Vote.created_at, Vote.contribution_id, _given),
    "received": RECEIVED,
    "people": RECEIVED,
    "received_days": RECEIVED,
    "replied": Behind(Order((Own.id,)), Own.created_at, Own.id, _replied),
    "flagged": Behind(Order((Flag.id,)), Flag.settled_at, Own.id, _flagged),
}
FIGURES = (*BEHIND, *(f"recent_{name}" for name in BEHIND))


def rows_page(viewer: Viewer, member_id: int, figure: str, page_key: str | None) -> tuple[list[Shown], dict[str, Any]]:
    """Return one page of the rows behind a figure, and its pager: one statement. Raises KeyError and CursorError."""
    behind = BEHIND[figure.removeprefix("recent_")]
    columns = behind.order.columns
    cursor = Cursor.decode(page_key, len(columns)) if page_key else None
    statement = _told(viewer, behind, behind.rows(member_id))
    if figure.startswith("recent_"):
        statement = statement.where(behind.moment >= now() - WINDOW)
    rows = read(behind.order.apply(statement, cursor, PAGE)).all()
    page = page_of(rows, cursor, PAGE, lambda row: tuple(row)[: len(columns)])
    return [_shown(row) for row in page.rows], page.links(f"/members/{member_id}/reputation/{figure}")


def _told(viewer: Viewer, behind: Behind, rows: Select[Any]) -> Select[Any]:
    """Add what each row says; a contribution that the viewer may not see stays without a name."""
    keys = [column.label(f"key_{place}") for place, column in enumerate(behind.order.columns)]
    if behind.contribution is DAYS.contribution:
        told = (literal(0).label("seen"), literal("").label("title"), ReadingDay.threads, ReadingDay.posts)
        return rows.add_columns(*keys, behind.moment.label("at"), *told, ReadingDay.seconds)
    opening: Any = Contribution.__table__.alias("opening")
    return (
        rows.outerjoin(Contribution, and_(Contribution.id == behind.contribution, listed_to(viewer)))
        .outerjoin(opening, opening.c.id == Contribution.thread_id)
        .add_columns(*keys, behind.moment.label("at"), Contribution.id.label("seen"))
        .add_columns(func.coalesce(Contribution.title, opening.c.title).label("title"))
    )


def _shown(row: Any) -> Shown:
    times = (iso(row.at), ago(row.at), full_time(row.at))
    if row.seen == 0:
        return Shown("", _day(row), *times)
    if row.seen is None:
        return Shown("", _("Something that is not open to you any more"), *times)
    return Shown(f"/contributions/{row.seen}", row.title, *times)


def _day(row: Any) -> str:
    posts = ngettext("%(num)s new post", "%(num)s new posts", row.posts)
    threads = ngettext("%(num)s new thread", "%(num)s new threads", row.threads)
    minutes = ngettext("%(num)s minute", "%(num)s minutes", row.seconds // 60)
    return " · ".join((threads, posts, minutes))
