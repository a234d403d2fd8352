"""Opens what is done about questions that were asked before."""

from flask import Flask

from community.duplicates import comparing, merging, news, views
from community.duplicates.chains import settle
from community.events import DuplicateJudged, DuplicateMarked
from contributions import searching
from contributions.checks import counted
from contributions.taking_down import state_changed
from core.doctor import add_check
from core.events import route_events
from core.jobs import jobs_of
from core.outbox import add_lane


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    state_changed.connect(merging.mend)
    route_events(searching.LANE, DuplicateMarked, DuplicateJudged)
    add_lane(app, news.LANE, news.tell_of_duplicates, *news.EVENTS)
    add_lane(app, comparing.LANE, comparing.look_again, *comparing.EVENTS)
    jobs_of(app).add(comparing.JOB, comparing.compare_questions)
    jobs_of(app).every("look for what is not compared", comparing.compare_questions, minute="*/5")
    add_check(app, counted("duplicates point to the end of their chain", settle))
