"""What pages read of points: the entries of a member, newest first, naming only what the viewer may see."""

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.reputation.models import ReputationEntry
from contributions.reputation.points import CAUSES, VOTING_DOWN
from contributions.visibility import listed_to, typical, viewer_id
from core.database import Key, read
from core.pages import ago, full_time, iso
from core.paging import AnySelect, Cursor, Order, Page, page_of
from core.translation import gettext as _

PAGE = 30
LATEST = Order((ReputationEntry.id,))


class Points(NamedTuple):
    """One entry as a page shows it. What the viewer may not see has no `title` and no `url`."""

    points: str
    words: str
    kind: str
    title: str
    url: str
    iso: str
    ago: str
    full: str


def points_page(viewer: Viewer, member_id: int, page_key: str | None) -> tuple[list[Points], dict[str, Any]]:
    """Return one page of a member's entries and its pager: one statement. Raises CursorError."""
    page = entries_page(viewer, member_id, page_key)
    return [_shown(row) for row in page.rows], page.links(f"/members/{member_id}/reputation")


def entries_page(viewer: Viewer, member_id: int, page_key: str | None, limit: int = PAGE) -> Page[Any]:
    """Return one page of the rows of a member's entries, the latest first: one statement. Raises CursorError."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    statement = LATEST.apply(_entries(viewer.standing), cursor, limit)
    rows = read(statement, {"viewer_id": viewer.id, "member": member_id}).all()
    return page_of(rows, cursor, limit, lambda row: (row.id,))


def is_given(row: Any) -> bool:
    """Whether an entry says what its cause says, rather than reversing that."""
    return bool(row.points * CAUSES[row.cause].points > 0)


def moment_of(row: Any) -> datetime:
    """Return when points came or went: what an import brought happened long before it was written down."""
    early = is_given(row) and row.day < row.written_at.date()
    moment: datetime = datetime.combine(row.day, time(), UTC) if early else row.written_at
    return moment


def address_of_entry(row: Any) -> str:
    """Return where that stands which points came for; nothing where the viewer may not see it."""
    if row.key is None:
        return ""
    return KINDS[row.kind].address(row.key, row.title) if row.thread_id is None else f"/contributions/{row.key}"


@lru_cache(maxsize=32)
def _entries(standing: Standing) -> AnySelect:
    root: Any = Contribution.__table__.alias("root")
    columns = (
        ReputationEntry.id,
        ReputationEntry.points,
        ReputationEntry.cause,
        ReputationEntry.day,
        ReputationEntry.written_at,
        Contribution.id.label("key"),
        Contribution.kind,
        Contribution.thread_id,
        func.coalesce(Contribution.title, root.c.title).label("title"),
    )
    seen = and_(Contribution.id == ReputationEntry.contribution_id, listed_to(typical(standing)))
    return (
        select(*columns)
        .outerjoin(Contribution, seen)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(ReputationEntry.member_id == bindparam("member", type_=Key), _open())
    )


def _open() -> ColumnElement[bool]:
    """How somebody voted is their own affair, so what voting cost is for their eyes only."""
    return or_(ReputationEntry.cause != VOTING_DOWN.name, ReputationEntry.member_id == viewer_id())


def sums_by_cause(viewer: Viewer, member_id: int) -> dict[str, int]:
    """Return what each cause has come to for a member, before the cap of a day: one statement."""
    total = func.sum(ReputationEntry.points)
    statement = select(ReputationEntry.cause, total).where(ReputationEntry.member_id == member_id, _open())
    statement = statement.params(viewer_id=viewer.id)
    return {cause: int(points) for cause, points in read(statement.group_by(ReputationEntry.cause))}


def members_at(thresholds: list[int]) -> list[int]:
    """Return how many members have at least so many points, for each of these: one statement."""
    here = (Member.erased_at.is_(None), ~Member.is_pending)
    counts = [func.coalesce(func.sum(case((Member.reputation >= least, 1), else_=0)), 0) for least in thresholds]
    return [int(number) for number in read(select(*counts).where(*here)).one()]


def _shown(row: Any) -> Points:
    at = moment_of(row)
    return Points(
        points=f"{row.points:+d}".replace("-", "\N{MINUS SIGN}"),
        words=(causes() if is_given(row) else reversals())[row.cause],
        kind=str(KINDS[row.kind].label) if row.key is not None else "",
        title=row.title or "",
        url=address_of_entry(row),
        iso=iso(at),
        ago=ago(at),
        full=full_time(at),
    )


def causes() -> dict[str, str]:
    """Return why points come and go, in words."""
    return {
        "voted up": _("voted up"),
        "voted down": _("voted down"),
        "voting down": _("voted an answer down"),
        "accepted": _("answer accepted"),
        "accepting": _("accepted an answer"),
        "abuse": _("taken down as spam or as rude"),
    }


def reversals() -> dict[str, str]:
    """Return why points are taken back or given back, in words."""
    return {
        "voted up": _("a vote up no longer counts"),
        "voted down": _("a vote down no longer counts"),
        "voting down": _("a vote against an answer no longer counts"),
        "accepted": _("answer no longer accepted"),
        "accepting": _("an accepted answer no longer counts"),
        "abuse": _("put back by a moderator"),
    }
