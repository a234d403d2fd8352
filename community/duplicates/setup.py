"""Opens what is done about questions that were asked before."""

from flask import Flask

from community.duplicates import comparing, merging, news, views
from community.duplicates.chains import settle
from community.events import DuplicateJudged, DuplicateMarked
from contributions import searching
from contributions.checks import counted
from contributions.events import ThreadsMerged
from contributions.taking_down import state_changed
from contributions.webhooks.kinds import HookKind, Payload, add_kind
from core.doctor import add_check
from core.events import route_events
from core.jobs import jobs_of
from core.outbox import add_lane
from core.translation import lazy_gettext as _


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    state_changed.connect(merging.mend)
    route_events(searching.LANE, DuplicateMarked, DuplicateJudged)
    add_lane(app, news.LANE, news.tell_of_duplicates, *news.EVENTS)
    add_lane(app, comparing.LANE, comparing.look_again, *comparing.EVENTS)
    jobs_of(app).add(comparing.JOB, comparing.compare_questions)
    jobs_of(app).every("look for what is not compared", comparing.compare_questions, minute="*/5")
    _open_to_webhooks()
    add_check(app, counted("duplicates point to the end of their chain", settle))


def _open_to_webhooks() -> None:
    marked = _("A question was marked as a duplicate, or no longer is")
    add_kind(HookKind("question.duplicate", marked, DuplicateMarked, beside={"original": "original_id"}))
    # What is told of is the question that stands; the one that went into it holds no word any more.
    merged, beside = _("Questions were merged, or taken apart again"), {"merged": "contribution_id"}
    add_kind(HookKind("questions.merged", merged, ThreadsMerged, _of_questions, about="thread_id", beside=beside))


def _of_questions(payload: Payload) -> bool:
    return news.is_question(payload["contribution_id"])
