"""Puts together what the pages of a visit show, and what it puts on the pages of museums and artefacts."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from sqlalchemy import Row

from accounts.links import address_of
from accounts.viewers import Viewer
from core.clock import now
from core.durations import duration
from core.forms import Form
from core.languages import own_name
from core.paging import Cursor
from core.times import written_day
from core.translation import gettext as _
from core.translation import languages
from museum_guide.slots import Panel
from museum_guide.visits.beats import token_of
from museum_guide.visits.closing import today_at
from museum_guide.visits.current import VisitRow, current_visit
from museum_guide.visits.linking import link_token
from museum_guide.visits.models import WAYS, Visit
from museum_guide.visits.queries import languages_of, met, museum_of, sum_of
from museum_guide.visits.schemas import LetterDraft

EARLY, LATE = 20, 90


def visit_page(visit: VisitRow, form: Form[LetterDraft], sent: bool) -> dict[str, Any]:
    """Return what a phone shows of the visit that it follows: five statements."""
    museum = museum_of(visit.museum_id)
    spoken = sorted({visit.language, museum.language, *languages_of(museum.id), *languages()})
    return {
        "visit": visit,
        "museum": museum,
        "form": form,
        "sent": sent,
        "spoken": [(code, _name(code)) for code in spoken],
        "depths": depth_choices(),
        "link": address_of("visits.linked", token=link_token(visit.id)),
        **_seen(visit.id, visit.language, visit.liked, url_for("visits.own")),
    }


def linked_page(visit: Visit, liked: frozenset[int], token: str) -> dict[str, Any]:
    """Return what the link to a visit shows: four statements."""
    museum = museum_of(visit.museum_id)
    return {
        "visit": visit,
        "museum": museum,
        "day": written_day(today_at(museum.timezone, visit.started_at)),
        "token": token,
        "follows": visit.ended_at is None and visit.ends_at > now(),
        **_seen(visit.id, visit.language, liked, url_for("visits.linked", token=token)),
    }


def _seen(visit_id: int, language: str, liked: frozenset[int], base: str) -> dict[str, Any]:
    key = request.args.get("page")
    page = met(visit_id, language, Cursor.decode(key, 2) if key else None)
    total = sum_of(visit_id)
    return {
        "works": [_work(row, liked) for row in page.rows],
        "pager": page.links(base),
        "total": total,
        "length": duration(total.active_ms / 1000),
    }


def _work(row: Row[Any], liked: frozenset[int]) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "maker": row.maker,
        "url": f"/a/{row.code.lower()}",
        "length": duration(row.active_ms / 1000) if row.active_ms >= 30_000 else "",
        "liked": row.id in liked,
    }


def depth_choices() -> list[tuple[str, str, str]]:
    """Return how much can be told at once, in words."""
    return [
        ("label", _("The label"), _("A sentence or two")),
        ("story", _("The story"), _("What there is to tell, in a few minutes")),
        ("scholar", _("The scholarship"), _("Sources, provenance and open questions")),
    ]


def artefact_panels(_viewer: Viewer, artefact_id: int) -> list[Panel]:
    """Return what a visit puts on the page of an artefact: keeping it in mind, and counting the time with it."""
    visit = current_visit()
    if visit is None:
        return []
    by = request.args.get("by", "")
    way = "qr" if request.endpoint == "artefacts.label" else by if by in WAYS else "link"
    context: Mapping[str, Any] = {
        "id": artefact_id,
        "liked": artefact_id in visit.liked,
        "token": token_of(visit.id),
        "by": way,
        "back": request.path,
    }
    return [Panel("", "museum_guide/visits/artefact.html", context, EARLY)]


def museum_panels(_viewer: Viewer, museum_id: int) -> list[Panel]:
    """Return what a museum's page says of visiting it: how to begin, or the visit that goes on."""
    visit = current_visit()
    slug = (request.view_args or {}).get("slug", "")
    context: Mapping[str, Any] = {"slug": slug, "visit": visit if visit and visit.museum_id == museum_id else None}
    return [Panel(_("Your visit"), "museum_guide/visits/museum.html", context, EARLY)]


def _name(code: str) -> str:
    try:
        return own_name(code)
    except (ValueError, LookupError):
        return code
