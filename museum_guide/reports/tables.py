"""The tables of reports as CSV; a cell that fewer than five visits would fill is empty, and none acts as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from museum_guide.reports.figures import Power, powers, room_powers, stops_of
from museum_guide.reports.pages import Report
from museum_guide.reports.queries import contacts_of, rooms_of

# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
POWER = ("stops", "attraction", "median_seconds", "holding")


def works_csv(report: Report) -> str:
    """Return attraction and holding power of every work."""
    found = powers([one.work for one in report.works], stops_of(report.seen.looks), report.present)
    rows = (
        (
            one.row.number,
            one.row.title,
            one.row.maker,
            one.row.floor_name,
            one.row.room_name,
            *_cells(found[one.work.key]),
        )
        for one in report.works
    )
    return _sheet(("number", "title", "maker", "floor", "room", *POWER), rows)


def rooms_csv(report: Report) -> str:
    """Return attraction and time of every room."""
    found = room_powers([one.work for one in report.works], stops_of(report.seen.looks), report.present)
    rows = rooms_of(report.museum.id)
    return _sheet(
        ("floor", "room", "square_metres", *POWER),
        ((row.floor_name, row.name, row.square_metres, *_cells(found.get(row.id, Power(None)))) for row in rows),
    )


def contacts_csv(museum_id: int) -> str:
    """Return the addresses to which a museum may write."""
    rows = ((row.email, row.language, row.confirmed_at.date().isoformat()) for row in contacts_of(museum_id))
    return _sheet(("email", "language", "agreed"), rows)


def _cells(power: Power) -> Sequence[object]:
    rounded = (round(one, 3) if one is not None else None for one in (power.attraction, power.seconds, power.holding))
    return power.stops, *rounded


def _sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(head)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return sheet.getvalue()


def harmless(text: str) -> str:
    """Return words that a spreadsheet shows as they are: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip(" ").startswith(FORMULA) else text
