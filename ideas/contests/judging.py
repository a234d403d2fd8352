"""Judging: what jurors give, and the orders that follow from it and from the public vote, exactly."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.counters import stands
from contributions.models import Contribution, Vote
from contributions.queries import contribution_of_kind
from core.clock import now
from core.database import db, read
from core.errors import Refused
from core.events import publish
from core.paging import AnySelect
from core.translation import gettext as _
from ideas.contests.events import JuryScored
from ideas.contests.models import Contest, Criterion, Entry, Juror, JuryScore
from ideas.contests.phases import phase_of
from ideas.contests.policies import is_author
from ideas.contests.queries import hold_contest


class Standing(NamedTuple):
    """How an entry stands.

    Of the jury its mean from 0 to 10 (None where no juror scored it); of the public its votes, and of those the votes
    of members who had joined before entries opened.
    """

    entry: int
    mean: Fraction | None
    jurors: int
    votes: int
    settled: int


def is_juror(viewer: Viewer, contest_id: int) -> bool:
    """Whether a viewer is of the jury: one statement."""
    own = select(Juror.member_id).where(Juror.contest_id == contest_id, Juror.member_id == viewer.id)
    return viewer.signed_in and db.session.scalar(own) is not None


def score(actor: Viewer, key: int, points: Mapping[int, int]) -> Entry:
    """Give an entry points on every criterion, or other points than before. Raises NotFound or Refused."""
    contest = hold_contest(actor, contribution_of_kind(actor, key, Entry).contest_id)
    entry = contribution_of_kind(actor, key, Entry)
    _require_juror(actor, contest, key)
    known = db.session.scalars(select(Criterion.position).where(Criterion.contest_id == contest.id)).all()
    if set(points) != set(known):
        raise Refused(_("Give points on every criterion."))
    own = (JuryScore.entry_id == key) & (JuryScore.juror_id == actor.id)
    db.session.execute(delete(JuryScore).where(own))
    given = {"entry_id": key, "contest_id": contest.id, "juror_id": actor.id, "given_at": now()}
    rows = [given | {"criterion": place, "points": count} for place, count in sorted(points.items())]
    db.session.execute(insert(JuryScore), rows)
    publish(JuryScored(actor_id=actor.id, contribution_id=key, thread_id=contest.id))
    return entry


def _require_juror(actor: Viewer, contest: Contest, key: int) -> None:
    if not is_juror(actor, contest.id):
        raise Refused(_("Only the jury scores entries."))
    if phase_of(contest) != "jury":
        raise Refused(_("The jury does not score now. The dates stand on the page of the contest."))
    if is_author(actor, key):
        raise Refused(_("You cannot score an entry of your own team."))


def mean_points(given: Sequence[tuple[int, int]]) -> Fraction:
    """Return the mean of (points, weight) of all jurors, each weighed: exact.

    8 and 6 points with the weights 2 and 1 are 22/3.
    """
    return Fraction(sum(points * weight for points, weight in given), sum(weight for _points, weight in given))


def standings(contest: Contest) -> list[Standing]:
    """Return how all standing entries of a contest stand, in the order of who decides: three statements.

    The order of the jury follows from its points alone; whatever votes are cast, it stays the same.
    """
    means = _means(contest.id)
    rows = read(_votes(contest)).all()
    found = []
    for row in rows:
        mean, jurors = means.get(row.id, (None, 0))
        found.append(Standing(row.id, mean, jurors, int(row.votes), int(row.settled)))
    return sorted(found, key=lambda one: (rank_key(contest.decided_by, one), -one.entry), reverse=True)


def rank_key(decided_by: str, one: Standing) -> tuple[Fraction | int, ...]:
    """Return by what an entry is ranked: the mean of the jury, or the votes of who was there before entries opened."""
    if decided_by == "jury":
        return (Fraction(-1) if one.mean is None else one.mean,)
    return (one.settled,)


def _means(contest_id: int) -> dict[int, tuple[Fraction, int]]:
    rows = read(
        select(JuryScore.entry_id, JuryScore.juror_id, JuryScore.points, Criterion.weight)
        .join(
            Criterion,
            (Criterion.contest_id == JuryScore.contest_id) & (Criterion.position == JuryScore.criterion),
        )
        .where(JuryScore.contest_id == contest_id)
    ).all()
    given: dict[int, list[tuple[int, int]]] = {}
    jurors: dict[int, set[int]] = {}
    for row in rows:
        given.setdefault(row.entry_id, []).append((row.points, row.weight))
        jurors.setdefault(row.entry_id, set()).add(row.juror_id)
    return {key: (mean_points(points), len(jurors[key])) for key, points in given.items()}


def _votes(contest: Contest) -> AnySelect:
    valid = Vote.valid.is_(True)
    settled = Member.joined_at < contest.entries_at
    return (
        select(
            Entry.id,
            func.coalesce(func.sum(Vote.value).filter(valid), 0).label("votes"),
            func.coalesce(func.sum(Vote.value).filter(valid, settled), 0).label("settled"),
        )
        .select_from(Entry)
        .outerjoin(Vote, Vote.contribution_id == Entry.id)
        .outerjoin(Member, Member.id == Vote.member_id)
        .where(Entry.contest_id == contest.id, stands(Contribution))
        .group_by(Entry.id)
    )
