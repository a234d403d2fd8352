"""The visit of the phone that is asking, known by its cookie."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Response, current_app, g, has_request_context, request
from sqlalchemy import String, cast, func, select

from core.clock import now
from core.database import read
from museum_guide.visits.models import Favourite, Visit, VisitDevice

# For so long after closing time a phone still shows what was seen.
AFTERWARDS = timedelta(hours=12)


class VisitRow(NamedTuple):
    """A visit. `ticket_id` is None where it began without a ticket; `liked` are the ids of artefacts."""

    id: int
    museum_id: int
    ticket_id: int | None
    started_at: datetime
    ends_at: datetime
    language: str
    depth: str
    step_free: bool
    liked: frozenset[int]

    @property
    def goes_on(self) -> bool:
        """Whether the museum is still open for it."""
        return self.ends_at > now()


def current_visit() -> VisitRow | None:
    """Return the visit of the phone that is asking: one statement, and none where it sent no cookie."""
    visit = latest_visit()
    return visit if visit is not None and visit.goes_on else None


def latest_visit() -> VisitRow | None:
    """Return the visit of the phone that is asking, also for some hours after closing time; not once it was ended."""
    if not has_request_context() or visit_cookie() not in request.cookies:
        return None
    if "visit" not in g:
        g.visit = _find(request.cookies[visit_cookie()])
    found: VisitRow | None = g.visit
    return found


def holds_ticket(museum_id: int) -> bool:
    """Whether who is asking visits a museum with a ticket, which opens what needs one there."""
    visit = current_visit()
    return visit is not None and visit.museum_id == museum_id and visit.ticket_id is not None


def visit_cookie() -> str:
    """Name the cookie of visits; it means nothing once the visit is over."""
    return "__Host-atrium-visit" if current_app.config["SESSION_COOKIE_SECURE"] else "atrium-visit"


def carry(response: Response, token: str, ends_at: datetime) -> Response:
    """Give the phone that is answered the cookie of a visit."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    expires = ends_at + AFTERWARDS
    response.set_cookie(visit_cookie(), token, expires=expires, secure=secure, httponly=True, samesite="Lax")
    return response


def forget(response: Response) -> Response:
    """Take the cookie of a visit away, and what the browser keeps of pages."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(visit_cookie(), secure=secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def digest(token: str) -> str:
    """Return what is kept of the token in a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find(token: str) -> VisitRow | None:
    liked = select(func.aggregate_strings(cast(Favourite.artefact_id, String), " "))
    columns: list[Any] = [getattr(Visit, name) for name in VisitRow._fields[:-1]]
    row = read(
        select(*columns, liked.where(Favourite.visit_id == Visit.id).scalar_subquery())
        .join(VisitDevice, VisitDevice.visit_id == Visit.id)
        .where(VisitDevice.token_digest == digest(token), Visit.ended_at.is_(None), Visit.ends_at > now() - AFTERWARDS)
    ).one_or_none()
    return VisitRow._make((*row[:-1], frozenset(map(int, (row[-1] or "").split())))) if row else None
