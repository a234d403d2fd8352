"""Puts together what pages show of suggestions."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.translation import gettext as _
from museum_guide.addresses import artefact_address, museum_address
from museum_guide.artefacts.pages import work_card
from museum_guide.suggestions.asking import Place, Suggestion, suggestions_for
from museum_guide.suggestions.dismissing import note_shown
from museum_guide.suggestions.queries import Before, museum_of
from museum_guide.visits.current import VisitRow


def next_page(visit: VisitRow | None, before: Before) -> dict[str, Any]:
    """Return what to see after an artefact."""
    own = visit if visit and visit.museum_id == before.museum_id else None
    found = suggestions_for(own, Place(before.museum_id, before.timezone, before.id))
    return {
        "shelves": _shelves(own, found),
        "title": before.title,
        "url": artefact_address(before.slug, before.number),
        "here": f"{artefact_address(before.slug, before.number)}/next",
        "crumbs": [(_("Museums"), "/museums"), (before.museum_name, museum_address(before.slug))],
        "visiting": own is not None,
    }


def visit_page(visit: VisitRow | None) -> dict[str, Any]:
    """Return what to see next in a visit, or after it; nothing where there is none."""
    museum = museum_of(visit.museum_id) if visit else None
    if visit is None or museum is None:
        return {"shelves": [], "museum": None, "visiting": False, "here": "/visit/next"}
    found = suggestions_for(visit, Place(museum.id, museum.timezone))
    return {"shelves": _shelves(visit, found), "museum": museum, "visiting": True, "here": "/visit/next"}


def _shelves(visit: VisitRow | None, found: Mapping[str, Sequence[Suggestion]]) -> list[dict[str, Any]]:
    """Return the shelves with something on them, and let what a visitor is shown be noted."""
    named = {"here": _("Here"), "floor": _("On another floor"), "museum": _("In another museum")}
    if visit is not None:
        places = [(one, at) for shelf in found.values() for at, one in enumerate(shelf, start=1)]
        note_shown(visit, [(one.artefact, one.shelf, at) for one, at in places])
    return [
        {"key": shelf, "name": named[shelf], "rows": [_row(visit, one) for one in found[shelf]]}
        for shelf in named
        if found.get(shelf)
    ]


def _row(visit: VisitRow | None, suggestion: Suggestion) -> dict[str, Any]:
    card = work_card(suggestion.card.museum_slug, suggestion.card)
    elsewhere = visit is not None and suggestion.shelf == "museum"
    url = f"/visit/to/{suggestion.artefact}" if elsewhere else f"{card['url']}?by=suggestion"
    return card | {
        "id": suggestion.artefact,
        "url": url,
        "why": suggestion.why,
        "where": suggestion.where,
        "away": _("Not for me: %(title)s", title=suggestion.card.title),
    }
