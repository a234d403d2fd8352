"""Puts together what the pages of the ledger show: figures, each with the address of its rows, and a chart."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import Row

from accounts.people import person
from accounts.viewers import Viewer
from contributions.competence.months import name_of
from contributions.competence.reading import (
    CUSTOMERS,
    NO_PRODUCT,
    STAFF,
    Chosen,
    Counted,
    by_month,
    by_product,
    deeds_page,
)
from contributions.competence.registry import measures
from contributions.products.threads import product_choices
from core.pages import full_time, iso
from core.paging import Cursor
from core.translation import gettext as _

# The chart: each month is a column of STEP, of which BAR is drawn, in a field of HEIGHT.
STEP, BAR, HEIGHT = 40, 28, 120


def ledger_page(viewer: Viewer, chosen: Chosen) -> dict[str, Any]:
    """Return what the ledger shows, in three statements."""
    choices = [*((row.id, row.name) for row in product_choices(viewer)), (NO_PRODUCT, _("No product"))]
    months, products = by_month(viewer, chosen), by_product(viewer, chosen._replace(product=None))
    by_months = [_line(chosen, name_of(month), _of(months, place=at), month) for at, month in enumerate(chosen.months)]
    return {
        "chosen": chosen,
        "total": _line(chosen, _("Everything"), months),
        "measures": [
            _line(chosen, str(measure.title), _of(months, measure=measure.key), measure=measure.key)
            | {"hint": measure.hint}
            for measure in measures()
        ],
        "months": by_months[::-1],
        "products": [
            line for key, name in choices if (line := _line(chosen, name, _of(products, place=key), product=key))["all"]
        ],
        "bars": _bars(by_months),
        "chart": {"width": STEP * len(by_months), "height": HEIGHT},
        "choices": [("", _("All products")), *((str(key), name) for key, name in choices)],
        "table_url": address("competence.table", chosen),
    }


def _of(counted: Iterable[Counted], measure: str | None = None, place: int | None = None) -> list[Counted]:
    return [one for one in counted if measure in {None, one.measure} and place in {None, one.place}]


def _line(
    chosen: Chosen, name: str, counted: Iterable[Counted], month: datetime | None = None, **more: Any
) -> dict[str, Any]:
    """Return a row of a table: customers, staff, and the share of customers in whole per cent (None of nothing)."""
    sides = Counter({True: 0, False: 0})
    for one in counted:
        sides[one.staff] += one.deeds
    narrowed = chosen._replace(**more, months=(month,) if month else chosen.months)
    both = sides.total()
    return {
        "name": name,
        "customers": sides[False],
        "customers_url": address("competence.rows", narrowed._replace(who=CUSTOMERS)),
        "staff": sides[True],
        "staff_url": address("competence.rows", narrowed._replace(who=STAFF)),
        "all": both,
        "share": round(100 * sides[False] / both) if both else None,
    }


def _bars(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a bar for each month in which something was done: its share of customers as a height."""
    return [
        {"x": STEP * at + (STEP - BAR) // 2, "height": round(HEIGHT * line["share"] / 100), "name": line["name"][2:]}
        | {"drawn": bool(line["all"]), "middle": STEP * at + STEP // 2}
        for at, line in enumerate(line | {"share": line["share"] or 0} for line in months)
    ]


def address(endpoint: str, chosen: Chosen) -> str:
    """Return the address of what is chosen."""
    span = {"from": name_of(chosen.months[0]), "to": name_of(chosen.months[-1])}
    product = {} if chosen.product is None else {"product": chosen.product}
    sides = {name: value for name, value in (("measure", chosen.measure), ("who", chosen.who)) if value}
    return f"{url_for(endpoint)}?{urlencode(span | product | sides)}"


def rows_page(viewer: Viewer, chosen: Chosen, page_key: str | None) -> dict[str, Any]:
    """Return what the page of deeds behind a figure shows, in one statement. Raises CursorError."""
    page = deeds_page(viewer, chosen, Cursor.decode(page_key, 3) if page_key else None)
    titles = {measure.number: str(measure.title) for measure in measures()}
    return {
        "rows": [_deed(row, titles) for row in page.rows],
        "pager": page.links(address("competence.rows", chosen)),
        "heading": next((str(one.title) for one in measures() if one.key == chosen.measure), _("What was done")),
        "lead": _lead(chosen),
        "ledger_url": url_for("competence.ledger"),
    }


def _lead(chosen: Chosen) -> str:
    span = {"begins": name_of(chosen.months[0]), "ends": name_of(chosen.months[-1])}
    if chosen.who == CUSTOMERS:
        return _("Done by customers, from %(begins)s to %(ends)s", **span)
    if chosen.who == STAFF:
        return _("Done by staff, from %(begins)s to %(ends)s", **span)
    return _("From %(begins)s to %(ends)s", **span)


def _deed(row: Row[Any], titles: dict[int, str]) -> dict[str, Any]:
    return {
        "url": f"/contributions/{row.id}",
        "title": row.title,
        "measure": titles[row.number],
        "author": person(row.author_id, row.author_name, row.author_roles),
        "space": row.space,
        "iso": iso(row.at),
        "full": full_time(row.at),
        "day": row.at.date().isoformat(),
    }


def as_csv(viewer: Viewer, chosen: Chosen) -> str:
    """Return the figures by month as CSV: month, measure, customers, staff. It holds no words that a member wrote."""
    counted = by_month(viewer, chosen)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["month", "measure", CUSTOMERS, STAFF])
    for at, month in enumerate(chosen.months):
        for measure in measures():
            here = _of(counted, measure.key, at)
            sides = [sum(one.deeds for one in here if one.staff is staff) for staff in (False, True)]
            writer.writerow([name_of(month), measure.key, *sides])
    return sheet.getvalue()
