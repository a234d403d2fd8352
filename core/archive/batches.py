"""Stores what was staged: batch by batch in the order of the types, each batch with its events in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text

from core.archive.lines import key_of
from core.archive.rendering import Rendered
from core.archive.report import Report
from core.archive.sources import Source
from core.database import begin_write, db


@dataclass(frozen=True)
class Batch:
    """Lines of one type on their way into the database, with what their Markdown became.

    `beginning` is the first moment of the archive, for whatever does not say when it came to be.
    """

    source: Source
    lines: Sequence[Any]
    beginning: datetime
    report: Report = field(default_factory=Report)
    rendered: Sequence[Rendered] = ()

    def ids(self, family: str, keys: Iterable[str | None]) -> dict[str, int]:
        """Return the rows that ids of the archive stand for."""
        return self.source.ids(family, keys)

    def column(self, field_name: str) -> list[Any]:
        """Return a field of every line."""
        return [getattr(line, field_name) for line in self.lines]

    def without(self, places: set[int]) -> "Batch":
        """Return the batch without some of its lines."""
        return replace(self, lines=[line for place, line in enumerate(self.lines) if place not in places])

    def with_rendered(self, rendered: Sequence[Rendered]) -> "Batch":
        """Return the batch with what its texts became."""
        return replace(self, rendered=rendered)

    def stamp(self, line: Any) -> dict[str, str]:
        """Return the columns that keep where a line came from."""
        return {"source": self.source.name, "source_key": key_of(line)}


def known_by_id(family: str, batch: Batch) -> set[int]:
    """Return the places of lines whose ids the source has already."""
    found = batch.ids(family, batch.column("id"))
    return {place for place, line in enumerate(batch.lines) if line.id in found}


def reserve_ids(model: Any, count: int) -> Sequence[int]:
    """Return ids for new rows, rising, which no other writer will use."""
    begin_write()
    table = cast("Table", model.__table__)
    if db.session.get_bind().dialect.name == "sqlite":
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        return range(last + 1, last + count + 1)
    sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(db.session.scalars(sequence, {"name": table.name, "count": count}))


def insert_rows(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in bulk; every row must have the same columns."""
    if rows:
        db.session.connection().execute(insert(cast("Table", model.__table__)), list(rows))
