"""Reads CSV, TSV and whatever else parts cells by a sign: quoted or not, with line breaks in cells or not."""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from core.errors import Refused
from museum_guide.importing.encodings import encoding_of
from museum_guide.importing.tables import Raw, Sheet, named_once, row_of_cells

DELIMITERS = ",;\t|"
LOOKED_AT = 40
LONGEST_CELL = 8 * 1024 * 1024
# A cell that goes on for so many lines began with a quotation mark that nobody closed.
MOST_LINES = 2000
SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class Record(NamedTuple):
    """A row as it stands in the file, and the lines on which it begins and ends."""

    line: int
    cells: list[str]
    last: int


def open_csv(path: Path, encoding: str = "", delimiter: str = "") -> Sheet:
    """Open a text of cells. Raises Refused for an encoding that is not known."""
    known = encoding or encoding_of(path)
    try:
        sign = delimiter or _delimiter(path, known)
        first = _header(path, known, sign)
    except LookupError:
        raise Refused(f"{known!r} is not an encoding that is known here") from None
    notes: tuple[str, ...] = ()
    if first and first.line > 1:
        notes = (f"the names of the columns are taken from line {first.line}",)
    columns = named_once(first.cells) if first else []
    rows = partial(_rows, path, known, sign, columns, first.line if first else 0)
    shown = {"\t": "tab"}.get(sign, sign)
    return Sheet("csv", columns, rows, {"encoding": known, "delimiter": shown}, notes)


def _rows(path: Path, encoding: str, delimiter: str, columns: list[str], header: int) -> Iterator[Raw]:
    for record in _records(path, encoding, delimiter):
        if record.line <= header:
            continue
        cells = [cell.replace("\0", "") for cell in record.cells]
        if record.last - record.line > MOST_LINES:
            trouble = f"a quotation mark is opened here and not closed before line {record.last}"
            yield Raw(record.line, {}, {}, trouble=trouble)
        elif any(cell.strip() for cell in cells):
            notes = [] if cells == record.cells else ["held the character NUL, which is left out"]
            if any("\ufffd" in cell for cell in cells):
                notes.append(f"holds bytes that mean nothing in {encoding}")
            yield row_of_cells(columns, record.line, cells, tuple(notes))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        head = stream.read(64)
        skipped = SAID.match(head)
        stream.seek(0)
        if skipped:
            stream.readline()
        before = 1 if skipped else 0
        reader, line = csv.reader(stream, delimiter=delimiter), before + 1
        try:
            for cells in reader:
                yield Record(line, cells, before + reader.line_num)
                line = before + reader.line_num + 1
        except csv.Error:
            yield Record(line, [], line + MOST_LINES + 1)


def _header(path: Path, encoding: str, delimiter: str) -> Record | None:
    """Return the row with the names of the columns: the first with two cells, past the title that some put above."""
    filled = [record for record in islice(_records(path, encoding, delimiter), LOOKED_AT) if any(record.cells)]
    wide = (record for record in filled if sum(bool(cell.strip()) for cell in record.cells) > 1)
    return next(wide, filled[0] if filled else None)


def _delimiter(path: Path, encoding: str) -> str:
    """Return the sign that parts the cells: under it the first rows are as wide as their header, and widest."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        head = stream.read(256 * 1024)
    if said := SAID.match(head):
        return said[1]
    return max(DELIMITERS, key=lambda sign: _fit(head, sign))


def _fit(head: str, delimiter: str) -> tuple[float, int]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(head), delimiter=delimiter), LOOKED_AT) if any(row)]
    except csv.Error:
        return 0.0, 0
    width = len(rows[0]) if rows else 0
    alike = sum(len(row) == width for row in rows[:-1] or rows) / max(1, len(rows[:-1] or rows))
    return (alike * min(width, 4) if width > 1 else 0.0), width
