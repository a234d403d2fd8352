"""Opens suggestions: their panel on the page of an artefact, their pages, and what the worker does for them."""

from flask import Flask

from accounts.viewers import Viewer
from core.jobs import jobs_of
from core.pages import places
from core.translation import lazy_gettext as _
from museum_guide.slots import ARTEFACT_PANELS, Panel
from museum_guide.suggestions import dismissing, learning, views
from museum_guide.suggestions.copying import Copy


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.extensions["suggestions"] = Copy()
    app.register_blueprint(views.blueprint)
    jobs_of(app).add(dismissing.JOB, dismissing.write_shown)
    jobs_of(app).add(dismissing.OPENED, dismissing.write_opened)
    jobs_of(app).add(learning.JOB, learning.learn)
    jobs_of(app).every("learn again what to suggest", learning.learn, minute="*/10")
    with app.app_context():
        places().fill(ARTEFACT_PANELS, panels)


def panels(_viewer: Viewer, _artefact_id: int) -> list[Panel]:
    """Return the place of suggestions; what is in it is fetched when somebody comes near it, as it is theirs alone."""
    return [Panel(_("What to see next"), "museum_guide/suggestions/panel.html", {}, rank=20)]
