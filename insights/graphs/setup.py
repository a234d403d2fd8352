"""Opens the network: its stage of a run, its page, and what is forgotten."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from core.translation import lazy_gettext
from insights.dashboard.panels import INSIGHT_PAGES, InsightPage
from insights.forgetting import add_forgetter
from insights.graphs import views
from insights.graphs.forgetting import forget_contacts
from insights.graphs.models import Standing, Tie
from insights.stages import Context, add_stage

PAGE = InsightPage("network", lazy_gettext("Network"), "/insights/network", 40)


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_stage("graphs", _stage)
    add_forgetter("graphs", forget_contacts)
    app.register_blueprint(views.blueprint)
    add_traces(app, *(Trace(column, Fate.DELETED) for column in (Standing.member_id, Tie.first_id, Tie.second_id)))
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: [PAGE])


def _stage(context: Context) -> dict[str, Any]:
    # Loads what counts, which no web process needs.
    from insights.graphs.stage import run_graphs

    return run_graphs(context)
