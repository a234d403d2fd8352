"""Opens the lead users: their stage of a run, their pages and commands, and what is forgotten."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from core.translation import gettext, lazy_gettext
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS, InsightPage
from insights.forgetting import add_forgetter
from insights.lead_users import commands, views
from insights.lead_users.forgetting import forget_reasons
from insights.lead_users.models import Lead, LeadVerdict, NotProfiled, Reason
from insights.lead_users.panel import panels
from insights.stages import Context, add_stage

PAGE = InsightPage("lead-users", lazy_gettext("Lead users"), "/insights/lead-users", 30)
OWN_WORD = "whose word it is knows it; that it was said stays with whom it is about"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_stage("lead users", _stage)
    add_forgetter("lead users", forget_reasons)
    app.register_blueprint(views.blueprint)
    commands.register()
    columns = (Lead.member_id, Reason.member_id, LeadVerdict.member_id, LeadVerdict.by_id, NotProfiled.member_id)
    add_traces(app, *(Trace(column, Fate.DELETED) for column in columns))
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: [PAGE])
        places().fill(INSIGHT_PANELS, panels)
        places().fill("account tabs", lambda: ("lead_users.profiling", gettext("Being found")))


def _stage(context: Context) -> dict[str, Any]:
    # Loads what counts, which no web process needs.
    from insights.lead_users.stage import run_lead_users

    return run_lead_users(context)
