"""Opens the ideas room: its kind of contribution and its pages."""

from flask import Flask

from contributions.competence import registry
from contributions.kinds import Kind, add_kind
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.api import section
from ideas.archive import register_archive
from ideas.competence import measures
from ideas.panels import panels
from ideas.views import blueprint


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    add_kind(Kind("idea", _("Idea"), "ideas", opens_thread=True, replied_by="comment"))
    app.register_blueprint(blueprint)
    section.register(app)
    with app.app_context():
        places().fill("home panels", panels)
        places().fill(registry.PLACE, measures)
