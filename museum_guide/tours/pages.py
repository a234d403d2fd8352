"""Puts together what the pages of tours show."""

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.markup import as_markup
from core.paging import Cursor
from core.translation import gettext as _
from core.translation import ngettext, tongue
from museum_guide.addresses import artefact_address, museum_address
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.opening import is_open
from museum_guide.models import Museum
from museum_guide.tours.queries import stops_of, tour_row, tours_page


def tours_address(slug: str) -> str:
    """Return the address of the tours of a museum."""
    return f"{museum_address(slug)}/tours"


def list_page(viewer: Viewer, museum: Museum, page_key: str | None, *, kept: bool) -> dict[str, Any]:
    """Return the tours of a museum: one statement. Raises CursorError."""
    base = tours_address(museum.slug)
    page = tours_page(viewer, museum.id, Cursor.decode(page_key, 1) if page_key else None)
    return {
        "museum": museum,
        "kept": kept,
        "tours": [
            {
                "url": f"{base}/{row.id}",
                "name": row.title,
                "description": row.summary,
                "counts": [ngettext("%(num)s stop", "%(num)s stops", row.stops)],
                "private_label": "" if row.published else _("Draft"),
            }
            for row in page.rows
        ],
        "pager": page.links(base),
    }


def tour_page(viewer: Viewer, slug: str, key: int) -> dict[str, Any]:
    """Return a tour with its stops: two statements. Raises NotFound."""
    tour = tour_row(viewer, slug, key)
    base = f"{tours_address(slug)}/{key}"
    stops = stops_of(key, tour.language)
    rows = [_listed(slug, base, at, stop) for at, stop in enumerate(stops, start=1)]
    return {"tour": tour, "base": base, "stops": rows, "lang": tongue(tour.language), "crumbs": crumbs(tour)}


def crumbs(tour: Row[Any]) -> list[tuple[str, str]]:
    """Return the way to a tour."""
    museum = (tour.name, museum_address(tour.slug))
    return [(_("Museums"), "/museums"), museum, (_("Tours"), tours_address(tour.slug))]


def _listed(slug: str, base: str, at: int, stop: Row[Any]) -> dict[str, Any]:
    return {
        "url": f"{base}/{at}",
        "title": stop.title,
        "maker": stop.maker,
        "where": where(stop),
        "closed": bool(stop.closed),
        "thing": f"{artefact_address(slug, stop.number)}?by=tour",
    }


def where(stop: Row[Any]) -> str:
    """Say where something stands."""
    return ", ".join(part for part in (stop.room_name, stop.floor_name) if part)


def stop_page(viewer: Viewer, slug: str, key: int, at: int) -> dict[str, Any]:
    """Return a stop of a tour, counted from 1: two statements, and one where it needs a ticket. Raises NotFound."""
    tour = tour_row(viewer, slug, key)
    stops = stops_of(key, tour.language)
    if not 1 <= at <= len(stops):
        raise NotFound
    base, stop = f"{tours_address(slug)}/{key}", stops[at - 1]
    named = _listed(slug, base, at, stop)
    opened = is_open(_Asked(stop, tour))
    return {
        "tour": tour,
        "base": base,
        "at": at,
        "count": len(stops),
        "stop": named,
        "lang": tongue(tour.language),
        "keypad": keypad_number(stop.number),
        "note": as_markup(stop.html) if opened and stop.html else "",
        "sound": f"{base}/sounds/{stop.id}" if opened and stop.sound_file else "",
        "sound_key": stop.id,
        "locked": not opened,
        "steps": stop.step_free is False,
        "before": f"{base}/{at - 1}" if at > 1 else None,
        "after": _listed(slug, base, at + 1, stops[at]) if at < len(stops) else None,
        "crumbs": [*crumbs(tour), (tour.title, base)],
        "back": request.path,
    }


class _Asked:
    """What decides whether all of an artefact is open to who asks."""

    def __init__(self, stop: Row[Any], tour: Row[Any]) -> None:
        self.with_ticket, self.museum_id, self.kept = stop.with_ticket, stop.museum_id, tour.kept


def edit_page(tour: Any, stops: Sequence[Row[Any]], slug: str) -> dict[str, Any]:
    """Return what the desk shows of a tour that is being made."""
    base = f"{tours_address(slug)}/{tour.id}"
    return {
        "tour": tour,
        "base": base,
        "stops": [
            {
                "id": stop.id,
                "title": stop.title,
                "number": keypad_number(stop.number),
                "note": stop.note,
                "sound": bool(stop.sound_file),
                "draft": stop.state != "published",
                "where": where(stop),
            }
            for stop in stops
        ],
    }
