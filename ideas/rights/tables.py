"""Statements as a table for other programs; no cell of it can act as a formula there."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from core.money import plain

# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("line", "booked", "period", "entry", "member", "currency", "sales", "rate", "royalty", "share", "note")


def harmless(text: str) -> str:
    """Return words that a spreadsheet shows as they are: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def statement_csv(rows: Iterable[Any]) -> str:
    """Return lines of statements as CSV; amounts are numbers in whole units of the currency."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_cells(row))
    return sheet.getvalue()


def _cells(row: Any) -> list[object]:
    return [
        row.line_id,
        row.booked_at.date().isoformat(),
        harmless(row.period),
        harmless(row.entry_name or ""),
        harmless(row.member_name or ""),
        row.currency,
        plain(row.sales, row.currency),
        f"{row.rate_numerator}:{row.rate_denominator}",
        plain(row.royalty, row.currency),
        plain(row.amount, row.currency),
        harmless(row.note),
    ]
