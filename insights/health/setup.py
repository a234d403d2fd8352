"""Opens the health of the dialogue."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from core.translation import lazy_gettext
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS, InsightPage
from insights.forgetting import add_forgetter
from insights.health import panels, views
from insights.health.models import MemberStep
from insights.health.storing import forget_posts, take_health
from insights.stages import add_stage

PAGES = (InsightPage("health", lazy_gettext("Dialogue"), "/insights/health", 60),)


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    add_stage("health", take_health)
    add_forgetter("health", forget_posts)
    add_traces(app, Trace(MemberStep.member_id, Fate.DELETED))
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: PAGES)
        places().fill(INSIGHT_PANELS, panels.panels)
