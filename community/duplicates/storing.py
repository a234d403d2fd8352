"""Stores merges of questions that an archive tells of; what was moved stands in its new place there already."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from community.models import Question
from contributions.merging.models import ThreadMerge
from core.archive.identity import chunks
from core.database import db, once

Told = tuple[tuple[int, int] | None, datetime | None, int | None]


def add_merges(told: Iterable[Told]) -> None:
    """Keep for each pair of questions (the merged one first) when and by whom it was merged, where it was."""
    merged = [(pair, at, by) for pair, at, by in told if pair is not None and at is not None]
    own: set[int] = set()
    for chunk in chunks(sorted({key for pair, _at, _by in merged for key in pair})):
        own.update(db.session.scalars(select(Question.id).where(Question.id.in_(chunk))))
    rows = [
        {"source_id": pair[0], "target_id": pair[1], "merged_at": at, "merged_by_id": by}
        for pair, at, by in merged
        if own.issuperset(pair)
    ]
    if rows:
        db.session.execute(once(ThreadMerge), rows)
