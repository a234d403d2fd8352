"""The part of a run that ranks lead users and rising members, and keeps the posts that say why."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import insert

from core.database import db
from insights.graphs.stage import graphs_of, not_profiled
from insights.lead_users.models import Follower, Lead, Reason
from insights.lead_users.reasons import SOLVED, Grounds, reasons_for
from insights.lead_users.rising import Rising, rising_members
from insights.lead_users.scoring import Scores, ranked, ranks, score
from insights.stages import Context

KEPT = 100
CHUNK = 500


def run_lead_users(context: Context) -> dict[str, Any]:
    """Rank the members of a run and store both rankings with their reasons."""
    silent = not_profiled()
    rising = [one for one in rising_members(context.snapshot) if one.member not in silent][:KEPT]
    _store(Lead, [_rising_row(context.run_id, place, one, rising[0]) for place, one in enumerate(rising, start=1)])
    grounds = [Grounds(one.member, "solved", post.id) for one in rising for post in _best(one)]
    if not context.snapshot.posts:
        return {"scored": 0, "rising": 0}
    scores = score(context.snapshot, *graphs_of(context), context.seed)
    context.progress(0.8)
    order = ranked(scores)
    kept = [place for place in order.tolist() if int(scores.members[place]) not in silent][:KEPT]
    _store(Lead, [_lead_row(context.run_id, number, place, scores) for number, place in enumerate(kept, start=1)])
    grounds += reasons_for(scores, kept)
    _store_grounds(context.run_id, grounds)
    return {"scored": len(order), "rising": len(rising), "terms": len(scores.uses.terms), **_likeness(scores, order)}


def _likeness(scores: Scores, order: Any) -> dict[str, float | None]:
    """Return how much the score goes with how much members write: Spearman's rank correlation."""
    if len(order) < 10:
        return {"likeness_to_activity": None}
    found = np.corrcoef(ranks(scores.score[order]), ranks(scores.traits.posts[order]))[0, 1]
    return {"likeness_to_activity": round(float(found), 3)}


def _best(one: Rising) -> Sequence[Any]:
    return sorted(one.posts, key=lambda post: (not post.accepted, -post.at))[:SOLVED]


def _rising_row(run_id: int, place: int, one: Rising, first: Rising) -> dict[str, Any]:
    share = one.expected / first.expected if first.expected else 0.0
    return {"run_id": run_id, "ranking": "rising", "member_id": one.member, "place": place, "score": 100 * share}


def _lead_row(run_id: int, number: int, place: int, scores: Scores) -> dict[str, Any]:
    parts = {name: float(getattr(scores, name)[place]) for name in ("score", "ahead", "benefit", "support")}
    member = int(scores.members[place])
    return {"run_id": run_id, "ranking": "lead", "member_id": member, "place": number, **parts}


def _store_grounds(run_id: int, grounds: Iterable[Grounds]) -> None:
    followers: list[dict[str, int]] = []
    for one in grounds:
        row = {"run_id": run_id, "member_id": one.member, "kind": one.kind, "contribution_id": one.post}
        key = db.session.execute(insert(Reason).values(**row, term=one.term).returning(Reason.id)).scalar_one()
        followers += [{"reason_id": key, "contribution_id": post} for post in one.followers]
    _store(Follower, followers)


def _store(table: Any, rows: Sequence[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), CHUNK):
        db.session.execute(insert(table), list(rows[begin : begin + CHUNK]))
