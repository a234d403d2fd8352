"""Who came by whose invitation, and what newcomers expect who came by word of mouth and who did not."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import fmean
from typing import Any, NamedTuple

from sqlalchemy import Row, func, literal, select

from accounts.models import Member
from accounts.people import person
from core.database import read
from core.intervals import Interval, difference_interval, mean_interval
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of
from ideas.roadmap.models import Expectation
from ideas.word_of_mouth.models import Invitation, Referral

DEEPEST = 20
PAGE = 20
NEW_DAYS = 90
MOST = 20_000
COUNTS = (Member.confirmed_at.is_not(None), Member.erased_at.is_(None))
LATEST = Order((Referral.member_id,))


class Group(NamedTuple):
    """Newcomers of one kind: how many said what they expect, with the mean; the same for what they missed of it."""

    members: int
    expected: Interval | None
    gap_count: int
    gap: Interval | None


class Compared(NamedTuple):
    """Newcomers who were invited beside the others, and by how much the invited ones expect and miss more."""

    referred: Group
    others: Group
    expected: Interval | None
    gap: Interval | None


def links_of(member_id: int) -> list[Row[Any]]:
    """Return the open links of a member with how many came by each; there are never many."""
    came = select(func.count()).select_from(Referral).join(Member, Member.id == Referral.member_id)
    count = came.where(Referral.invitation_id == Invitation.id, *COUNTS).scalar_subquery()
    own = (Invitation.member_id == member_id) & Invitation.ended_at.is_(None)
    statement = select(Invitation.id, Invitation.name, Invitation.created_at, count.label("came")).where(own)
    return list(read(statement.order_by(Invitation.id.desc())).all())


def generations_of(member_id: int) -> list[int]:
    """Return how many came by a member's invitations, how many by those of these, and so on, each person once."""
    first = select(Referral.member_id, literal(1).label("depth")).where(Referral.by_id == member_id)
    tree = first.cte("tree", recursive=True)
    further = select(Referral.member_id, tree.c.depth + 1).join(tree, Referral.by_id == tree.c.member_id)
    tree = tree.union_all(further.where(tree.c.depth < DEEPEST))
    counted = select(tree.c.depth, func.count()).join(Member, Member.id == tree.c.member_id).where(*COUNTS)
    found = dict(tuple(row) for row in read(counted.group_by(tree.c.depth)))
    return [int(found.get(depth, 0)) for depth in range(1, max(found, default=0) + 1)]


def newcomers_page(member_id: int, page_key: str | None) -> dict[str, Any]:
    """Return one page of those who came by a member's invitations: one statement. Raises CursorError."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    statement = (
        select(Referral.member_id, Referral.created_at, Member.name, Member.roles_held.label("roles_held"))
        .join(Member, Member.id == Referral.member_id)
        .where(Referral.by_id == member_id, *COUNTS)
    )
    page = page_of(read(LATEST.apply(statement, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.member_id,))
    shown = [
        (
            person(row.member_id, row.name, row.roles_held),
            (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
        )
        for row in page.rows
    ]
    return {"newcomers": shown, "pager": page.links("/account/invitations")}


def compared() -> Compared:
    """Compare what newcomers expect of promises in their first 90 days: one statement, each member with their mean.

    Days are compared here and not by the database, as databases differ in how they add days to a moment.
    """
    statement = (
        select(
            Member.id,
            Member.joined_at,
            Referral.member_id.label("referred"),
            Expectation.expected,
            Expectation.expected_at,
            Expectation.got,
        )
        .join(Member, Member.id == Expectation.member_id)
        .outerjoin(Referral, Referral.member_id == Member.id)
        .where(*COUNTS)
        .order_by(Expectation.member_id.desc())
        .limit(MOST)
    )
    until = timedelta(days=NEW_DAYS)
    rows = [row for row in read(statement) if row.expected_at - row.joined_at <= until]
    referred, others = ([row for row in rows if (row.referred is not None) is came] for came in (True, False))
    one, other = _means(referred, _expected), _means(others, _expected)
    missed, gone = _means(referred, _gap), _means(others, _gap)
    return Compared(
        Group(len(one), mean_interval(one), len(missed), mean_interval(missed)),
        Group(len(other), mean_interval(other), len(gone), mean_interval(gone)),
        difference_interval(one, other),
        difference_interval(missed, gone),
    )


def _expected(row: Any) -> int | None:
    return int(row.expected)


def _gap(row: Any) -> int | None:
    return None if row.got is None else int(row.expected - row.got)


def _means(rows: Sequence[Any], value: Callable[[Any], int | None]) -> list[float]:
    """Return the mean of each member, so that nobody counts more for having said more."""
    said: dict[int, list[int]] = {}
    for row in rows:
        if (number := value(row)) is not None:
            said.setdefault(row.id, []).append(number)
    return [fmean(numbers) for numbers in said.values()]
