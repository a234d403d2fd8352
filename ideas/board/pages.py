"""Puts together what the page of an idea shows."""

from typing import Any

from accounts.viewers import Viewer
from contributions.posts import Link
from contributions.thread_pages import thread_page
from core.markup import as_markup
from core.translation import gettext as _
from ideas.board.queries import status_of
from ideas.slots import deeds_of, panels_of


def idea_page(viewer: Viewer, row: Any, page_key: str | None, at: str | None) -> dict[str, Any]:
    """Return what the page of an idea shows. Raises CursorError."""
    deeds = deeds_of(viewer, row)
    return {
        **thread_page(viewer, row, page_key, at),
        **panels_of(viewer, row),
        "idea": {"status": status_of(row), "problem": as_markup(row.problem_html), "area": _area(row)},
        "deeds": [deed for deed in deeds if not deed.staff],
        "staff_deeds": [deed for deed in deeds if deed.staff],
        "crumbs": [(_("Ideas"), "/ideas"), _whereabouts(row)],
    }


def _area(row: Any) -> Link | None:
    return Link(row.area_name, f"/ideas/areas/{row.area_slug}") if row.area_id else None


def _whereabouts(row: Any) -> tuple[str, str]:
    area = _area(row)
    return (area.name, area.url) if area else (row.space_name, f"/spaces/{row.space_slug}")
