"""Puts together what the pages of museums show."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from accounts.viewers import Viewer
from core.linked_data import linked_data
from core.markup import as_markup, plain_text
from core.paging import Cursor
from core.times import written_day
from core.translation import gettext as _
from core.translation import locale, ngettext, tongue
from museum_guide.addresses import base_url, museum_address, room_address
from museum_guide.artefacts.pages import work_card
from museum_guide.artefacts.queries import Wanted, works_page
from museum_guide.languages import heard_here, name_of
from museum_guide.museums.archive import HOUSE
from museum_guide.museums.hours import by_weekday, said_today, schema_hours, week
from museum_guide.museums.queries import closed_days, hours_of, museum_row, museums_page, room_row, rooms_of, texts_of
from museum_guide.slots import desk_links, museum_panels

LONGEST_SEARCH = 80


def museum_list(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return what the list of museums shows: one statement. Raises CursorError."""
    page = museums_page(viewer, Cursor.decode(page_key, 1) if page_key else None)
    return {
        "museums": [
            {
                "url": museum_address(row.slug),
                "name": row.name,
                "description": row.city,
                "counts": [ngettext("%(num)s work", "%(num)s works", row.works)],
                "private_label": "" if row.published else _("Draft"),
            }
            for row in page.rows
        ],
        "pager": page.links("/museums"),
        "may_open": viewer.standing.administrator,
    }


def museum_page(viewer: Viewer, slug: str, wished: str) -> dict[str, Any]:
    """Return what the page of a museum shows: five statements and those of the panels. Raises NotFound."""
    museum = museum_row(viewer, slug)
    texts, days = texts_of(museum.id), by_weekday(hours_of(museum.id))
    language = heard_here([*texts, museum.language], wished, locale(), museum.language)
    text, closed = texts.get(language), closed_days(museum)
    return {
        "museum": museum,
        "said": as_markup(text.html) if text else "",
        "lang": tongue(language) if text else "",
        "languages": _switch(slug, sorted(texts, key=lambda code: code != museum.language), language),
        "today": said_today(days, [row.day for row in closed], museum.timezone),
        "week": week(days),
        "closed": [(written_day(row.day), row.reason) for row in closed],
        "floors": floors(slug, rooms_of(viewer, museum.id)),
        "panels": museum_panels(viewer, museum.id),
        "linked": _linked(museum, plain_text(text.html) if text else "", days),
    }


def _switch(slug: str, spoken: list[str], language: str) -> list[dict[str, Any]]:
    if len(spoken) < 2:
        return []
    base = museum_address(slug)
    return [
        {"code": code, "name": name_of(code), "url": f"{base}?language={code}", "current": code == language}
        for code in spoken
    ]


def floors(slug: str, rows: list[Any]) -> list[dict[str, Any]]:
    """Return the rooms of a museum floor by floor, as its page lists them; the house is named where there are two."""
    several = len({row.building_id for row in rows}) > 1
    return [
        {
            "id": key,
            "name": f"{some[0].building_name}, {some[0].floor_name}" if several else some[0].floor_name,
            "plan": f"/museums/{slug}/floors/{key}" if some[0].plan_file or some[0].x is not None else None,
            "rooms": [
                {
                    "url": room_address(slug, row.slug),
                    "name": row.name,
                    "works": ngettext("%(num)s work", "%(num)s works", row.works),
                    "closed": row.closed_note or _("Closed at present") if row.closed else "",
                    "steps": not row.step_free,
                }
                for row in some
            ],
        }
        for key, some in ((key, list(group)) for key, group in groupby(rows, key=lambda row: row.floor_id))
    ]


def floor_page(viewer: Viewer, slug: str, floor: int) -> dict[str, Any] | None:
    """Return what the page of a floor shows: its plan and its rooms; None where it is no floor of this museum."""
    museum = museum_row(viewer, slug)
    rooms = [row for row in rooms_of(viewer, museum.id) if row.floor_id == floor]
    if not rooms:
        return None
    drawn = [row for row in rooms if row.x is not None and row.width and row.height]
    width = rooms[0].plan_width or max((row.x + row.width for row in drawn), default=0)
    height = rooms[0].plan_height or max((row.y + row.height for row in drawn), default=0)
    return {
        "museum": museum,
        "floor": floors(slug, rooms)[0],
        "plan": f"/museums/{slug}/floors/{floor}/plan" if rooms[0].plan_file else None,
        "width": width,
        "height": height,
        "drawn": [{"row": row, "url": room_address(slug, row.slug)} for row in drawn],
    }


def room_page(viewer: Viewer, slug: str, room: str, wished: str, page_key: str | None) -> dict[str, Any]:
    """Return what the page of a room shows: two statements. Raises NotFound and CursorError."""
    row = room_row(viewer, slug, room)
    language = wished or locale()
    cursor = Cursor.decode(page_key, 2) if page_key else None
    page = works_page(viewer, row.museum_id, language, cursor, Wanted(room=row.id))
    base = room_address(slug, room)
    return {
        "room": row,
        # The one house of a museum has no name of its own.
        "house": HOUSE,
        "works": [work_card(slug, work, wished) for work in page.rows],
        "pager": page.links(f"{base}?language={wished}" if wished else base),
    }


def works_list(viewer: Viewer, slug: str, asked: str, wished: str, page_key: str | None) -> dict[str, Any]:
    """Return what the list of all works of a museum shows: two statements. Raises NotFound and CursorError."""
    museum = museum_row(viewer, slug)
    asked = asked.strip()[:LONGEST_SEARCH]
    cursor = Cursor.decode(page_key, 2) if page_key else None
    page = works_page(viewer, museum.id, wished or locale(), cursor, Wanted(asked=asked))
    return {
        "museum": museum,
        "works": [work_card(slug, work, wished) for work in page.rows],
        "asked": asked,
        "pager": page.links(_with(f"{museum_address(slug)}/works", q=asked, language=wished)),
    }


def desk_page(viewer: Viewer, museum: Any, page_key: str | None) -> dict[str, Any]:
    """Return what the desk of a museum shows to those who keep it. Raises CursorError."""
    page = works_page(viewer, museum.id, locale(), Cursor.decode(page_key, 2) if page_key else None)
    return {
        "museum": museum,
        "links": desk_links(viewer, museum.id),
        "floors": floors(museum.slug, rooms_of(viewer, museum.id)),
        "works": [work_card(museum.slug, work) for work in page.rows],
        "pager": page.links(f"{museum_address(museum.slug)}/desk"),
    }


def _with(address: str, **query: str) -> str:
    said = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{said}" if said else address


def _linked(museum: Any, description: str, days: Any) -> Markup:
    """Return a museum for programs: schema.org Museum."""
    known = museum.latitude is not None
    place = {"@type": "GeoCoordinates", "latitude": museum.latitude, "longitude": museum.longitude} if known else None
    return linked_data(
        {
            "@type": "Museum",
            "@id": base_url() + museum_address(museum.slug),
            "name": museum.name,
            "url": museum.website,
            "description": description,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": museum.city,
                "addressCountry": museum.country,
            },
            "geo": place,
            "openingHoursSpecification": schema_hours(days),
        }
    )
