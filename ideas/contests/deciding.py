"""Deciding a contest: the winners follow the order of who decides, each with a reason, and it stays on record."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, insert

from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import db
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.contests.events import ContestDecided
from ideas.contests.judging import Standing, rank_key, standings
from ideas.contests.models import Award, Contest, Decision
from ideas.contests.phases import phase_of
from ideas.contests.policies import may_lead
from ideas.contests.queries import hold_contest
from ideas.contests.schemas import Place, Verdict


def decide(actor: Viewer, key: int, verdict: Verdict) -> Contest:
    """Name the winners of a contest, or name them anew. Raises NotFound or Refused."""
    require(may_lead(actor))
    contest = hold_contest(actor, key)
    if phase_of(contest) not in {"closed", "decided"}:
        raise Refused(_("A contest is decided after its last date."))
    if contest.decided_at is not None and not verdict.words:
        raise Refused(_("This contest was decided before. Say why it is decided anew."))
    ranked = standings(contest)
    _require_order(contest.decided_by, ranked, verdict.places)
    db.session.execute(delete(Award).where(Award.contest_id == key))
    rows = [{"contest_id": key, "entry_id": won.entry, **won.model_dump(exclude={"entry"})} for won in verdict.places]
    db.session.execute(insert(Award), rows)
    _keep(actor, contest, verdict, ranked)
    contest.decided_at, contest.phase = contest.decided_at or now(), "decided"
    publish(ContestDecided(actor_id=actor.id, contribution_id=key))
    return contest


def _require_order(decided_by: str, ranked: Sequence[Standing], places: Sequence[Place]) -> None:
    """Refuse places that pass over an entry which stands higher; those who stand alike may be put in any order."""
    known = {one.entry: one for one in ranked}
    chosen = [known.get(place.entry) for place in sorted(places, key=lambda place: place.place)]
    won = [one for one in chosen if one is not None]
    if len(won) < len(chosen) or len({one.entry for one in won}) < len(won):
        raise Refused(_("Only entries that stand in this contest can win, each one place."))
    if decided_by == "jury" and any(one.mean is None for one in won):
        raise Refused(_("An entry that the jury has not scored cannot win."))
    keys = [rank_key(decided_by, one) for one in won]
    others = [rank_key(decided_by, one) for one in ranked if one not in won]
    falling = all(higher >= lower for higher, lower in pairwise(keys))
    if not falling or (others and max(others) > keys[-1]):
        raise Refused(_("The places do not follow the order of who decides this contest."))


def _keep(actor: Viewer, contest: Contest, verdict: Verdict, ranked: Sequence[Standing]) -> None:
    figures: Mapping[str, Any] = {
        "places": [place.model_dump() for place in verdict.places],
        "standings": [one._asdict() | {"mean": None if one.mean is None else str(one.mean)} for one in ranked],
    }
    row = Decision(contest_id=contest.id, by_id=actor.id, act="decided", words=verdict.words, figures=dict(figures))
    row.created_at = now()
    db.session.add(row)
    db.session.flush()
