"""Opens what emerges: its stage, its lane, its pages and its command."""

from flask import Flask

from contributions.sentences import WORDS
from core.outbox import add_lane
from core.pages import places
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS
from insights.emerging import cli, drawing, telling
from insights.emerging.keeping import forget_posts
from insights.emerging.views import blueprint
from insights.forgetting import add_forgetter
from insights.stages import Context, add_stage


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(blueprint)
    add_stage("emerging", _stage)
    add_forgetter("emerging", forget_posts)
    add_lane(app, telling.LANE, telling.tell_of_alarms, *telling.EVENTS)
    WORDS[telling.OCCASION] = telling.words_of_alarm
    with app.app_context():
        places().fill(INSIGHT_PAGES, drawing.pages)
        places().fill(INSIGHT_PANELS, drawing.panels)


def _stage(context: Context) -> dict[str, object]:
    """Run the stage; what computes is loaded in the worker, and never by a process that serves pages."""
    from insights.emerging.finding import emerging_stage

    return emerging_stage(context)


__all__ = ["cli", "register"]
