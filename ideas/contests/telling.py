"""Who follows a contest or takes part in it hears of each phase once, of the winners once, and teams of their own."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from accounts.models import Member
from contributions.models import Follow
from contributions.telling import Tidings, queue_mails, tell
from core.database import db
from core.outbox import Delivery
from ideas.contests.events import ContestDecided, ContestPhaseBegan, TeamChanged
from ideas.contests.models import Award, Entry, TeamMember

LANE = "contests"
EVENTS = (ContestPhaseBegan, ContestDecided, TeamChanged)
# The end of the jury is no news for anybody but staff; the winners are.
TOLD = ("entries", "voting", "jury")


def tell_of_contests(deliveries: Sequence[Delivery]) -> None:
    """Tell of everything in these deliveries; whoever has heard of it hears nothing more."""
    for delivery in deliveries:
        key, payload = delivery.payload["contribution_id"], delivery.payload
        if delivery.event == ContestPhaseBegan.name() and payload["phase"] in TOLD:
            _tell(delivery, key, f"phase {payload['phase']}", f"contest_{payload['phase']}", "followed", _around(key))
        elif delivery.event == ContestDecided.name():
            _tell(delivery, key, "decided", "contest_decided", "followed", _around(key))
            _tell_winners(delivery, key)
        elif delivery.event == TeamChanged.name() and payload["change"] == "invited":
            _tell(delivery, key, "invited", "invited", "own", Member.id == payload["member_id"])


def _tell_winners(delivery: Delivery, contest_id: int) -> None:
    for entry in db.session.scalars(select(Award.entry_id).where(Award.contest_id == contest_id)).all():
        team = select(TeamMember.member_id).where(TeamMember.entry_id == entry, TeamMember.accepted_at.is_not(None))
        _tell(delivery, entry, "won", "won", "own", Member.id.in_(team))


def _around(contest_id: int) -> ColumnElement[bool]:
    following = select(Follow.member_id).where(Follow.contribution_id == contest_id)
    entrants = (
        select(TeamMember.member_id)
        .join(Entry, Entry.id == TeamMember.entry_id)
        .where(Entry.contest_id == contest_id, TeamMember.accepted_at.is_not(None))
    )
    return or_(Member.id.in_(following), Member.id.in_(entrants))


def _tell(delivery: Delivery, key: int, occasion: str, reason: str, kind: str, whom: ColumnElement[bool]) -> None:
    tell(Tidings(key, occasion, reason, kind, delivery.actor_id, delivery.created_at), whom)
    queue_mails(key, occasion, delivery.created_at)
