"""Finds, in the worker, which questions are alike, and keeps that for their pages."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select, update

from community.duplicates.chains import QUESTIONS
from community.duplicates.models import Neighbour
from contributions.events import ContributionEdited, ContributionPosted, ContributionsImported, ContributionStateChanged
from contributions.models import Contribution, State
from contributions.similarity.finding import CLOSE
from contributions.similarity.models import Likeness
from core.clock import now
from core.database import begin_write, db, insert_into
from core.jobs import jobs_of
from core.outbox import Delivery

LANE = "similar questions"
EVENTS = (ContributionPosted, ContributionEdited, ContributionStateChanged, ContributionsImported)
JOB = "compare questions"
BATCH = 16
KEPT = 12
KINDS = ("question", "article")


def look_again(deliveries: Sequence[Delivery]) -> None:
    """Let questions be compared anew that were posted, edited or put back; the handler of the lane."""
    changed = {delivery.payload["contribution_id"] for delivery in deliveries if "contribution_id" in delivery.payload}
    if changed:
        db.session.execute(update(QUESTIONS).where(QUESTIONS.c.id.in_(changed)).values(compared_at=None))
    jobs_of(current_app).send(JOB)


def compare_questions() -> None:
    """Compare a batch of the questions that were not compared yet, the newest first, and come back for the rest."""
    keys = uncompared()
    found = {key: _alike(key) for key in keys}
    if not keys:
        return
    begin_write()
    for key, alike in found.items():
        _keep(key, alike, now())
    if len(keys) == BATCH:
        jobs_of(current_app).send(JOB)


def uncompared() -> list[int]:
    """Return questions that stand, are learned, and were not compared since."""
    statement = (
        select(QUESTIONS.c.id)
        .join(Likeness, Likeness.contribution_id == QUESTIONS.c.id)
        .join(Contribution, Contribution.id == QUESTIONS.c.id)
        .where(QUESTIONS.c.compared_at.is_(None), Contribution.state == State.PUBLISHED)
        .order_by(QUESTIONS.c.id.desc())
        .limit(BATCH)
    )
    return list(db.session.scalars(statement))


def _alike(key: int) -> dict[int, float]:
    from contributions.similarity.neighbours import neighbours

    return neighbours(key, KINDS, KEPT, CLOSE)


def _keep(key: int, alike: dict[int, float], at: datetime) -> None:
    """Keep what is like a question in place of what was, and the question beside each of them."""
    touching = (Neighbour.question_id == key) | (Neighbour.similar_id == key)
    db.session.execute(delete(Neighbour).where(touching))
    standing = set(db.session.scalars(select(QUESTIONS.c.id).where(QUESTIONS.c.id.in_(alike))))
    rows = [{"question_id": key, "similar_id": other, "likeness": score} for other, score in alike.items()]
    rows += [
        {"question_id": other, "similar_id": key, "likeness": score}
        for other, score in alike.items()
        if other in standing
    ]
    if rows:
        statement = insert_into(Neighbour)
        better = {"likeness": statement.excluded.likeness}
        keys = [Neighbour.question_id, Neighbour.similar_id]
        db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=better), rows)
    db.session.execute(update(QUESTIONS).where(QUESTIONS.c.id == key).values(compared_at=at))
