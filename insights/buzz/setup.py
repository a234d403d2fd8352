"""Opens buzz and favourites: their stage, lane, pages, and what an archive holds of them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.sentences import WORDS
from core.outbox import add_lane
from core.pages import places
from insights.buzz import archive, drawing, favourite_views, telling, views
from insights.buzz.keeping import forget_posts
from insights.buzz.models import Boomerang
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS
from insights.forgetting import add_forgetter
from insights.stages import Context, add_stage

OFFICE = "what was answered stays on record, without the name of whoever took the task"


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(favourite_views.blueprint)
    add_traces(app, Trace(Boomerang.taken_by_id, Fate.FORGOTTEN, OFFICE))
    add_stage("buzz", _stage)
    add_forgetter("buzz", forget_posts)
    add_lane(app, telling.LANE, telling.tell_of_boomerangs, *telling.EVENTS)
    WORDS[telling.OCCASION] = telling.words_of_boomerang
    archive.register_archive(app)
    with app.app_context():
        places().fill(INSIGHT_PAGES, drawing.pages)
        places().fill(INSIGHT_PANELS, drawing.panels)


def _stage(context: Context) -> dict[str, object]:
    """Run the stage; what computes is loaded in the worker, and never by a process that serves pages."""
    from insights.buzz.finding import buzz_stage

    return buzz_stage(context)
