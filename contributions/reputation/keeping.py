"""The lane that keeps the ledger in step with what happens."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select

from contributions import counters
from contributions.events import ContributionsImported, ContributionStateChanged, ThreadsMerged, VoteCast
from contributions.models import Contribution, Vote
from contributions.reputation.events import ReputationChanged, VotesDiscounted
from contributions.reputation.ledger import reconcile
from contributions.voting import score_changed
from core.database import db
from core.events import publish
from core.outbox import Delivery

LANE = "reputation"
EVENTS = (VoteCast, ContributionStateChanged, ContributionsImported, ThreadsMerged, VotesDiscounted)


def keep_reputation(deliveries: Sequence[Delivery]) -> None:
    """Let the ledger follow votes, acceptances, and what came, went or came back."""
    for delivery in deliveries:
        if delivery.event == VotesDiscounted.name():
            _count_again(delivery.payload["member_id"])
    imported = any(delivery.event == ContributionsImported.name() for delivery in deliveries)
    entries = reconcile(None if imported else sorted(_touched(deliveries)))
    if entries:
        publish(ReputationChanged(actor_id=None, entries=entries))


def _touched(deliveries: Sequence[Delivery]) -> set[int]:
    """Return the contributions whose points may differ: one, all of a thread, or all that a member voted on."""
    payloads = [delivery.payload for delivery in deliveries if delivery.event != VotesDiscounted.name()]
    threads = {payload["thread_id"] for payload in payloads if "thread_id" in payload}
    alone = {payload["contribution_id"] for payload in payloads if "thread_id" not in payload}
    voters = {delivery.payload["member_id"] for delivery in deliveries if delivery.event == VotesDiscounted.name()}
    return alone | _within(threads) | _voted_on(voters)


def _within(threads: set[int]) -> set[int]:
    inside = or_(Contribution.id.in_(threads), Contribution.thread_id.in_(threads))
    return set(db.session.scalars(select(Contribution.id).where(inside))) if threads else set()


def _voted_on(members: Iterable[int]) -> set[int]:
    return set(db.session.scalars(select(Vote.contribution_id).where(Vote.member_id.in_(members))))


def _count_again(member_id: int) -> None:
    """Bring the scores in step with votes that count no longer, or count again, and what follows from scores."""
    voted = select(Vote.contribution_id).where(Vote.member_id == member_id)
    counters.recount_contributions(voted)
    counters.recount_hot(
        select(func.coalesce(Contribution.thread_id, Contribution.id)).where(Contribution.id.in_(voted))
    )
    for contribution in db.session.scalars(select(Contribution).where(Contribution.id.in_(voted))):
        score_changed.send(contribution)
