"""The visit of the phone that is asking, known by its cookie."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from flask import current_app, g, has_request_context, request
from sqlalchemy import select

from core.clock import now
from core.database import read
from museum_guide.visits.models import Visit, VisitDevice


class VisitRow(NamedTuple):
    """A visit that goes on. `ticket_id` is None where it began without a ticket."""

    id: int
    museum_id: int
    ticket_id: int | None
    started_at: datetime
    ends_at: datetime
    language: str
    depth: str
    step_free: bool


def current_visit() -> VisitRow | None:
    """Return the visit of the phone that is asking: one statement, and none where it sent no cookie."""
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
    """Name the cookie of visits. It lasts as long as the visit may, and means nothing after it."""
    return "__Host-atrium-visit" if current_app.config["SESSION_COOKIE_SECURE"] else "atrium-visit"


def digest(token: str) -> str:
    """Return what is kept of the token in a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find(token: str) -> VisitRow | None:
    row = read(
        select(*(getattr(Visit, name) for name in VisitRow._fields))
        .join(VisitDevice, VisitDevice.visit_id == Visit.id)
        .where(VisitDevice.token_digest == digest(token), Visit.ended_at.is_(None), Visit.ends_at > now())
    ).one_or_none()
    return VisitRow(*row) if row else None
