"""Learns, in the worker, what threads are about: after each change of one, and whatever is missing besides."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from flask import current_app
from sqlalchemy import ColumnElement, Table, delete, insert, or_, select

from contributions.events import (
    ContributionEdited,
    ContributionPosted,
    ContributionsImported,
    ContributionStateChanged,
)
from contributions.models import Contribution, State
from contributions.problems import problems_of
from contributions.similarity.describing import Words, vectors_of
from contributions.similarity.models import Likeness
from contributions.similarity.terms import count_terms, pack
from core.database import begin_write, db, read
from core.embedding import Embedder, EmbeddingUnavailable
from core.jobs import jobs_of
from core.markup import plain_text
from core.outbox import Delivery
from core.paging import AnySelect

log = logging.getLogger(__name__)

LANE = "likeness"
EVENTS = (ContributionPosted, ContributionEdited, ContributionStateChanged, ContributionsImported)
JOB = "learn likeness"
BATCH = 32
TABLE = cast("Table", Likeness.__table__)


def embedder() -> Embedder:
    """Return the model of sentences of the current application."""
    found: Embedder = current_app.extensions["embedder"]
    return found


def keep_likeness(deliveries: Sequence[Delivery]) -> None:
    """Learn the threads that were posted, edited, taken down or put back; what was imported is left to the job."""
    changed = {
        delivery.payload["contribution_id"]
        for delivery in deliveries
        if "contribution_id" in delivery.payload
        and delivery.payload["contribution_id"] == delivery.payload.get("thread_id")
    }
    for keys in _batches(sorted(changed)):
        learn(keys)
    if any(delivery.event == ContributionsImported.name() for delivery in deliveries):
        jobs_of(current_app).send(JOB)


def learn_missing() -> None:
    """Learn a batch of the threads of which nothing is known, and come back for the rest."""
    keys = missing(BATCH)
    learn(keys)
    if len(keys) == BATCH:
        jobs_of(current_app).send(JOB)


def learn_all() -> int:
    """Learn everything that is missing and forget what should not be there; returns the number of threads learned."""
    db.session.execute(delete(TABLE).where(TABLE.c.contribution_id.in_(select(surplus().subquery().c.id))))
    count = 0
    while keys := missing(BATCH):
        learn(keys)
        count += len(keys)
    return count


def learn(keys: Sequence[int]) -> None:
    """Put what these threads are about in place of what was known of them; nothing is kept of those that do not stand.

    The model works before anything is written, so nobody waits for it; a thread that changed meanwhile is left alone,
    as the event of that change comes next.
    """
    if not keys:
        return
    words = words_of(keys)
    rows = list(_learned(words))
    begin_write()
    still = {key: text.digest for key, text in words_of(keys, hold=True).items()}
    db.session.execute(delete(TABLE).where(TABLE.c.contribution_id.in_(keys)))
    standing = [row for row in rows if still.get(row["contribution_id"]) == row["text_digest"]]
    if standing:
        db.session.execute(insert(TABLE), standing)


def _learned(words: dict[int, Words]) -> Iterator[dict[str, Any]]:
    model = usable_model()
    texts = list(words.values())
    vectors = vectors_of(embedder(), texts) if model and texts else None
    for place, (key, text) in enumerate(words.items()):
        yield {
            "contribution_id": key,
            "text_digest": text.digest,
            "model": model,
            "terms": pack(count_terms(text.title), count_terms(text.body)),
            "vector": b"" if vectors is None else vectors[place].tobytes(),
            "learned_at": time.time_ns() // 1000,
        }


def usable_model() -> str:
    """Return the digest of the model, built now where that has not been done; empty where there is none."""
    model = embedder()
    try:
        model.prepare()
    except EmbeddingUnavailable as problem:
        log.info("threads are compared by their words alone: %s", problem)
        return ""
    return model.digest if model.ready else ""


def standing_threads() -> ColumnElement[bool]:
    """Threads that anybody may be pointed to: published ones."""
    return Contribution.thread_id.is_(None) & (Contribution.state == State.PUBLISHED)


def words_of(keys: Sequence[int], *, hold: bool = False) -> dict[int, Words]:
    """Return the words of those of these threads that stand; with `hold` nobody changes them until the end."""
    statement = (
        select(Contribution.id, Contribution.title, Contribution.html)
        .where(Contribution.id.in_(keys), standing_threads())
        .order_by(Contribution.id)
    )
    rows = read(statement.with_for_update(of=Contribution) if hold else statement).all()
    problems = problems_of([row.id for row in rows])
    return {row.id: Words(row.title, plain_text(problems.get(row.id, "") + row.html)) for row in rows}


def missing(limit: int | None = None) -> list[int]:
    """Return threads of which nothing is known, or nothing by the model that is there; the newest first."""
    model = usable_model()
    unknown = Likeness.contribution_id.is_(None)
    statement = (
        select(Contribution.id)
        .outerjoin(Likeness, Likeness.contribution_id == Contribution.id)
        .where(standing_threads(), or_(unknown, Likeness.model != model) if model else unknown)
        .order_by(Contribution.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def surplus() -> AnySelect:
    """Threads that do not stand and of which something is known all the same."""
    return (
        select(Contribution.id).join(Likeness, Likeness.contribution_id == Contribution.id).where(~standing_threads())
    )


def _batches(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[begin : begin + BATCH] for begin in range(0, len(keys), BATCH))
