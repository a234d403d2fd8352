"""What is said outside, as lines of an archive."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import select

from core.archive.batches import Batch, insert_rows, known_by_id
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from insights.buzz.models import OutsideMention


class MentionLine(Line):
    """A mention on another site; `on` is the name of a product or brand, or words of a topic."""

    type: Literal["mention"]
    id: Id
    on: Annotated[str, Field(min_length=1, max_length=120)]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    author: Annotated[str, Field(max_length=120)] = ""
    url: Annotated[str, Field(pattern=r"^(https?://.*)?$", max_length=500)] = ""
    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    language: Annotated[str, Field(max_length=35)] | None = None
    created: Moment

    def moment(self) -> datetime:
        """Return when it was said."""
        return self.created


def _add(batch: Batch) -> None:
    rows = [
        {
            **batch.stamp(line),
            "about": line.on,
            "site": line.source,
            "author": line.author,
            "url": line.url,
            "text": line.text,
            "language": line.language,
            "created_at": line.created,
        }
        for line in batch.lines
    ]
    insert_rows(OutsideMention, rows)


def _export() -> Iterator[MentionLine]:
    names = PublicIds(OutsideMention)
    for rows in pages_of_rows(select(*OutsideMention.__table__.c), OutsideMention.id):
        keys = names.of(row.id for row in rows)
        for row in rows:
            yield MentionLine.model_construct(
                type="mention",
                id=keys[row.id],
                on=row.about,
                source=row.site,
                author=row.author,
                url=row.url,
                text=row.text,
                language=row.language,
                created=row.created_at,
            )


def register_archive(app: Flask) -> None:
    """Make the lines known."""
    add_record_types(
        app,
        RecordType(
            shape=MentionLine,
            rank=191,
            file="mentions",
            known=lambda batch: known_by_id("mention", batch),
            add=_add,
            export=_export,
            family=Family("mention", OutsideMention),
        ),
    )
