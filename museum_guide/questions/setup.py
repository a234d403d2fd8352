"""Opens questions of visitors: where they ask, who hears of it, and where the answers are seen."""

from flask import Flask

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.subjects import SUBJECTS
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _
from museum_guide.questions import asking, queries, views
from museum_guide.questions.api import section
from museum_guide.questions.events import ArtefactAsked
from museum_guide.slots import ARTEFACT_PANELS, Panel


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)
    section.register(app)
    add_lane(app, asking.LANE, asking.tell_curators, ArtefactAsked)
    with app.app_context():
        places().fill(ARTEFACT_PANELS, _panels)
        places().fill(SUBJECTS, queries.artefact_of_thread)


def _panels(viewer: Viewer, artefact_id: int) -> list[Panel]:
    asked = [
        {
            "url": KINDS[row.kind].address(row.id, row.title),
            "title": row.title,
            "lang": row.language,
            "claim": row.claim,
            "answers": row.reply_count,
            "answer": row.answer,
        }
        for row in queries.asked_of(viewer, artefact_id)
    ]
    return [Panel(_("Asked here"), "museum_guide/questions/asked.html", {"asked": asked}, 60)]
