"""Opens the topics: their stage, their command, and what is forgotten of them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.jobs import jobs_of
from core.pages import places
from core.translation import lazy_gettext as _
from insights.commands import insights
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS, InsightPage
from insights.forgetting import add_forgetter
from insights.stages import add_stage
from insights.topics import commands, views
from insights.topics.finding import find_topics
from insights.topics.forgetting import forget_threads
from insights.topics.models import Topic
from insights.topics.panels import panels
from insights.topics.splitting import JOB, split_topic

PAGE = InsightPage("topics", _("Topics"), "/insights/topics", 10)
OFFICE = "what a topic is called stays, whoever said so"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    add_stage("topics", find_topics)
    add_forgetter("topics", forget_threads)
    add_traces(app, Trace(Topic.edited_by_id, Fate.FORGOTTEN, OFFICE))
    jobs_of(app).add(JOB, split_topic)
    app.register_blueprint(views.blueprint)
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: [PAGE])
        places().fill(INSIGHT_PANELS, panels)
    insights.add_command(commands.topics)
