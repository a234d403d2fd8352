"""Casting a ballot: one for each member, which a later one replaces; what it spends is the sum of its entries."""

import secrets
from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _
from ideas.rounds.events import BallotCast
from ideas.rounds.models import BallotEntry, Mode, Round, RoundBallot
from ideas.rounds.modes import Entry, Spoiled, entries_of
from ideas.rounds.policies import may_cast
from ideas.rounds.queries import hold_round
from ideas.rounds.rules import options_of, still_stands

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE = 12


def cast_ballot(actor: Viewer, key: int, votes: Mapping[int, int]) -> RoundBallot:
    """Cast a ballot, or replace the one cast before; `votes` go by the numbers of options.

    Raises NotFound, Refused, and Spoiled for a ballot that the rules do not take.
    """
    found = hold_round(actor, key)
    require(may_cast(actor, found))
    if found.mode == Mode.PAIRWISE:
        raise Spoiled(_("In this round you choose between two options at a time."))
    options = options_of(key)
    if not still_stands(found, options):
        raise Conflict(_("The rules of this round are not those that were announced. Tell the staff."))
    entries = entries_of(found, options, votes)
    ballot = ballot_of(actor, found)
    _replace(ballot, entries)
    publish(BallotCast(actor_id=actor.id, round_id=key, withdrawn=False))
    return ballot


def ballot_of(actor: Viewer, found: Round) -> RoundBallot:
    """Return an actor's ballot in a round that is held, begun where there is none."""
    own = (RoundBallot.round_id == found.id) & (RoundBallot.member_id == actor.id)
    ballot = db.session.scalars(select(RoundBallot).where(own)).one_or_none()
    if ballot is None:
        at, code = now(), "".join(secrets.choice(LETTERS) for _letter in range(CODE))
        frozen = {"round_id": found.id, "rules_hash": found.rules_hash, "allowance": found.allowance}
        ballot = RoundBallot(**frozen, member_id=actor.id, code=code, spent=0, cast_at=at, changed_at=at)
        db.session.add(ballot)
        found.ballot_count += 1
        db.session.flush()
    return ballot


def _replace(ballot: RoundBallot, entries: list[Entry]) -> None:
    db.session.execute(delete(BallotEntry).where(BallotEntry.ballot_id == ballot.id))
    place = {"ballot_id": ballot.id, "round_id": ballot.round_id}
    rows = [{**place, "option_id": option.id, "value": value, "cost": cost} for option, value, cost in entries]
    db.session.execute(insert(BallotEntry), rows)
    ballot.spent, ballot.changed_at = sum(entry.cost for entry in entries), now()
    db.session.flush()


def withdraw_ballot(actor: Viewer, key: int) -> None:
    """Take one's ballot back, as long as the round is open. Raises NotFound and Refused."""
    found = hold_round(actor, key)
    require(may_cast(actor, found))
    own = (RoundBallot.round_id == key) & (RoundBallot.member_id == actor.id)
    ballot = db.session.scalars(select(RoundBallot).where(own)).one_or_none()
    if ballot is None:
        return
    if found.mode == Mode.PAIRWISE:
        raise Spoiled(_("Answers to pairs stay, as each pair can be answered once."))
    db.session.execute(delete(RoundBallot).where(RoundBallot.id == ballot.id))
    found.ballot_count -= 1
    publish(BallotCast(actor_id=actor.id, round_id=key, withdrawn=True))
