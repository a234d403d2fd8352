"""Finds, in the worker, ideas that seem to be the same, and lets staff decide about each pair once."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.events import ContributionEdited, ContributionPosted, ContributionsImported, ContributionStateChanged
from contributions.merging.joining import same_readers
from contributions.models import Contribution, Space, State
from contributions.policies import require
from contributions.queries import contribution_of_kind
from contributions.similarity.models import Likeness
from core.clock import now
from core.database import begin_write, db, locked, once
from core.events import publish
from core.jobs import jobs_of
from core.outbox import Delivery
from ideas.deciding.policies import may_decide
from ideas.merging.events import DuplicateDeclined
from ideas.merging.models import DuplicateSuggestion, IdeaComparison
from ideas.models import Idea

LANE = "ideas that are alike"
EVENTS = (ContributionPosted, ContributionEdited, ContributionStateChanged, ContributionsImported)
JOB = "compare ideas"
BATCH = 16
# As many hints as staff looks at, and how alike a pair must be; docs/ideas-deciding.md has the figures.
HINTS = 3
WORTH_A_LOOK = 0.5


def look_again(deliveries: Sequence[Delivery]) -> None:
    """Let ideas be compared anew that were posted, edited or put back; the handler of the lane."""
    changed = {delivery.payload["contribution_id"] for delivery in deliveries if "contribution_id" in delivery.payload}
    if changed:
        db.session.execute(delete(IdeaComparison).where(IdeaComparison.idea_id.in_(changed)))
    jobs_of(current_app).send(JOB)


def compare_ideas() -> None:
    """Compare a batch of the ideas that were not compared yet, the newest first, and come back for the rest."""
    keys = uncompared()
    found = {key: _alike(key) for key in keys}
    if not keys:
        return
    begin_write()
    for key, alike in found.items():
        _suggest(key, alike)
    if len(keys) == BATCH:
        jobs_of(current_app).send(JOB)


def uncompared() -> list[int]:
    """Return ideas that stand, are learned, and were not compared since."""
    statement = (
        select(Contribution.id)
        .join(Likeness, Likeness.contribution_id == Contribution.id)
        .outerjoin(IdeaComparison, IdeaComparison.idea_id == Contribution.id)
        .where(Contribution.kind == "idea", Contribution.state == State.PUBLISHED, IdeaComparison.idea_id.is_(None))
        .order_by(Contribution.id.desc())
        .limit(BATCH)
    )
    return list(db.session.scalars(statement))


def _alike(key: int) -> dict[int, float]:
    from contributions.similarity.neighbours import neighbours

    return neighbours(key, ("idea",), HINTS, WORTH_A_LOOK)


def _suggest(key: int, alike: dict[int, float]) -> None:
    """Suggest each pair that stands before the same readers, once for all times."""
    at = now()
    db.session.execute(once(IdeaComparison).values(idea_id=key, compared_at=at))
    spaces = (
        select(Contribution.id, Space)
        .join(Space, Space.id == Contribution.space_id)
        .where(Contribution.id.in_([key, *alike]), Contribution.state == State.PUBLISHED)
    )
    standing = {row[0]: row[1] for row in db.session.execute(spaces)}
    rows = [
        {"first_id": min(key, other), "second_id": max(key, other), "likeness": score, "found_at": at}
        for other, score in alike.items()
        if key in standing and other in standing and same_readers(standing[key], standing[other])
    ]
    if rows:
        db.session.execute(once(DuplicateSuggestion), [row | {"state": "pending"} for row in rows])


def decline(actor: Viewer, key: int) -> DuplicateSuggestion:
    """Say of a suggested pair that these are two ideas; it is not suggested again. Raises NotFound or Refused."""
    require(may_decide(actor))
    pair = locked(select(DuplicateSuggestion).where(DuplicateSuggestion.id == key))
    if pair is None:
        raise NotFound
    for one in (pair.first_id, pair.second_id):
        contribution_of_kind(actor, one, Idea)
    if pair.state == "pending":
        pair.state, pair.decided_by_id, pair.decided_at = "declined", actor.id, now()
        publish(DuplicateDeclined(actor_id=actor.id, contribution_id=pair.first_id, other_id=pair.second_id))
    return pair
