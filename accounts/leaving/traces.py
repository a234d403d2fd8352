"""Where rows name a member: what of it a member can take along, and what becomes of it when the member is erased.

Each package writes down its own columns. One that nobody wrote down is taken along whole and goes with the member, or
forgets the member where it can: to forget a rule can never keep somebody's rows.
"""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Column

from core.database import Base


class Fate(enum.StrEnum):
    """What becomes of the rows of an erased member."""

    DELETED = "deleted"
    # The rows stay and name nobody.
    FORGOTTEN = "forgotten"
    # The rows stay and name the erased member, of whom nothing is left but a number.
    KEPT = "kept"


@dataclass(frozen=True)
class Trace:
    """One column that names a member. `why` is the reason where something is kept, or not to be taken along.

    `only` limits what can be taken along to these columns; `without` leaves columns out, such as secrets.
    """

    column: Any
    fate: Fate
    why: str = ""
    taken_along: bool = True
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The column as `table.column`."""
        return f"{self.table_column.table.name}.{self.table_column.name}"

    @property
    def table_column(self) -> Column[Any]:
        """The column of the table, whether it was named by a model or by a table."""
        column: Column[Any] = self.column.property.columns[0] if hasattr(self.column, "property") else self.column
        return column

    def columns(self) -> list[Column[Any]]:
        """Return the columns that can be taken along."""
        table = self.table_column.table
        chosen = [table.c[name] for name in self.only] if self.only else list(table.c)
        return [column for column in chosen if column.name not in self.without]


# Yields the lines or rows of one file of a copy, for a member's id.
Provider = Callable[[int], Iterator[Any]]


@dataclass
class Ledger:
    """Everything that the packages of an application know of their members."""

    traces: dict[str, Trace] = field(default_factory=dict)
    files: dict[str, Provider] = field(default_factory=dict)
    cleaners: list[Callable[[int, tuple[str, ...]], None]] = field(default_factory=list)


def ledger_of(app: Flask) -> Ledger:
    """Return the ledger of an application."""
    ledger: Ledger = app.extensions.setdefault("leaving", Ledger())
    return ledger


def add_traces(app: Flask, *traces: Trace) -> None:
    """Say what columns of a package name a member."""
    ledger_of(app).traces.update({trace.name: trace for trace in traces})


def add_takeout_file(app: Flask, name: str, provider: Provider) -> None:
    """Put a further file into every copy: lines of bytes for a name that ends in .jsonl, otherwise rows of JSON."""
    ledger_of(app).files[name] = provider


def add_cleaner(app: Flask, cleaner: Callable[[int, tuple[str, ...]], None]) -> None:
    """Let a package do what no column says, in the transaction of an erasure; told the id and the words that name."""
    ledger_of(app).cleaners.append(cleaner)


def all_traces() -> list[Trace]:
    """Return a rule for every column that names a member, the written ones and the others."""
    written = ledger_of(current_app._get_current_object()).traces  # type: ignore[attr-defined]
    found = {trace.name: trace for trace in map(_unwritten, columns_that_name_members())}
    return list((found | written).values())


def columns_that_name_members() -> list[Column[Any]]:
    """Return every column with a foreign key to members."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "member.id" for key in column.foreign_keys)
    ]


def _unwritten(column: Column[Any]) -> Trace:
    return Trace(column, Fate.FORGOTTEN if column.nullable else Fate.DELETED)
