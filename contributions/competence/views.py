"""Addresses of the competence ledger."""

from datetime import datetime

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.addresses import key_of
from contributions.competence.months import last_months, month_named
from contributions.competence.pages import as_csv, ledger_page, rows_page
from contributions.competence.reading import CUSTOMERS, STAFF, Chosen
from contributions.competence.registry import measures
from core.clock import now
from core.translation import ngettext

blueprint = Blueprint("competence", __name__, url_prefix="/insights")
MONTHS, MOST_MONTHS = 12, 60


@blueprint.get("/competence")
def ledger() -> ResponseReturnValue:
    """Show what customers did and what staff did."""
    chosen = read_choice()._replace(measure="", who="")
    spans = [(str(count), ngettext("%(num)s month", "%(num)s months", count)) for count in (6, 12, 24, 60)]
    return render_template(
        "contributions/competence/ledger.html",
        spans=spans,
        span=str(len(chosen.months)),
        **ledger_page(current_viewer(), chosen),
    )


@blueprint.get("/competence/rows")
def rows() -> ResponseReturnValue:
    """List the deeds behind a figure."""
    page = rows_page(current_viewer(), read_choice(), request.args.get("page"))
    return render_template("contributions/competence/rows.html", **page)


@blueprint.get("/competence.csv")
def table() -> ResponseReturnValue:
    """Send the figures by month as a table."""
    headers = {"Content-Disposition": "attachment; filename=competence.csv", "Cache-Control": "no-store"}
    return Response(as_csv(current_viewer(), read_choice()), content_type="text/csv; charset=utf-8", headers=headers)


def read_choice() -> Chosen:
    """Return what the address chooses; what cannot be read chooses nothing."""
    given = request.args
    keys = {measure.key for measure in measures()}
    return Chosen(
        months=tuple(_months()),
        product=key_of(given.get("product")),
        measure=given.get("measure", "") if given.get("measure") in keys else "",
        who=given.get("who", "") if given.get("who") in {CUSTOMERS, STAFF} else "",
    )


def _months() -> list[datetime]:
    """Return the months from one to another, where the address names them; else so many, the present one last."""
    begins, ends = (month_named(request.args.get(name, "")) for name in ("from", "to"))
    if begins and ends and begins <= ends:
        between = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
        return last_months(ends, min(between, MOST_MONTHS))
    count = key_of(request.args.get("months")) or MONTHS
    return last_months(now(), min(count, MOST_MONTHS))
