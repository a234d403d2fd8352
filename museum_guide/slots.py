"""Places on the pages of the museum guide that its parts fill, each without knowing the others.

A part fills them in its `register`, inside `with app.app_context()`:

    places().fill(ARTEFACT_PANELS, panels)   panels(viewer, artefact_id) -> [Panel]: what stands around an artefact
    places().fill(MUSEUM_PANELS, panels)     panels(viewer, museum_id) -> [Panel]: what stands on a museum's page
    places().fill(DESK_LINKS, links)         links(viewer, museum_id) -> [DeskLink]: what its curators may do

The pages ask only for artefacts and museums that the viewer may see, and for the desk only whoever keeps the museum.
What visitors without a cookie get is kept and served to others, so a panel shows them nothing that is one visitor's.
A page has six statements in all, four of which it needs itself.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from flask_babel import LazyString

from accounts.viewers import Viewer
from core.pages import places

ARTEFACT_PANELS = "artefact panels"
MUSEUM_PANELS = "museum panels"
DESK_LINKS = "desk links"
# Called with the visit, in the request that redeemed a ticket for it.
VISIT_BEGUN = "visit begun"
Words: TypeAlias = LazyString | str


class Panel(NamedTuple):
    """A piece of a page: its heading, and a template that finds what it shows as `panel.context`.

    Those with a smaller `rank` come first; with an empty heading the template brings its own.
    """

    heading: Words
    template: str
    context: Mapping[str, Any]
    rank: int = 50


class DeskLink(NamedTuple):
    """A page for those who keep a museum."""

    label: Words
    address: str
    rank: int = 50


def artefact_panels(viewer: Viewer, artefact_id: int) -> list[Panel]:
    """Return what the parts of the guide put on the page of an artefact."""
    return _filled(ARTEFACT_PANELS, viewer, artefact_id)


def museum_panels(viewer: Viewer, museum_id: int) -> list[Panel]:
    """Return what the parts of the guide put on the page of a museum."""
    return _filled(MUSEUM_PANELS, viewer, museum_id)


def desk_links(viewer: Viewer, museum_id: int) -> list[DeskLink]:
    """Return the pages for those who keep a museum."""
    return _filled(DESK_LINKS, viewer, museum_id)


def _filled(place: str, viewer: Viewer, about: int) -> list[Any]:
    found = [piece for provider in places().of(place) for piece in provider(viewer, about)]
    return sorted(found, key=lambda piece: piece.rank)
