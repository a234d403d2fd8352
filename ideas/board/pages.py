"""Puts together what the page of an idea shows."""

from typing import Any

from accounts.viewers import Viewer
from contributions.posts import Link
from contributions.thread_pages import thread_page
from core.markup import as_markup
from core.translation import gettext as _
from ideas.board.family import family_of
from ideas.board.queries import status_of
from ideas.slots import deeds_of, panels_of
from ideas.statuses import HOUSE, KNOWN, Status


def idea_page(viewer: Viewer, row: Any, page_key: str | None, at: str | None) -> dict[str, Any]:
    """Return what the page of an idea shows: four statements beside those of panels. Raises CursorError."""
    deeds, status = deeds_of(viewer, row), status_of(row)
    return {
        **thread_page(viewer, row, page_key, at),
        **panels_of(viewer, row),
        "idea": {"status": status, "problem": as_markup(row.problem_html), "area": _area(row), "way": _way(status)},
        "family": family_of(viewer, row.id),
        "deeds": [deed for deed in deeds if not deed.staff],
        "staff_deeds": [deed for deed in deeds if deed.staff],
        "crumbs": [(_("Ideas"), "/ideas"), _whereabouts(row)],
    }


def _area(row: Any) -> Link | None:
    return Link(row.area_name, f"/ideas/areas/{row.area_slug}") if row.area_id else None


def _whereabouts(row: Any) -> tuple[str, str]:
    area = _area(row)
    return (area.name, area.url) if area else (row.space_name, f"/spaces/{row.space_slug}")


def _way(status: Status) -> list[dict[str, Any]]:
    """Return the steps on the way of an idea; nothing for one that has left it.

    An area with statuses of its own shows the phases, the present one by the name of its status.
    """
    if status.phase == "closed":
        return []
    usual = [step for step in HOUSE if step.phase != "closed"]
    if status.key not in KNOWN or status.name != KNOWN[status.key].name:
        names = {"open": _("Open"), "active": _("Under way"), "delivered": _("Delivered")}
        usual = [status if phase == status.phase else Status(phase, name, phase) for phase, name in names.items()]
    here = next(place for place, step in enumerate(usual) if step.key == status.key)
    return [
        {"name": step.name, "done": place < here, "here": place == here, "phase": step.phase}
        for place, step in enumerate(usual)
    ]
