"""What a file of any form is read as: columns, and rows that know their line and what they said word for word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import Refused

LARGEST_FILE = 50 * 1024 * 1024
MOST_COLUMNS = 500
LONGEST_COLUMN = 200


@dataclass(frozen=True)
class Raw:
    """A row: its values by column, all that it said by what the file calls it, and what is to be told of it.

    `trouble` says why it cannot be taken at all.
    """

    line: int
    values: dict[str, list[str]]
    original: dict[str, Any]
    notes: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file that was opened. `rows` reads it from the beginning each time; `written` says how it was written."""

    form: str
    columns: list[str]
    rows: Callable[[], Iterator[Raw]]
    written: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def open_table(path: Path, encoding: str = "", delimiter: str = "") -> Sheet:
    """Open a file by what it holds, whatever its name says. Raises Refused."""
    if not path.is_file():
        raise Refused(f"{path} is not there; name a CSV, a JSON or an XLSX file")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise Refused(f"{path.name} has {size / 1024 / 1024:.0f} MB; {LARGEST_FILE // 1024 // 1024} MB is the most")
    with path.open("rb") as stream:
        head = stream.read(4096)
    sheet = _opened(path, head, encoding, delimiter)
    if not sheet.columns:
        raise Refused(f"{path.name} holds no rows below the names of its columns")
    if len(sheet.columns) > MOST_COLUMNS:
        raise Refused(f"{path.name} has {len(sheet.columns)} columns; {MOST_COLUMNS} is the most")
    return sheet


def _opened(path: Path, head: bytes, encoding: str, delimiter: str) -> Sheet:
    from museum_guide.importing import csv_tables, json_tables, xlsx_tables

    if head.startswith(b"PK\x03\x04"):
        return xlsx_tables.open_workbook(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(f"{path.name} is a workbook of an old Excel; save it as .xlsx or CSV")
    if head.startswith((b"\x1f\x8b", b"%PDF", b"\x89PNG")):
        raise Refused(f"{path.name} is no table; send a CSV, a JSON or an XLSX file")
    if json_tables.is_json(head):
        return json_tables.open_json(path)
    return csv_tables.open_csv(path, encoding, delimiter)


def named_once(names: list[str]) -> list[str]:
    """Return names of columns of which each stands once: the second `Title` becomes `Title (2)`."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = " ".join(name.split())[:LONGEST_COLUMN] or f"column {place}"
        tried = (plain if number == 1 else f"{plain} ({number})" for number in range(1, len(names) + 2))
        found.append(next(name for name in tried if name not in found))
    return found


def row_of_cells(columns: list[str], line: int, cells: list[str], notes: tuple[str, ...] = ()) -> Raw:
    """Return a row of cells under its columns, and say where it is shorter or longer than their names."""
    told = list(notes)
    if len(cells) < len(columns):
        told.append(f"has {len(cells)} of {len(columns)} cells")
    beyond = {f"column {place}": cell for place, cell in enumerate(cells[len(columns) :], len(columns) + 1) if cell}
    if beyond:
        told.append(f"has {len(cells)} cells under {len(columns)} columns; what stands beyond is kept")
    original = {name: cell for name, cell in zip(columns, cells, strict=False) if cell.strip()} | beyond
    return Raw(line, {name: [cell] for name, cell in original.items()}, original, tuple(told))
