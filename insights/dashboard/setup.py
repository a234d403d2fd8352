"""Opens the dashboard."""

from flask import Flask

from contributions.news.letters import LETTERS
from core.jobs import jobs_of
from core.pages import places
from core.translation import lazy_gettext
from insights.dashboard import mailing, views
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
        places().fill(LETTERS, mailing.letter)
    jobs_of(app).every("queue the week in insights", mailing.queue_week, day_of_week="1", hour="6", minute="20")
