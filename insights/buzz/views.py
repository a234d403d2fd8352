"""Addresses of buzz: what is spoken of, the days of a subject, who said what, and the task to respond."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from core.forms import Form, read_form
from core.limits import throttle
from core.spreadsheets import csv_of
from core.translation import gettext as _
from insights.buzz import queries, responding
from insights.buzz.counting import DAY
from insights.buzz.drawing import chart_of, feeling_of, name_of, verdict_of
from insights.buzz.responding import Response as Answer
from insights.dashboard.views import told
from insights.running import latest_run

blueprint = Blueprint("buzz", __name__, url_prefix="/insights/buzz")
# Days of the chart of a page, and of a table to take along.
DRAWN, TAKEN = 60, 366
HEADS = ("day", "people", "mentions", "tone", "complaining", "with_tone", "places")


@blueprint.get("")
def overview() -> ResponseReturnValue:
    """Show what is spoken of, and where talk turned."""
    return _page("buzz", subjects=queries.subjects(), alarms=queries.open_alarms())


@blueprint.get("/<key>")
def subject(key: str) -> ResponseReturnValue:
    """Show the days of a subject, and what can be said of the last two."""
    row, days = queries.subject_of(key), queries.days_of(key, DRAWN)
    return _page("subject", row=row, chart=chart_of(key, days), days=days[::-1])


@blueprint.get("/<key>/rows")
def rows(key: str) -> ResponseReturnValue:
    """Show who said what of a subject, on a day or at all."""
    day = _day(request.args.get("day", ""))
    row = queries.subject_of(key)
    page, said = queries.rows_page(current_viewer(), key, day, request.args.get("page"))
    date = None if day is None else queries.date_of(day)
    base = url_for("buzz.rows", key=key, day=date)
    return _page("rows", row=row, day=date, rows=said, pager=page.links(base))


@blueprint.get("/<key>/days.csv")
def table(key: str) -> ResponseReturnValue:
    """Send the days of a subject for spreadsheets."""
    queries.subject_of(key)
    headers = {"Content-Disposition": f"attachment; filename=buzz-{key}.csv", "Cache-Control": "no-store"}
    text = csv_of(HEADS, [tuple(one.values()) for one in _days(key)])
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/<key>/days.json")
def document(key: str) -> ResponseReturnValue:
    """Send the days of a subject for programs."""
    named = name_of(queries.subject_of(key))
    return {"subject": key, "name": named, "days": _days(key)}, {"Cache-Control": "no-store"}


@blueprint.get("/alarms")
def alarms() -> ResponseReturnValue:
    """Show all alarms that were ever raised, with what was answered."""
    page = queries.alarms_page(request.args.get("page"))
    return _page("alarms", alarms=page.rows, pager=page.links(url_for("buzz.alarms")))


@blueprint.get("/alarms/<int:key>")
def alarm(key: int) -> ResponseReturnValue:
    """Show one alarm: what raised it, and the task to respond."""
    return _alarm(key, Form({}))


@blueprint.post("/alarms/<int:key>/take")
def take(key: int) -> ResponseReturnValue:
    """Take the task to respond."""
    responding.take(current_viewer(), key)
    flash(_("It is yours. Record here what you answered."), "success")
    return redirect(url_for("buzz.alarm", key=key), 303)


@blueprint.post("/alarms/<int:key>")
def answer(key: int) -> ResponseReturnValue:
    """Record what was answered."""
    viewer = current_viewer()
    throttle("comment", viewer.id)
    form = attempt(read_form(Answer), lambda draft: responding.respond(viewer, key, draft))
    if form.draft is None:
        return _alarm(key, form)
    flash(_("The answer is on record."), "success")
    return redirect(url_for("buzz.alarm", key=key), 303)


def _alarm(key: int, form: Form[Answer]) -> ResponseReturnValue:
    viewer = current_viewer()
    row, said = queries.alarm_of(viewer, key)
    page = _page("alarm", row=row, rows=said, form=form, mine=row.taken_by_id == viewer.id, most=queries.EVIDENCE)
    return page, 422 if form.errors else 200


def _page(name: str, **shown: Any) -> str:
    run = latest_run()
    words = {"name_of": name_of, "verdict_of": verdict_of, "feeling_of": feeling_of, "date_of": queries.date_of}
    stood = told(run) if run else None
    return render_template(f"insights/buzz/{name}.html", current="insights", run=stood, **words, **shown)


def _days(key: str) -> list[dict[str, Any]]:
    return [
        {
            "day": queries.date_of(row.day),
            "people": row.voices,
            "mentions": row.mentions,
            "tone": None if row.tone is None else round(row.tone, 3),
            "complaining": row.negative,
            "with_tone": row.toned,
            "places": round(row.spread, 2),
        }
        for row in queries.days_of(key, TAKEN)
    ]


def _day(text: str) -> int | None:
    try:
        return int(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() // DAY)
    except ValueError:
        return None
