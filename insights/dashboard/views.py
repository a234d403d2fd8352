"""Addresses of the dashboard, and of the table behind each of its panels."""

from typing import Any

from flask import Blueprint, Flask, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from core.pages import ago, full_time, iso
from core.spreadsheets import csv_of
from core.translation import gettext as _
from insights.dashboard.panels import Answers, InsightPanel, insight_pages, insight_panels
from insights.models import Run
from insights.running import latest_run

blueprint = Blueprint("insights", __name__, url_prefix="/insights")


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(insight_pages=lambda: insight_pages(current_viewer()))


@blueprint.get("")
def dashboard() -> ResponseReturnValue:
    """Show what is new, what grows, whom to talk to, what waits and what was promised."""
    run = latest_run()
    panels = insight_panels(current_viewer())
    return render_template(
        "insights/dashboard.html",
        run=None if run is None else told(run),
        sections=_sections(panels),
        minute=[panel for panel in panels if panel.headline],
    )


def told(run: Run) -> dict[str, Any]:
    """Return what a page says of a run."""
    return {"as_of": (iso(run.as_of), ago(run.as_of), full_time(run.as_of)), "figures": run.figures}


def _sections(panels: list[InsightPanel]) -> list[dict[str, Any]]:
    titles = {
        Answers.NEW: _("What is new?"),
        Answers.GROWING: _("What is growing?"),
        Answers.PEOPLE: _("Who should I talk to?"),
        Answers.WAITING: _("What is unanswered?"),
        Answers.PROMISED: _("What did we promise?"),
        Answers.DIALOGUE: _("How does the dialogue go?"),
    }
    asked = [(key, title, [panel for panel in panels if panel.answers is key]) for key, title in titles.items()]
    return [{"key": key.value, "title": title, "panels": found} for key, title, found in asked if found]


@blueprint.get("/panels/<key>.csv")
def table(key: str) -> ResponseReturnValue:
    """Send the table of a panel for spreadsheets."""
    panel = _panel(key)
    heads = [str(head) for head in panel.heads]
    text = csv_of([*heads, _("Address")], ([*_texts(line), _address(line)] for line in panel.lines))
    headers = {"Content-Disposition": f"attachment; filename={panel.key}.csv", "Cache-Control": "no-store"}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/panels/<key>.json")
def rows(key: str) -> ResponseReturnValue:
    """Send the table of a panel for programs."""
    panel = _panel(key)
    names = [str(head) for head in panel.heads]
    shown = [dict(zip(names, _texts(line), strict=False)) | {"url": _address(line)} for line in panel.lines]
    return {"panel": panel.key, "title": str(panel.title), "rows": shown}, {"Cache-Control": "no-store"}


def _panel(key: str) -> InsightPanel:
    found = next((panel for panel in insight_panels(current_viewer()) if panel.key == key and panel.lines), None)
    if found is None:
        raise NotFound
    return found


def _texts(line: Any) -> list[str]:
    return [cell.text for cell in line.cells]


def _address(line: Any) -> str:
    return next((cell.url for cell in line.cells if cell.url), "")
