"""Reads workbooks: the first sheet that holds something, with the results of its formulas, within bounds."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from core.errors import Refused
from museum_guide.importing.tables import MOST_COLUMNS, Raw, Sheet, named_once, row_of_cells

LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_TIMES = 150
MOST_PARTS = 5000
MOST_ROWS = 200_000
LOOKED_AT = 40


def open_workbook(path: Path) -> Sheet:
    """Open a workbook. Raises Refused for one that is none, or that grows beyond bounds when it is unpacked."""
    _check_bounds(path)
    try:
        name, others, header = _first_sheet(path)
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"{path.name} is no workbook that can be read ({type(error).__name__})") from None
    if header is None:
        raise Refused(f"{path.name} holds no rows below the names of its columns")
    place, cells = header
    while cells and not cells[-1].strip():
        cells.pop()
    columns = named_once(cells)
    notes = tuple(f"the sheet {other!r} is not read" for other in others)
    return Sheet("xlsx", columns, partial(_rows, path, name, columns, place), {"sheet": name}, notes)


def _check_bounds(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused(f"{path.name} is no workbook that can be read") from None
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > 10_000_000 and unpacked > MOST_TIMES * max(1, path.stat().st_size)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise Refused(f"{path.name} grows to {unpacked / 1024 / 1024:.0f} MB when it is unpacked, which is too much")


def _opened(path: Path, values: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl does not know of a workbook, such as its style, is nothing that we read.
        warnings.simplefilter("ignore")
        return load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _first_sheet(path: Path) -> tuple[str, list[str], tuple[int, list[str]] | None]:
    with closing(_opened(path, values=True)) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        for sheet in sheets:
            header = _header(sheet)
            if header is not None:
                return sheet.title, [other.title for other in book.worksheets if other.title != sheet.title], header
        return "", [], None


def _header(sheet: Any) -> tuple[int, list[str]] | None:
    """Return the number and the cells of the first row with two texts, past the title that some put above."""
    alone: tuple[int, list[str]] | None = None
    for number, cells in enumerate(islice(_plain_rows(sheet), LOOKED_AT), start=1):
        texts = [_text(cell) for cell in cells]
        if sum(bool(text.strip()) for text in texts) > 1:
            return number, texts
        alone = alone or ((number, texts) if any(texts) else None)
    return alone


def _plain_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The size that a sheet states of itself may be wrong.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    return rows


def _rows(path: Path, name: str, columns: list[str], header: int) -> Iterator[Raw]:
    with closing(_opened(path, values=True)) as shown, closing(_opened(path, values=False)) as typed:
        pairs = zip(_plain_rows(shown[name]), _plain_rows(typed[name]), strict=False)
        for number, (results, formulas) in enumerate(islice(pairs, MOST_ROWS + header), start=1):
            if number > header:
                cells, notes = _cells(results, formulas, columns)
                while len(cells) > len(columns) and not cells[-1].strip():
                    cells.pop()
                if any(cell.strip() for cell in cells):
                    padded = cells + [""] * (len(columns) - len(cells))
                    yield row_of_cells(columns, number, padded, tuple(notes))
        if next(pairs, None) is not None:
            yield Raw(MOST_ROWS + header + 1, {}, {}, trouble=f"comes after {MOST_ROWS} rows, which is the most")


def _cells(results: tuple[Any, ...], formulas: tuple[Any, ...], columns: list[str]) -> tuple[list[str], list[str]]:
    """Return the cells as texts: of a formula the result that stood there, or the formula where there is none."""
    cells, notes = [], []
    for place, (result, typed) in enumerate(zip(results, formulas, strict=False)):
        formula = typed if isinstance(typed, str) and typed.startswith("=") else getattr(typed, "text", None)
        if formula and formula != result:
            column = columns[place] if place < len(columns) else f"column {place + 1}"
            what = "has no result; its text is kept" if result is None else "is read as its last result"
            notes.append(f"{column}: the formula {formula[:80]} {what}")
        cells.append(_text(formula if result is None and formula else result))
    return cells, notes


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value).replace("\0", "")
