"""Rounds of opinions that are over, for whoever looks for groups among those who voted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import and_, select

from accounts.models import Member
from contributions.models import Space, Visibility
from contributions.opinions import Conversation, Opinion, Statement
from core.database import read
from ideas.rounds.models import BallotEntry, Mode, Phase, Round, RoundBallot, RoundOption

MOST_ROUNDS = 50


def round_conversations(moment: datetime) -> Iterator[Conversation]:
    """Yield the latest rounds of opinions that were over at a moment, in spaces that all members may read."""
    rounds = (
        select(Round.id, Round.title, Round.space_id)
        .join(Space, Space.id == Round.space_id)
        .where(Round.mode == Mode.OPINIONS, Round.phase == Phase.CLOSED, Round.closed_at <= moment)
        .where(Space.visibility.in_((Visibility.PUBLIC, Visibility.MEMBERS)))
        .order_by(Round.closed_at.desc(), Round.id.desc())
        .limit(MOST_ROUNDS)
    )
    found = read(rounds).all()
    statements = _statements([row.id for row in found])
    for row in found:
        given = _opinions(row.id)
        yield Conversation(f"round-{row.id}", row.title, f"/rounds/{row.id}", row.space_id, statements[row.id], given)


def _statements(keys: Sequence[int]) -> dict[int, list[Statement]]:
    columns = (RoundOption.round_id, RoundOption.number, RoundOption.title, RoundOption.idea_id)
    statement = (
        select(*columns).where(RoundOption.round_id.in_(keys)).order_by(RoundOption.round_id, RoundOption.number)
    )
    found: dict[int, list[Statement]] = defaultdict(list)
    for row in read(statement):
        # The words of an idea are read where it stands, so that none outlives it here.
        found[row.round_id].append(Statement(row.number, "" if row.idea_id else row.title, row.idea_id))
    return found


def _opinions(key: int) -> list[Opinion]:
    statement = (
        select(RoundBallot.member_id, RoundOption.number, BallotEntry.value)
        .join(RoundBallot, and_(RoundBallot.round_id == key, RoundBallot.id == BallotEntry.ballot_id))
        .join(RoundOption, RoundOption.id == BallotEntry.option_id)
        .join(Member, and_(Member.id == RoundBallot.member_id, Member.erased_at.is_(None)))
        .where(BallotEntry.round_id == key)
        .order_by(RoundBallot.member_id, RoundOption.number)
    )
    return [Opinion(*row) for row in read(statement)]
