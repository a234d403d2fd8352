"""Holding posts back until a moderator has looked, and letting them go: none is ever lost on the way."""

from typing import Any

from sqlalchemy import exists, select, update

from contributions import counters
from contributions.events import ContributionPosted, ContributionStateChanged
from contributions.models import Contribution, State
from contributions.moderation.events import ContributionHeld
from contributions.moderation.models import Flag, Review
from contributions.taking_down import state_changed
from core.clock import now
from core.database import db
from core.events import publish

DECISIONS = {State.PUBLISHED: "keep", State.HIDDEN: "hide", State.DELETED: "delete"}


def open_review(
    contribution: Contribution, cause: str, *, announced: bool = True, score: float | None = None
) -> Review:
    """Return the open review of a contribution whose thread is held, opened now where there is none."""
    review = _open_review_of(contribution.id)
    if review is None:
        review = Review(contribution_id=contribution.id, cause=cause, announced=announced, score=score, weight=0.0)
        review.opened_at, review.words = now(), ""
        db.session.add(review)
        db.session.flush()
    return review


def hold_new(contribution: Contribution, cause: str, score: float | None = None) -> None:
    """Put a post that has just been written, and told to nobody, before the moderators."""
    open_review(contribution, cause, announced=False, score=score)
    _tell_held(contribution, cause)


def conceal(contribution: Contribution, cause: str) -> None:
    """Take a post off the page until a moderator has looked."""
    before, contribution.state = contribution.state, State.HELD
    contribution.state_by_id, contribution.state_reason = None, ""
    db.session.flush()
    counters.recount_thread(contribution.root_id)
    state_changed.send(contribution)
    publish(
        ContributionStateChanged(
            actor_id=None,
            contribution_id=contribution.id,
            thread_id=contribution.root_id,
            before=before,
            after=State.HELD,
            reason=cause,
        )
    )
    _tell_held(contribution, cause)


def withdraw_review(contribution: Contribution, weight: float) -> None:
    """Close a review that only withdrawn flags had opened; what is held stays before the moderators."""
    review = _open_review_of(contribution.id)
    if review is None:
        return
    review.weight = weight
    if weight == 0 and review.cause == "flags" and contribution.state != State.HELD:
        review.decision, review.closed_at = "keep", now()


def settle(contribution: Contribution, **_more: Any) -> None:
    """Close what is open about a post that a moderator took down or put back outside the queue, and announce it."""
    if contribution.state == State.HELD or contribution.state_by_id == contribution.author_id:
        return
    decision = DECISIONS[State(contribution.state)]
    open_here = (Review.contribution_id == contribution.id) & Review.closed_at.is_(None)
    closed = {"decision": decision, "closed_at": now(), "closed_by_id": contribution.state_by_id}
    db.session.execute(update(Review).where(open_here).values(words=contribution.state_reason, **closed))
    settle_flags(contribution.id, "disagreed" if decision == "keep" else "agreed", contribution.state_by_id)
    if contribution.state == State.PUBLISHED:
        _announce(contribution)


def settle_flags(key: int, verdict: str, by: int | None) -> None:
    """Say of every open flag on a contribution whether it was right."""
    standing = (Flag.contribution_id == key) & (Flag.state == "open")
    db.session.execute(update(Flag).where(standing).values(state=verdict, settled_at=now(), settled_by_id=by))


def unqueued() -> list[int]:
    """Return the held contributions that stand in no queue, as after an import."""
    waiting = exists().where(Review.contribution_id == Contribution.id, Review.closed_at.is_(None))
    return list(db.session.scalars(select(Contribution.id).where(Contribution.state == State.HELD, ~waiting)))


def queue_the_unqueued() -> None:
    """Put every held contribution before the moderators."""
    for key in unqueued():
        open_review(db.session.get_one(Contribution, key), "import")


def _announce(contribution: Contribution) -> None:
    """Tell the community of a post that was held from the start; for it, the post is new now."""
    untold = (Review.contribution_id == contribution.id) & Review.announced.is_(False)
    told = update(Review).where(untold).values(announced=True).returning(Review.id)
    if not db.session.scalars(told).all():
        return
    contribution.created_at = contribution.active_at = now()
    db.session.flush()
    counters.recount_thread(contribution.root_id)
    publish(
        ContributionPosted(
            actor_id=contribution.author_id,
            contribution_id=contribution.id,
            kind=contribution.kind,
            thread_id=contribution.root_id,
        )
    )


def _open_review_of(key: int) -> Review | None:
    return db.session.scalars(select(Review).where(Review.contribution_id == key, Review.closed_at.is_(None))).first()


def _tell_held(contribution: Contribution, cause: str) -> None:
    root = contribution.root_id
    publish(ContributionHeld(actor_id=None, contribution_id=contribution.id, thread_id=root, cause=cause))
