"""Pairs: dealt one at a time, each with a token that answers once; those judged least come first."""

import random
import secrets
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _
from ideas.rounds.casting import ballot_of
from ideas.rounds.events import BallotCast
from ideas.rounds.models import Mode, PairVote, Round, RoundBallot, RoundOption, RoundPair
from ideas.rounds.modes import Spoiled
from ideas.rounds.policies import may_cast
from ideas.rounds.queries import hold_round
from ideas.rounds.rules import options_of, still_stands

# A pair judged n times is dealt in proportion to min(1 / (n + 1), 1 / 20): the cap keeps a new option from flooding
# everybody (as pairwise-api of All Our Ideas does).
CAP = 0.05
CHOICES = ("left", "right", "none")
BOTH, NEITHER, SAME, LEFT_UNKNOWN, RIGHT_UNKNOWN, UNKNOWN, TORN = UNDECIDED = (
    "both",
    "neither",
    "same",
    "left unknown",
    "right unknown",
    "unknown",
    "torn",
)


class Answer(NamedTuple):
    """What a member says to a pair: left, right, or none and why."""

    token: str
    choice: str
    undecided: str = ""


def deal_pair(actor: Viewer, key: int) -> RoundPair | None:
    """Deal a member the next pair, or the one that waits for an answer; None where there is none left for them.

    Raises NotFound and Refused.
    """
    found = _held(actor, key)
    ballot = ballot_of(actor, found)
    pair = waiting_pair(ballot)
    if pair is None:
        pair = _deal(found, ballot)
        publish(BallotCast(actor_id=actor.id, round_id=key, withdrawn=False))
    return pair


def waiting_pair(ballot: RoundBallot | None) -> RoundPair | None:
    """Return the pair that waits for an answer of a ballot's owner."""
    if ballot is None:
        return None
    own = (RoundPair.ballot_id == ballot.id) & RoundPair.answered_at.is_(None)
    return db.session.scalars(select(RoundPair).where(own)).one_or_none()


def judge_pair(actor: Viewer, key: int, answer: Answer) -> PairVote:
    """Answer a pair, and be dealt the next one. An answer to a pair that was answered before is kept, and not counted.

    Raises NotFound for a pair that was not dealt to this member, and Refused.
    """
    found = _held(actor, key)
    dealt = (RoundPair.token == answer.token) & (RoundPair.round_id == key) & (RoundBallot.member_id == actor.id)
    own = select(RoundPair).join(RoundBallot, RoundBallot.id == RoundPair.ballot_id).where(dealt)
    pair = db.session.scalars(own).one_or_none()
    if pair is None:
        raise NotFound
    fault = _fault(pair)
    said = {"choice": answer.choice, "undecided": answer.undecided if answer.choice == "none" else ""}
    vote = PairVote(pair_id=pair.id, **said, valid=not fault, fault=fault, created_at=now())
    db.session.add(vote)
    if vote.valid:
        pair.answered_at = vote.created_at
        db.session.flush()
        _deal(found, db.session.get_one(RoundBallot, pair.ballot_id))
        publish(BallotCast(actor_id=actor.id, round_id=key, withdrawn=False))
    db.session.flush()
    return vote


def _held(actor: Viewer, key: int) -> Round:
    found = hold_round(actor, key)
    require(may_cast(actor, found))
    if found.mode != Mode.PAIRWISE:
        raise Spoiled(_("This round has no pairs."))
    if not still_stands(found, options_of(key)):
        raise Conflict(_("The rules of this round are not those that were announced. Tell the staff."))
    return found


def _fault(pair: RoundPair) -> str:
    """Return why an answer does not count; empty where it does."""
    if pair.answered_at is None:
        return ""
    counted = select(PairVote.choice).where(PairVote.pair_id == pair.id, PairVote.valid)
    return "after undecided" if db.session.scalar(counted) == "none" else "answered before"


def _deal(found: Round, ballot: RoundBallot) -> RoundPair | None:
    if ballot.spent >= found.allowance:
        return None
    chosen = _choose(found, options_of(found.id), ballot)
    if chosen is None:
        return None
    sides = {"left_id": chosen[0], "right_id": chosen[1]}
    pair = RoundPair(
        round_id=found.id,
        ballot_id=ballot.id,
        token=secrets.token_urlsafe(24),
        **sides,
        dealt_at=now(),
        answered_at=None,
    )
    ballot.spent, ballot.changed_at = ballot.spent + 1, now()
    db.session.add(pair)
    db.session.flush()
    return pair


def _choose(found: Round, options: Sequence[RoundOption], ballot: RoundBallot) -> tuple[int, int] | None:
    """Choose a pair that this member was not dealt before, and which side each stands on."""
    dealt = select(RoundPair.left_id, RoundPair.right_id, RoundPair.ballot_id).where(RoundPair.round_id == found.id)
    rows = db.session.execute(dealt).all()
    times = Counter(frozenset(row[:2]) for row in rows)
    seen = {frozenset(row[:2]) for row in rows if row.ballot_id == ballot.id}
    pairs = [pair for pair in combinations([option.id for option in options], 2) if frozenset(pair) not in seen]
    if not pairs:
        return None
    weights = [min(1 / (times[frozenset(pair)] + 1), CAP) for pair in pairs]
    chance = random.SystemRandom()
    left, right = chance.choices(pairs, weights)[0]
    return (left, right) if chance.random() < 0.5 else (right, left)
