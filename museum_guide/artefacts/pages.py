"""Puts together what the page of an artefact shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import locale, tongue
from museum_guide.addresses import artefact_address, museum_address, room_address
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.linked import artwork
from museum_guide.artefacts.opening import BEHIND_TICKET, is_open
from museum_guide.artefacts.queries import media_of, words_of
from museum_guide.artefacts.showing import shown_pictures, size_address, voices
from museum_guide.artefacts.telling import DEPTHS, LAYERS, facts, label, languages_of, told
from museum_guide.languages import heard_here, name_of, spoken_everywhere
from museum_guide.slots import artefact_panels
from museum_guide.visits.current import current_visit

LONGEST_MORE = 300


def artefact_page(viewer: Viewer, row: Any, wished: str, depth: str) -> dict[str, Any]:
    """Return what the page of an artefact shows, in three statements and those of the panels.

    `wished` and `depth` are what the reader chose, or empty. `kept` says whether every stranger gets the same page.
    """
    words, media, visit = words_of(row.id), media_of(row.id), current_visit()
    spoken = languages_of(row, words)
    language = heard_here(spoken, wished, visit.language if visit else None, locale(), row.museum_language)
    opened = is_open(row)
    texts = told(row, words, language)
    if not opened:
        texts = {key: text for key, text in texts.items() if key not in BEHIND_TICKET}
    shown = label(row, words, language)
    pictures = shown_pictures(row.museum_slug, media.pictures, language, shown.title)
    sounds = voices(row.museum_slug, media.sounds, language, row.museum_language) if opened else []
    return {
        "artefact": row,
        "label": shown,
        "told": texts,
        "layers": [texts[key] for key in LAYERS if key in texts],
        "depth": _depth(depth, visit.depth if visit else "", texts),
        "pictures": pictures,
        "elsewhere": [picture for picture in media.pictures if picture.url and picture.url.startswith("https://")],
        "voices": sounds,
        "locked": not opened,
        "facts": facts(row, words, language),
        "catalogue": catalogue(row, shown),
        "provenance": {_("Provenance"): row.provenance, _("Rights"): row.rights},
        "more": _more(row.more),
        "languages": _switch(row, spoken, language),
        "keypad": keypad_number(row.number),
        "crumbs": crumbs(row),
        "beside": beside(row, wished),
        "panels": artefact_panels(viewer, row.id),
        "linked": artwork(row, shown, texts, pictures, sounds, spoken),
        "canonical_path": artefact_address(row.museum_slug, row.number),
        "kept": not viewer.signed_in and visit is None and (bool(wished) or spoken_everywhere(spoken)),
    }


def _depth(wished: str, usual: str, texts: Mapping[str, Any]) -> str:
    """Return the layer that stands open: the one wished for where it is there, else the story."""
    return next(
        (depth for depth in (wished, usual) if depth in DEPTHS and (depth in texts or depth == "label")), "story"
    )


def catalogue(row: Any, shown: Any) -> list[tuple[str, str, str]]:
    """Return what the catalogue says of an artefact: term, words, and their language where it is another."""
    own = tongue(row.museum_language)
    said = [
        (_("Made by"), row.maker, own),
        (_("Made"), shown.made, shown.lang),
        (_("Of"), shown.medium, shown.lang),
        (_("Size"), row.size, own),
        (_("Kind"), row.classification, own),
        (_("Period"), row.period, own),
        (_("Department"), row.department, own),
        (_("Accession number"), row.accession, ""),
        (_("Credit"), row.credit, own),
    ]
    return [(term, text, lang) for term, text, lang in said if text]


def _more(more: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(value)[:LONGEST_MORE]) for name, value in (more or {}).items() if value not in (None, "")]


def _switch(row: Any, spoken: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Return the languages to choose from, where there is a choice."""
    if len(spoken) < 2:
        return []
    base = artefact_address(row.museum_slug, row.number)
    return [
        {"code": code, "name": name_of(code), "url": f"{base}?language={code}", "current": code == language}
        for code in spoken
    ]


def crumbs(row: Any) -> list[tuple[str, str]]:
    """Return the way to an artefact: museums, museum, room."""
    way = [(_("Museums"), "/museums"), (row.museum_name, museum_address(row.museum_slug))]
    return [*way, (row.room_name, room_address(row.museum_slug, row.room_slug))] if row.room_id else way


def beside(row: Any, wished: str) -> dict[str, str | None]:
    """Return the addresses of what stands before and after an artefact in its room."""
    chosen = f"?language={wished}" if wished else ""
    return {
        name: artefact_address(row.museum_slug, number) + chosen if number is not None else None
        for name, number in (("before", row.before), ("after", row.after))
    }


def work_card(slug: str, row: Any, wished: str = "") -> dict[str, Any]:
    """Return an artefact as a list shows it."""
    chosen = f"?language={wished}" if wished else ""
    return {
        "url": artefact_address(slug, row.number) + chosen,
        "title": row.title,
        "lang": tongue(row.language) if row.language else "",
        "maker": row.maker,
        "made": row.made,
        "keypad": keypad_number(row.number),
        "room": row.room_name,
        "picture": _thumbnail(slug, row),
        "draft": row.state != "published",
    }


def _thumbnail(slug: str, row: Any) -> dict[str, Any] | None:
    if row.picture_id is None or not row.sizes:
        return None
    smallest = row.sizes[0]
    address = size_address(f"/museums/{slug}/pictures/{row.picture_id}", smallest)
    return {"url": address, "width": smallest["width"], "height": smallest["height"]}
