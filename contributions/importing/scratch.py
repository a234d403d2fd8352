"""Keeps the tables of a dump in a temporary SQLite file, so that they can be joined while memory stays flat."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

CHUNK = 500
Columns = Mapping[str, str]
START = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
PRAGMA temp_store = FILE;
"""


class Scratch:
    """The temporary file. Used as a context manager, which closes and so removes it.

    `tables` names the columns of every table, parted by spaces; those that end in # hold whole numbers. Every row also
    keeps where it stood, in `file_` and `line_`.
    """

    def __init__(self, tables: Columns) -> None:
        # A database without a name is a file that vanishes with its process, however that ends.
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.row_factory = sqlite3.Row
        self.database.executescript(START)
        self.columns = {name: tuple(text.replace("#", "").split()) for name, text in tables.items()}
        for name, text in tables.items():
            kept = ", ".join(
                f'"{column[:-1]}" INTEGER' if "#" in column else f'"{column}" TEXT' for column in text.split()
            )
            self.database.execute(f'CREATE TABLE "{name}" (file_ TEXT, line_ INTEGER, {kept})')
        self.database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.database.close()

    def put(self, table: str, place: tuple[str, int], values: Mapping[str, str | None]) -> None:
        """Keep a row: of its values those that the table has columns for, and nothing where one is missing."""
        columns = self.columns[table]
        marks = ",".join("?" * (len(columns) + 2))
        row = (*place, *(values.get(column) for column in columns))
        self.database.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)

    def derive(self, statements: Sequence[str]) -> None:
        """Run statements that make indexes and further tables of what is there."""
        for statement in statements:
            self.database.execute(statement)

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query, a chunk at a time."""
        cursor = self.database.execute(query, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk

    def count(self, query: str) -> int:
        """Return the one number that a query finds."""
        found: int = self.database.execute(query).fetchone()[0] or 0
        return found
