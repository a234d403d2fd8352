"""Addresses of reports, for those who keep a museum."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from museum_guide.reports.pages import Report, overview, report_of, rooms_page, works_page
from museum_guide.reports.tables import contacts_csv, rooms_csv, works_csv
from museum_guide.visibility import museum_kept

blueprint = Blueprint("reports", __name__, url_prefix="/museums/<slug>/report")
blueprint.after_request(keep_private)


def _report(slug: str) -> Report:
    return report_of(museum_kept(current_viewer(), slug), request.args.get("days", ""))


@blueprint.get("")
def report(slug: str) -> ResponseReturnValue:
    """Show the figures of a museum."""
    return render_template("museum_guide/reports/report.html", current="museums", **overview(_report(slug)))


@blueprint.get("/rooms")
def rooms(slug: str) -> ResponseReturnValue:
    """Show what each room does to visits, on the plan."""
    return render_template("museum_guide/reports/rooms.html", current="museums", **rooms_page(_report(slug)))


@blueprint.get("/works")
def works(slug: str) -> ResponseReturnValue:
    """Show what each work does to visits."""
    after = request.args.get("after", "")
    page = works_page(_report(slug), int(after) if after.isdecimal() and len(after) < 10 else 0)
    return render_template("museum_guide/reports/works.html", current="museums", **page)


@blueprint.get("/works.csv")
def works_table(slug: str) -> ResponseReturnValue:
    """Send the works as a table."""
    return _table(works_csv(_report(slug)), f"{slug}-works.csv")


@blueprint.get("/rooms.csv")
def rooms_table(slug: str) -> ResponseReturnValue:
    """Send the rooms as a table."""
    return _table(rooms_csv(_report(slug)), f"{slug}-rooms.csv")


@blueprint.get("/contacts.csv")
def contacts_table(slug: str) -> ResponseReturnValue:
    """Send the addresses to which the museum may write."""
    museum = museum_kept(current_viewer(), slug)
    return _table(contacts_csv(museum.id), f"{slug}-contacts.csv")


def _table(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=headers)
