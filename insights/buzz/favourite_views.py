"""Addresses of favourites: the lists of the months, and the same to take along."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from core.spreadsheets import csv_of
from insights.buzz.liked import favourites_for
from insights.dashboard.views import told
from insights.running import latest_run

blueprint = Blueprint("favourites", __name__, url_prefix="/insights")
HEADS = ("month", "place", "title", "votes", "moved", "address")
# Months that stand on the page; all of them can be taken along.
SHOWN = 12


@blueprint.get("/favourites")
def favourites() -> ResponseReturnValue:
    """Show the favourites of the last months, who rises and falls, and how long ideas stay."""
    run, found = latest_run(), favourites_for(current_viewer())
    return render_template(
        "insights/buzz/favourites.html",
        current="insights",
        run=told(run) if run else None,
        found=found,
        months=found.months[:SHOWN],
    )


@blueprint.get("/favourites.csv")
def table() -> ResponseReturnValue:
    """Send all lists for spreadsheets."""
    found = favourites_for(current_viewer())
    rows = [
        (m.month, one.place, one.title, one.score, one.moved, one.url) for m in found.months for one in m.favourites
    ]
    headers = {"Content-Disposition": "attachment; filename=favourites.csv", "Cache-Control": "no-store"}
    return Response(csv_of(HEADS, rows), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/favourites.json")
def document() -> ResponseReturnValue:
    """Send all lists for programs, with how alike they are and how long ideas stay."""
    found = favourites_for(current_viewer())
    months = [
        {"month": one.month, "likeness": one.likeness, "ideas": [idea._asdict() for idea in one.favourites]}
        for one in found.months
    ]
    curve = [step._asdict() for step in found.survival]
    return {"months": months, "survival": curve, "stay_in_months": found.stay}, {"Cache-Control": "no-store"}
