"""What an import did, and what was wrong with the lines that it refused."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_ERRORS = 100


@dataclass(frozen=True)
class Problem:
    """Why a line was refused, and what to do about it. `field` is None where the line as a whole is at fault."""

    file: str
    line: int
    field: str | None
    reason: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {f'{self.field}: ' if self.field else ''}{self.reason}. {self.advice}"


@dataclass
class Tally:
    """How many lines of a type were read, stored, there already, and refused."""

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass
class Report:
    """The outcome of an import. In a dry run `stored` says what would be stored."""

    source: str = ""
    dry_run: bool = False
    by_type: dict[str, Tally] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    errors_total: int = 0
    unknown_fields: dict[str, Counter[str]] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def tally(self, kind: str) -> Tally:
        """Return the counts of a type."""
        return self.by_type.setdefault(kind, Tally())

    def refuse(self, kind: str, problems: list[Problem]) -> None:
        """Count a refused line, and keep why while there is room."""
        self.tally(kind).refused += 1
        self.errors_total += len(problems)
        self.errors += problems[: MOST_ERRORS - len(self.errors)]

    def total(self, what: str) -> int:
        """Add up one of the counts over all types."""
        return sum(getattr(tally, what) for tally in self.by_type.values())

    def as_json(self) -> Mapping[str, Any]:
        """Return the report as plain values."""
        counts = {what: self.total(what) for what in ("read", "stored", "unchanged", "refused")}
        return {
            "source": self.source,
            "dry_run": self.dry_run,
            **counts,
            "by_type": {kind: asdict(tally) for kind, tally in self.by_type.items()},
            "errors": [asdict(problem) for problem in self.errors],
            "errors_total": self.errors_total,
            "unknown_fields": {kind: dict(fields) for kind, fields in self.unknown_fields.items()},
            "notes": {note: count for note, count in self.notes.items() if count},
            "seconds": round(self.seconds, 2),
        }
