"""Lets levels follow figures, behind the pages, and makes leaders by hand."""

from datetime import timedelta

from sqlalchemy import ScalarResult, func, insert, select, update
from werkzeug.exceptions import Forbidden

from accounts.changing import hold_member
from accounts.models import Member
from accounts.viewers import Viewer
from contributions.counters import stands, write_changes
from contributions.models import Contribution
from contributions.moderation.newcomers import FIRST_DAY, KNOWN_AFTER
from contributions.reputation.privileges import size_in_use
from contributions.reputation.sizes import Size
from contributions.resuming.models import ReadingDay
from contributions.trust.events import MembersWelcomed, TrustLevelChanged
from contributions.trust.figures import figures_of, new_to_all
from contributions.trust.levels import ARRIVED, LEADER, REGULAR, WINDOW, next_level
from contributions.trust.models import LevelChange
from core.clock import now
from core.database import db
from core.events import publish

AT_ONCE = 500
LATELY = timedelta(minutes=30)


def settle_lately() -> None:
    """Raise whoever has read in the last half hour and has reached a bar by it."""
    settle(db.session.scalars(select(ReadingDay.member_id).where(ReadingDay.last_at > now() - LATELY).distinct()))


def settle_all() -> None:
    """Settle everyone who read in the last hundred days, and every regular: some may be so no longer."""
    read = select(ReadingDay.member_id).where(ReadingDay.last_at > now() - WINDOW)
    settle(db.session.scalars(read.union(select(Member.id).where(Member.trust_level == REGULAR))))
    welcome_known()


def settle(found: ScalarResult[int]) -> int:
    """Give these members the levels that their figures make; returns how many changed."""
    members, community, size = found.all(), new_to_all(), chosen_size()
    moves = [
        (one.id, one.level, next_level(one.level, one.since, one.figures, community, size, now()))
        for start in range(0, len(members), AT_ONCE)
        for one in figures_of(members[start : start + AT_ONCE])
    ]
    # Written once all is counted, so that no writer waits for the counting.
    return sum(_move(*move, None) for move in moves)


def welcome_known() -> int:
    """Give the first level to all who have it by what they wrote alone, as after an import; returns how many."""
    standing = select(func.count()).where(Contribution.author_id == Member.id, stands(Contribution))
    written = standing.correlate(Member).scalar_subquery() >= KNOWN_AFTER
    new = (Member.trust_level == 0, Member.erased_at.is_(None), Member.joined_at <= now() - FIRST_DAY)
    raised = update(Member).where(*new, written).values(trust_level=ARRIVED).returning(Member.id)
    members = db.session.scalars(raised).all()
    if members:
        at = now()
        rows = [{"member_id": key, "before": 0, "level": ARRIVED, "at": at} for key in members]
        db.session.execute(insert(LevelChange), rows)
        publish(MembersWelcomed(actor_id=None, members=len(members)))
    return len(members)


def recount_levels() -> int:
    """Give everyone the level of their last change; returns how many had another."""
    last = select(LevelChange.level).where(LevelChange.member_id == Member.id).order_by(LevelChange.id.desc()).limit(1)
    level = func.coalesce(last.correlate(Member).scalar_subquery(), 0)
    return write_changes(Member, "trust_level", select(Member.id, level.label("value")))


def make_leader(actor: Viewer, member_id: int, leads: bool) -> None:
    """Give a member the highest level, or what their figures make instead. Raises Forbidden or NotFound."""
    if not actor.standing.administrator:
        raise Forbidden
    member = hold_member(member_id)
    if member.erased_at is None and leads != (member.trust_level == LEADER):
        _move(member_id, member.trust_level, LEADER if leads else _by_figures(member_id), actor.id)


def chosen_size() -> Size:
    """Return the size whose bars hold."""
    return Size(db.session.scalars(select(size_in_use())).one())


def _by_figures(member_id: int) -> int:
    (counted,) = figures_of([member_id])
    return next_level(0, None, counted.figures, new_to_all(), chosen_size(), now())


def _move(member_id: int, before: int, after: int, by: int | None) -> int:
    if before == after:
        return 0
    # Whoever was quicker keeps it: a leader who is made meanwhile stays one.
    unchanged = (Member.id == member_id) & (Member.trust_level == before)
    moved = update(Member).where(unchanged).values(trust_level=after).returning(Member.id)
    if not db.session.scalars(moved).all():
        return 0
    db.session.add(LevelChange(member_id=member_id, before=before, level=after, at=now(), by_id=by))
    publish(TrustLevelChanged(actor_id=by, member_id=member_id, before=before, after=after))
    return 1
