"""Opens tours: their pages, and the ways to them from a museum's page and desk."""

from flask import Flask, request

from accounts.viewers import Viewer
from core.pages import places
from core.translation import gettext as _
from core.translation import lazy_gettext
from museum_guide.slots import DESK_LINKS, MUSEUM_PANELS, DeskLink, Panel
from museum_guide.tours import desk, views
from museum_guide.tours.pages import tours_address


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(desk.blueprint)
    with app.app_context():
        places().fill(MUSEUM_PANELS, museum_panels)
        places().fill(DESK_LINKS, desk_links)


def museum_panels(_viewer: Viewer, _museum_id: int) -> list[Panel]:
    """Return the ways through a museum."""
    slug = (request.view_args or {}).get("slug", "")
    context = {"slug": slug, "choices": views.MINUTES}
    return [Panel(lazy_gettext("How much time do you have?"), "museum_guide/tours/panel.html", context, 30)]


def desk_links(_viewer: Viewer, _museum_id: int) -> list[DeskLink]:
    """Return the way to the tours of a museum."""
    slug = (request.view_args or {}).get("slug", "")
    return [DeskLink(_("Tours"), tours_address(slug), 35)] if slug else []
