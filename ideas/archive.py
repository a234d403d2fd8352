"""Ideas as lines of an archive."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import func, select

from contributions.archive.exporting import exported
from contributions.archive.lines import ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from core.archive.batches import Batch, insert_rows
from core.archive.lines import Moment, key_of
from core.archive.registry import RecordType, add_record_types
from core.database import db
from ideas.models import Idea
from ideas.statuses import status_meant


class IdeaLine(ThreadLine):
    """An idea. `status` is the word of whoever decided on it; one that is not ours is kept as it was."""

    type: Literal["idea"]
    status: Annotated[str, Field(min_length=1, max_length=60)] = "open"
    status_changed: Moment | None = None


def _add_ideas(batch: Batch) -> None:
    keys = add_contributions(batch)
    rows = [
        {
            "id": keys[key_of(line)],
            "status": (meant := status_meant(line.status)).key,
            "phase": meant.phase,
            "status_given": line.status if line.status != meant.key else None,
            "status_changed_at": line.status_changed,
        }
        for line in batch.lines
    ]
    insert_rows(Idea, rows)


def _statuses(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table = Idea.__table__
    word = func.coalesce(table.c.status_given, table.c.status)
    rows = db.session.execute(select(table.c.id, word, table.c.status_changed_at).where(table.c.id.in_(ids)))
    return {key: {"status": status, "status_changed": at} for key, status, at in rows}


IDEA_TYPE = RecordType(
    shape=IdeaLine,
    rank=52,
    file="contributions",
    known=known_contributions,
    add=_add_ideas,
    export=lambda: exported(IdeaLine, "idea", details=_statuses),
    family=CONTRIBUTIONS,
    markdown="body",
)


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(app, IDEA_TYPE)
