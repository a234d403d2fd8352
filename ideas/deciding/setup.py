"""Opens decisions about ideas: pages, what stands around an idea, lanes, and where members are named."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from contributions.notifying import TOLD_ELSEWHERE
from contributions.sentences import WORDS
from contributions.webhooks.kinds import HookKind, add_kind
from core.outbox import add_lane
from core.pages import places
from core.translation import gettext as _
from core.translation import lazy_gettext
from ideas.deciding import api, leading_on, news, pipeline_views, story, views
from ideas.deciding.archive import register_archive
from ideas.deciding.events import IdeaMoved
from ideas.deciding.models import IdeaKeeper, NearestIdea, OfficialResponse, PickTarget
from ideas.deciding.policies import may_decide
from ideas.slots import IDEA_COLUMNS, IDEA_DEEDS, IDEA_PANELS, Deed

OFFICE = "what was decided about an idea stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    register_archive(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(pipeline_views.blueprint)
    api.section.register(app)
    add_lane(app, news.LANE, news.close_loops, *news.EVENTS, batch=news.BATCH)
    add_lane(app, leading_on.LANE, leading_on.find_nearest, *leading_on.EVENTS)
    if news.is_response not in TOLD_ELSEWHERE:
        TOLD_ELSEWHERE.append(news.is_response)
    WORDS["moved"] = news.words_of_move
    add_kind(HookKind("idea.moved", lazy_gettext("An idea was moved in its pipeline"), IdeaMoved))
    _write_traces(app)
    with app.app_context():
        places().fill(IDEA_COLUMNS, story.columns)
        places().fill(IDEA_PANELS, story.panels)
        places().fill(IDEA_DEEDS, deeds)


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return the way to the page on which staff decides."""
    if not may_decide(viewer):
        return []
    return [Deed(_("Decide"), f"/ideas/{row.id}/decide", "badge-check", staff=True, rank=10)]


def _write_traces(app: Flask) -> None:
    add_traces(
        app,
        Trace(OfficialResponse.given_by_id, Fate.FORGOTTEN, OFFICE, only=("comment_id", "idea_id", "given_at")),
        Trace(NearestIdea.chosen_by_id, Fate.FORGOTTEN, OFFICE, only=("idea_id", "nearest_id", "found_at")),
        Trace(IdeaKeeper.member_id, Fate.DELETED),
        Trace(PickTarget.set_by_id, Fate.FORGOTTEN, OFFICE, only=("idea_id", "words", "set_at")),
        Trace(PickTarget.judged_by_id, Fate.FORGOTTEN, OFFICE, only=("idea_id", "met", "judged_at")),
    )
