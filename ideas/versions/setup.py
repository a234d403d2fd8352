"""Opens the versions of areas."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from core.pages import places
from ideas.slots import IDEA_COLUMNS, IDEA_PANELS, Panel
from ideas.versions import views
from ideas.versions.models import ChangeRequest
from ideas.versions.queries import columns

DECIDED = "what was decided about a change stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    kept = ("idea_id", "decision", "reason", "decided_at")
    add_traces(app, Trace(ChangeRequest.decided_by_id, Fate.FORGOTTEN, DECIDED, only=kept))
    with app.app_context():
        places().fill(IDEA_COLUMNS, columns)
        places().fill(IDEA_PANELS, _panels)


def _panels(viewer: Viewer, row: Any) -> list[Panel]:
    if row.change_decision is None:
        return []
    may_decide = row.change_decision == "open" and viewer.standing.employee
    shown = {"row": row, "may_decide": may_decide, "area_slug": row.area_slug}
    return [Panel("ideas/versions/panel.html", shown, "top", 30)]
