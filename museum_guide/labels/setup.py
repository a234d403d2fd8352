"""Opens the printing of labels: its command and its pages."""

from flask import Flask

from accounts.viewers import Viewer
from core.database import db
from core.pages import places
from core.translation import lazy_gettext as _
from museum_guide.labels import cli
from museum_guide.labels.views import blueprint
from museum_guide.models import Museum
from museum_guide.slots import DESK_LINKS, DeskLink


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(blueprint)
    cli.register(app)
    with app.app_context():
        places().fill(DESK_LINKS, _links)


def _links(_viewer: Viewer, museum_id: int) -> list[DeskLink]:
    museum = db.session.get_one(Museum, museum_id)
    return [DeskLink(_("Print labels"), f"/museums/{museum.slug}/desk/labels", rank=40)]
