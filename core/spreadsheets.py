"""Tables for other programs: CSV in which no cell can act as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return words that a spreadsheet shows as they are: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table as CSV: words made harmless, numbers as they are."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([harmless(head) for head in heads])
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return sheet.getvalue()
