"""What the pages of contests read, each in a fixed number of statements."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Follow, Vote
from contributions.queries import contribution_of_kind, hold_contribution
from contributions.rows import POST_COLUMNS, thread_statement
from contributions.visibility import listed_to, typical, viewer_id, visible_to
from core.clock import now
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from ideas.contests.models import Award, Contest, Criterion, Entry, EntryFile, Juror, JuryScore, TeamMember

ENTRIES = 24
CONTEST: Any = Contest.__table__
ENTRY: Any = Entry.__table__
DATES = tuple(CONTEST.c[name] for name in ("entries_at", "voting_at", "jury_at", "closes_at", "decided_at"))
CONTEST_COLUMNS = (*DATES, CONTEST.c.phase, CONTEST.c.switches, CONTEST.c.decided_by, CONTEST.c.team_size)
PLACE = func.coalesce(Award.place, 0)
# Everybody's entry comes first on some day.
SHUFFLED = (Contribution.id * 7919 + bindparam("day", type_=Key) * 104729) % 10007
ORDERS = {
    "shuffled": Order((SHUFFLED, Contribution.id)),
    "newest": Order((Contribution.created_at, Contribution.id)),
    "votes": Order((Contribution.score, Contribution.id)),
}


def hold_contest(actor: Viewer, key: int) -> Contest:
    """Return a contest that an actor may see, held against other writers. Raises NotFound."""
    found = hold_contribution(actor, key)
    if not isinstance(found, Contest):
        raise NotFound
    return found


def hold_entry(actor: Viewer, key: int) -> Entry:
    """Return an entry that an actor may see, held against other writers. Raises NotFound."""
    found = hold_contribution(actor, key)
    if not isinstance(found, Entry):
        raise NotFound
    return found


def entry_for(viewer: Viewer, contest_id: int, key: int) -> Entry:
    """Return an entry of a contest that a viewer may see. Raises NotFound."""
    entry = contribution_of_kind(viewer, key, Entry)
    if entry.contest_id != contest_id:
        raise NotFound
    return entry


@lru_cache(maxsize=32)
def _contest_statement(standing: Standing) -> AnySelect:
    mine = exists().where(Juror.contest_id == Contribution.id, Juror.member_id == viewer_id()).correlate(Contribution)
    follows = exists().where(Follow.contribution_id == Contribution.id, Follow.member_id == viewer_id())
    joined = thread_statement(standing, "contest").join(CONTEST, CONTEST.c.id == Contribution.id)
    following = follows.correlate(Contribution).label("following")
    return joined.add_columns(*CONTEST_COLUMNS, mine.label("juror"), following)


def contest_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of a contest with its dates, and whether the viewer is of its jury. Raises NotFound."""
    row = read(_contest_statement(viewer.standing), {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


def dates_of(keys: Sequence[int]) -> dict[int, Row[Any]]:
    """Return the dates of contests, for lists: one statement."""
    return {row.id: row for row in read(select(CONTEST.c.id, *CONTEST_COLUMNS).where(CONTEST.c.id.in_(keys)))}


@lru_cache(maxsize=32)
def _entries_statement(standing: Standing) -> AnySelect:
    return (
        select(*POST_COLUMNS, ENTRY.c.name, Contribution.excerpt, PLACE.label("place"), Award.reason)
        .join(ENTRY, ENTRY.c.id == Contribution.id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(Award, Award.entry_id == Contribution.id)
        .where(ENTRY.c.contest_id == bindparam("contest", type_=Key), listed_to(typical(standing)))
    )


def entries_page(viewer: Viewer, contest: int, order: str, page_key: str | None, limit: int = ENTRIES) -> Page[Any]:
    """Return one page of the entries of a contest: one statement. Raises CursorError."""
    by, day = ORDERS[order], now().toordinal()
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = _entries_statement(viewer.standing).add_columns(by.columns[0].label("sorted_by"))
    rows = read(by.apply(statement, cursor, limit), {"viewer_id": viewer.id, "contest": contest, "day": day}).all()
    return page_of(rows, cursor, limit, lambda row: (row.sorted_by, row.id))


def winners_of(viewer: Viewer, contest: int) -> list[Row[Any]]:
    """Return the winning entries of a contest in the order of their places: one statement."""
    statement = _entries_statement(viewer.standing).where(Award.place.is_not(None)).order_by(Award.place)
    return list(read(statement, {"viewer_id": viewer.id, "contest": contest}))


def entry_row(viewer: Viewer, contest: int, key: int) -> Row[Any]:
    """Return the row of an entry with the dates of its contest. Raises NotFound."""
    root = aliased(Contribution, flat=True)
    statement = (
        select(
            *POST_COLUMNS,
            ENTRY.c.name,
            ENTRY.c.contest_id,
            Contribution.excerpt,
            PLACE.label("place"),
            Award.reason,
            root.title.label("contest_title"),
            *CONTEST_COLUMNS,
            exists().where(Juror.contest_id == contest, Juror.member_id == viewer.id).label("juror"),
            select(Vote.value)
            .where(Vote.contribution_id == key, Vote.member_id == viewer.id)
            .scalar_subquery()
            .label("my_vote"),
        )
        .join(ENTRY, ENTRY.c.id == Contribution.id)
        .join(CONTEST, CONTEST.c.id == ENTRY.c.contest_id)
        .join(root, root.id == ENTRY.c.contest_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(Award, Award.entry_id == Contribution.id)
        .where(Contribution.id == key, ENTRY.c.contest_id == contest, visible_to(viewer))
    )
    row = read(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def entry_of(viewer: Viewer, contest: int, key: int) -> int | None:
    """Return the entry that a contribution is or stands under; None where it is none, or is unseen."""
    statement = select(Contribution.id, Contribution.kind, Contribution.host_id).where(
        Contribution.id == key, Contribution.thread_id == contest, visible_to(viewer)
    )
    row = read(statement).one_or_none()
    if row is None:
        return None
    return row.id if row.kind == "entry" else row.host_id if row.host_id != contest else None


def files_of(entries: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the files of entries that were found to be visible, in their order: one statement."""
    table: Any = EntryFile.__table__
    found: dict[int, list[Row[Any]]] = {}
    for row in read(select(table).where(table.c.entry_id.in_(entries)).order_by(table.c.entry_id, table.c.position)):
        found.setdefault(row.entry_id, []).append(row)
    return found


def teams_of(entries: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return the authors of entries, those who began first, and who has been asked: one statement."""
    columns = (TeamMember.entry_id, TeamMember.member_id, TeamMember.accepted_at, TeamMember.staff, Member.name)
    rows = read(
        select(*columns)
        .join(Member, Member.id == TeamMember.member_id)
        .where(TeamMember.entry_id.in_(entries))
        .order_by(TeamMember.entry_id, TeamMember.invited_at, TeamMember.member_id)
    )
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(row)
    return found


def scores_of(viewer: Viewer, contest: int, entry: int, everybody: bool) -> list[Row[Any]]:
    """Return each criterion of a contest with the viewer's points for an entry, and the mean of all jurors.

    The mean is given only where everybody may know it: one statement.
    """
    own = select(JuryScore.points).where(JuryScore.entry_id == entry, JuryScore.criterion == Criterion.position)
    mean = select(func.avg(JuryScore.points)).where(
        JuryScore.entry_id == entry, JuryScore.criterion == Criterion.position
    )
    columns = (Criterion.position, Criterion.name, Criterion.weight)
    shown = mean.correlate(Criterion).scalar_subquery() if everybody else literal(None)
    mine = own.where(JuryScore.juror_id == viewer.id).correlate(Criterion).scalar_subquery()
    statement = select(*columns, mine.label("mine"), shown.label("mean"))
    return list(read(statement.where(Criterion.contest_id == contest).order_by(Criterion.position)))


def scored_by(viewer: Viewer, entries: Sequence[int]) -> dict[int, int]:
    """Return the sum of the viewer's own points for each of these entries: one statement."""
    own = select(JuryScore.entry_id, func.sum(JuryScore.points)).where(JuryScore.juror_id == viewer.id)
    return {
        key: int(total) for key, total in read(own.where(JuryScore.entry_id.in_(entries)).group_by(JuryScore.entry_id))
    }


def jury_of(contest: int) -> tuple[list[Person | None], list[tuple[str, int]]]:
    """Return the members of a jury and its criteria with their weights: two statements."""
    members = select(Member.id, Member.name, Member.roles_held).join(Juror, Juror.member_id == Member.id)
    people = read(members.where(Juror.contest_id == contest).order_by(Member.name, Member.id))
    criteria = select(Criterion.name, Criterion.weight).where(Criterion.contest_id == contest)
    named = read(criteria.order_by(Criterion.position))
    return [person(row.id, row.name, row.roles) for row in people], [(row.name, row.weight) for row in named]
