"""Keeps the lines of an archive in a temporary SQLite file between checking and storing, so that memory stays flat."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from core.archive.checking import Checked
from core.archive.reading import RawLine
from core.clock import format_time

CHUNK = 500
TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE line (
    place INTEGER PRIMARY KEY, rank INTEGER, turn INTEGER, depth INTEGER DEFAULT 0, type TEXT, family TEXT,
    key TEXT, created TEXT, file TEXT, number INTEGER, content BLOB
);
CREATE TABLE taken (what TEXT, value TEXT, place INTEGER, type TEXT, PRIMARY KEY (what, value)) WITHOUT ROWID;
CREATE TABLE reference (place INTEGER, field TEXT, family TEXT, key TEXT, types TEXT);
CREATE TABLE refused (what TEXT, value TEXT, file TEXT, number INTEGER, PRIMARY KEY (what, value)) WITHOUT ROWID;
CREATE TABLE stored (what TEXT, value TEXT, type TEXT, PRIMARY KEY (what, value)) WITHOUT ROWID;
CREATE TABLE doomed (place INTEGER PRIMARY KEY, field TEXT, family TEXT, key TEXT, reason TEXT);
"""
INDEXES = """
CREATE INDEX line_order ON line (rank, turn, depth, place);
CREATE INDEX reference_target ON reference (family, key);
CREATE INDEX reference_place ON reference (place);
"""


@dataclass(frozen=True)
class Place:
    """Where a line stands."""

    file: str
    number: int


class Staging:
    """The temporary file. Used as a context manager, which closes and so removes it."""

    def __init__(self) -> None:
        # A database without a name is a file that vanishes with its process, however that ends.
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.executescript(TABLES)
        self.database.execute("BEGIN")
        self.place = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.database.close()

    def put(self, raw: RawLine, checked: Checked) -> tuple[str, Place] | None:
        """Stage a line; returns what it claims and who has it already, if something is taken, and stages nothing."""
        line, kind = checked.line, checked.kind
        claims = list(_claims(checked))
        for what, value, said in claims:
            if (holder := self.holder(what, value)) is not None:
                return said, holder
        self.place += 1
        self.database.executemany(
            "INSERT INTO taken VALUES (?, ?, ?, ?)", [(what, value, self.place, kind.name) for what, value, _ in claims]
        )
        created = line.moment()
        family = kind.family.name if kind.family else None
        self.database.execute(
            "INSERT INTO line VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self.place, kind.rank, self.place, kind.name, family, line.id if family else None),
                *(format_time(created) if created else None, raw.file, raw.number, raw.content),
            ),
        )
        self.database.executemany(
            "INSERT INTO reference VALUES (?, ?, ?, ?, ?)",
            [(self.place, name, to.family, key, ",".join(to.types)) for name, to, key in line.pointers()],
        )
        return None

    def put_refused(self, raw: RawLine, family: str | None, key: str | None) -> None:
        """Remember the id of a line that was refused, so that what refers to it can be told why it is missing."""
        if family and key:
            row = (family, key, raw.file, raw.number)
            self.database.execute("INSERT OR IGNORE INTO refused VALUES (?, ?, ?, ?)", row)

    def holder(self, what: str, value: str) -> Place | None:
        """Return where something that is unique was claimed first."""
        found = self.database.execute(
            "SELECT file, number FROM taken JOIN line USING (place) WHERE what = ? AND value = ?", (what, value)
        ).fetchone()
        return Place(*found) if found else None

    def close_reading(self) -> None:
        """Build the indexes; called once, when every line is staged."""
        self.database.executescript(INDEXES)

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, a chunk at a time."""
        cursor = self.database.execute(query, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk

    def scalar(self, query: str, *values: Any) -> Any:
        """Return the first value of the first row, or None."""
        row = self.database.execute(query, values).fetchone()
        return row[0] if row else None

    def write(self, query: str, rows: Iterable[tuple[Any, ...]] = ((),)) -> None:
        """Run a statement for every row of values."""
        self.database.executemany(query, rows)


def _claims(checked: Checked) -> Iterator[tuple[str, str, str]]:
    line, kind = checked.line, checked.kind
    if kind.family and line.id is not None:
        yield kind.family.name, line.id, f"the id {line.id!r} is taken"
    yield from line.uniques()
