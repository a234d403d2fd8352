"""What became of every row: counted, and told by its line where something is to be told."""

from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 500


@dataclass
class Report:
    """The report of an import. `stored` are new, `changed` said something else before, `refused` were not taken."""

    file: str
    kind: str = "artefacts"
    museum: str = ""
    dry_run: bool = False
    form: str = ""
    written: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    read: int = 0
    stored: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    refused: int = 0
    rooms: int = 0
    kept_beside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    rows_total: int = 0
    seconds: float = 0.0

    def tell(self, line: int, what: str, refused: bool = False) -> None:
        """Tell something of a row."""
        self.rows_total += 1
        self.refused += refused
        if len(self.rows) < MOST_TOLD:
            self.rows.append({"line": line, "what": what, "refused": refused})

    @property
    def balanced(self) -> bool:
        """Whether every row that was read is in exactly one count."""
        return self.read == self.stored + self.changed + self.unchanged + self.duplicates + self.refused

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return dict(vars(self).items()) | {"seconds": round(self.seconds, 2)}
