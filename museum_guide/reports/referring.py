"""How one museum leads to another: counted when a ticket is redeemed there, once, without joining visits."""

import hashlib
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from sqlalchemy import select, update

from core.clock import now, parse_time
from core.database import db, once
from core.jobs import jobs_of
from museum_guide.artefacts.models import Artefact
from museum_guide.reports.models import MuseumReferral
from museum_guide.visits.current import VisitRow
from museum_guide.visits.models import Visit

JOB = "note a referral"
WITHIN = timedelta(days=30)


def referral_cookie() -> str:
    """Name the cookie that tells a museum which other one led to it."""
    return "__Host-atrium-led-here" if current_app.config["SESSION_COOKIE_SECURE"] else "atrium-led-here"


def lead_to(response: Response, visit: VisitRow, artefact_id: int) -> Response:
    """Let the phone of a visit remember for 30 days that a suggestion led it to another museum."""
    token, secure = secrets.token_urlsafe(24), bool(current_app.config["SESSION_COOKIE_SECURE"])
    jobs_of(current_app).send(JOB, visit.museum_id, artefact_id, _digest(token), now().isoformat())
    response.set_cookie(referral_cookie(), token, max_age=WITHIN, secure=secure, httponly=True, samesite="Lax")
    return response


def write_referral(from_id: int, artefact_id: int, digest: str, at: str) -> None:
    """Write that a suggestion led to another museum; the job behind `lead_to`."""
    to_id = db.session.scalar(select(Artefact.museum_id).where(Artefact.id == artefact_id))
    if to_id is not None and to_id != from_id:
        row = {"from_id": from_id, "to_id": to_id, "digest": digest, "opened_at": parse_time(at)}
        db.session.execute(once(MuseumReferral).values(row))


def count_referral(visit: Visit) -> None:
    """Count a ticket that was redeemed for the museum to which this phone was led, in time and for the first time."""
    token = request.cookies.get(referral_cookie(), "")
    if not token or visit.ticket_id is None:
        return
    led = update(MuseumReferral).where(MuseumReferral.digest == _digest(token), MuseumReferral.to_id == visit.museum_id)
    at = now()
    db.session.execute(
        led.where(MuseumReferral.redeemed_at.is_(None), MuseumReferral.opened_at > at - WITHIN).values(redeemed_at=at)
    )


def forget_on_ending(response: Response) -> Response:
    """Take the cookie away when a visit is ended: the phone forgets everything."""
    if request.endpoint == "visits.end" and referral_cookie() in request.cookies:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.delete_cookie(referral_cookie(), secure=secure, httponly=True, samesite="Lax")
    return response


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
