"""What the pages of rings read: all of them for staff, and for a member what was decided about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.posts import Link
from contributions.visibility import visible_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from ideas.votes.models import RingIdea, RingMember, VoteRing

PAGE = 10
LATEST = Order((VoteRing.id,))
# The members and ideas of a ring that are named; the rest is counted.
NAMED = 30


@dataclass
class Shown:
    """A ring as a page shows it."""

    row: Row[Any]
    members: list[Row[Any]] = field(default_factory=list)
    ideas: list[Link] = field(default_factory=list)


def rings_page(viewer: Viewer, page_key: str | None) -> tuple[Page[Row[Any]], list[Shown]]:
    """Return one page of rings, the latest first, with members and ideas: three statements. Raises CursorError."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    by = aliased(Member)
    decided = select(*VoteRing.__table__.c, by.name.label("decided_by")).outerjoin(by, by.id == VoteRing.decided_by_id)
    page = page_of(read(LATEST.apply(decided, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.id,))
    shown = {row.id: Shown(row) for row in page.rows}
    for member in _members(list(shown)):
        shown[member.ring_id].members.append(member)
    for idea in _ideas(viewer, list(shown)):
        shown[idea.ring_id].ideas.append(Link(idea.title, KINDS["idea"].address(idea.id, idea.title)))
    return page, list(shown.values())


def _members(rings: Sequence[int]) -> Sequence[Row[Any]]:
    columns = (RingMember.ring_id, RingMember.appeal, Member.id, Member.name, Member.joined_at)
    statement = select(*columns).join(Member, Member.id == RingMember.member_id).where(RingMember.ring_id.in_(rings))
    return read(statement.order_by(RingMember.appeal == "", Member.joined_at, Member.id)).all()


def _ideas(viewer: Viewer, rings: Sequence[int]) -> Sequence[Row[Any]]:
    place = func.row_number().over(partition_by=RingIdea.ring_id, order_by=RingIdea.idea_id).label("place")
    columns = (RingIdea.ring_id, Contribution.id, Contribution.title, place)
    statement = select(*columns).join(Contribution, Contribution.id == RingIdea.idea_id)
    seen = statement.where(RingIdea.ring_id.in_(rings), visible_to(viewer)).subquery()
    return read(select(*seen.c).where(seen.c.place <= NAMED).order_by(seen.c.id), {"viewer_id": viewer.id}).all()


def doubts_of(viewer: Viewer) -> Sequence[Row[Any]]:
    """Return what was decided about rings in which a member is said to stand, the latest first: one statement."""
    columns = (VoteRing.id, VoteRing.state, VoteRing.words, VoteRing.decided_at, RingMember.appeal)
    own = select(*columns).join(RingMember, RingMember.ring_id == VoteRing.id)
    decided = own.where(RingMember.member_id == viewer.id, VoteRing.state != "open")
    return read(decided.order_by(VoteRing.id.desc()).limit(NAMED)).all()
