"""Opens the dashboard."""

from flask import Flask

from core.pages import places
from core.translation import lazy_gettext
from insights.dashboard import views
from insights.dashboard.panels import INSIGHT_PAGES, InsightPage

PAGES = (
    InsightPage("dashboard", lazy_gettext("Overview"), "/insights", 0),
    InsightPage("competence", lazy_gettext("Competence"), "/insights/competence", 90),
)


def register(app: Flask) -> None:
    """Register what this folder brings."""
    views.register(app)
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: PAGES)
