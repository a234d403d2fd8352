"""Opens judgements of ideas."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from core.pages import places
from core.translation import gettext as _
from ideas.deciding.policies import may_decide
from ideas.scoring import views
from ideas.scoring.models import IdeaEstimate, JuryRating, Lemon, Screening
from ideas.slots import IDEA_DEEDS, Deed

OFFICE = "what was judged stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    add_traces(
        app,
        Trace(IdeaEstimate.by_id, Fate.FORGOTTEN, OFFICE, only=("idea_id", "estimated_at")),
        Trace(JuryRating.member_id, Fate.DELETED),
        Trace(Screening.opened_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "title", "opened_at")),
        Trace(Lemon.member_id, Fate.DELETED),
    )
    with app.app_context():
        places().fill(IDEA_DEEDS, deeds)


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return the way to the page on which staff judges."""
    return [Deed(_("Judge"), f"/ideas/{row.id}/scores", "landmark", staff=True, rank=30)] if may_decide(viewer) else []
