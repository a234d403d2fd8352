"""What an archive may hold: the types of lines, put here by the packages that own the tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy.orm import InstrumentedAttribute

from core.archive.lines import Line

if TYPE_CHECKING:
    from core.archive.batches import Batch


@dataclass(frozen=True)
class Family:
    """A namespace of ids: the table that keeps them in `source` and `source_key`, and where its kind and time stand."""

    name: str
    model: Any
    created: InstrumentedAttribute[Any] | None = None
    kind: InstrumentedAttribute[Any] | None = None


@dataclass(frozen=True)
class RecordType:
    """One type of line: its shape, the order of its storing, and the two ways between lines and rows.

    `known` returns the places in a batch of what the database has already; `add` stores a batch of which nothing is
    known. `export` yields lines in a fixed order. `markdown` names the field to be rendered, `tree` the field by which
    lines of this type hang on one another.
    """

    shape: type[Line]
    rank: int
    file: str
    known: Callable[["Batch"], set[int]]
    add: Callable[["Batch"], None]
    export: Callable[[], Iterator[Line]]
    family: Family | None = None
    markdown: str | None = None
    tree: str | None = None

    @property
    def name(self) -> str:
        """The word in the field `type`."""
        name: str = self.shape.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr]
        return name


@dataclass
class Registry:
    """All types, and what counts derived columns again after an import (told the source, or None for all rows)."""

    types: dict[str, RecordType] = field(default_factory=dict)
    finishers: list[Callable[[str | None], None]] = field(default_factory=list)

    @property
    def families(self) -> dict[str, Family]:
        """The families by name."""
        return {kind.family.name: kind.family for kind in self.types.values() if kind.family}

    @property
    def in_order(self) -> list[RecordType]:
        """The types in the order of storing."""
        return sorted(self.types.values(), key=lambda kind: kind.rank)


def registry_of(app: Flask) -> Registry:
    """Return the registry of an application, opened where nothing is in it yet."""
    registry: Registry = app.extensions.setdefault("archive", Registry())
    return registry


def here() -> Registry:
    """Return the registry of the current application."""
    return registry_of(current_app)


def add_record_types(app: Flask, *types: RecordType) -> None:
    """Make types of lines known. Raises ValueError where two types would take the same turn in storing."""
    known = registry_of(app).types
    for kind in types:
        if any(kind.rank == other.rank and kind.name != other.name for other in known.values()):
            raise ValueError(f"the rank {kind.rank} of {kind.name} is taken")
        known[kind.name] = kind


def after_import(app: Flask, finisher: Callable[[str | None], None]) -> None:
    """Let something count again after every import; finishers run in the order in which they were added."""
    registry_of(app).finishers.append(finisher)
