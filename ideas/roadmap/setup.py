"""Opens the roadmap."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_cleaner, add_traces
from contributions.kinds import Kind, add_kind
from contributions.promised import PROMISED
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.roadmap import news, panels, views
from ideas.roadmap.api import section
from ideas.roadmap.archive import register_archive
from ideas.roadmap.models import Expectation, PromiseMove
from ideas.roadmap.promised import promised
from ideas.slots import BOARD_LINKS, IDEA_COLUMNS, IDEA_DEEDS, IDEA_PANELS
from ideas.traces import cleaner

# What was promised stays on record: it can be withdrawn, and a moderator can hide it, but its author cannot delete it.
PROMISE = Kind("promise", _("Promise"), "roadmap", opens_thread=True, replied_by="comment", own_words=True, stays=True)
RECORD = "what was promised and what became of it stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    register_archive(app)
    add_kind(PROMISE)
    app.register_blueprint(views.blueprint)
    section.register(app)
    add_lane(app, news.LANE, news.tell_of_promises, *news.EVENTS, batch=20)
    add_traces(
        app,
        Trace(PromiseMove.by_id, Fate.FORGOTTEN, RECORD),
        Trace(Expectation.member_id, Fate.DELETED),
    )
    add_cleaner(app, cleaner(PromiseMove, PromiseMove.reason))
    with app.app_context():
        places().fill(BOARD_LINKS, panels.links)
        places().fill(IDEA_COLUMNS, panels.columns)
        places().fill(IDEA_PANELS, panels.panels)
        places().fill(IDEA_DEEDS, panels.deeds)
        places().fill(PROMISED, promised)
