"""Steps that one browser has yet to finish: bound to its cookie, good for some minutes, and used up by the answer."""

import secrets
from datetime import timedelta

from flask import session
from sqlalchemy import delete, select

from accounts.factors.models import PendingStep
from accounts.sessions import digest
from core.clock import now
from core.database import db, locked

LIFETIME = timedelta(minutes=10)
SECOND, PASSKEY, NEW_PASSKEY = "second", "passkey", "new passkey"


def begin_step(purpose: str, member_id: int | None = None, challenge: str = "") -> None:
    """Let the current browser begin a step; an earlier one of that purpose is forgotten."""
    forget_step(purpose)
    token = secrets.token_urlsafe(32)
    row = PendingStep(token_digest=digest(token), purpose=purpose, member_id=member_id, challenge=challenge)
    row.expires_at = now() + LIFETIME
    db.session.add(row)
    session[purpose] = token


def pending_step(purpose: str, *, hold: bool = False) -> PendingStep | None:
    """Return the step that the current browser is in, held against other requests where it is to be answered."""
    token = session.get(purpose)
    if not isinstance(token, str):
        return None
    wanted = select(PendingStep).where(PendingStep.token_digest == digest(token), PendingStep.purpose == purpose)
    wanted = wanted.where(PendingStep.expires_at > now())
    return locked(wanted) if hold else db.session.scalars(wanted).one_or_none()


def take_step(purpose: str) -> PendingStep | None:
    """Return the step that the current browser is in, and use it up: of two answers at once only one gets it."""
    step = pending_step(purpose, hold=True)
    if step is not None:
        db.session.delete(step)
        db.session.flush()
    session.pop(purpose, None)
    return step


def forget_step(purpose: str) -> None:
    """Let the current browser be in no such step."""
    token = session.pop(purpose, None)
    if isinstance(token, str):
        db.session.execute(delete(PendingStep).where(PendingStep.token_digest == digest(token)))


def sweep_steps() -> None:
    """Forget steps that were never finished."""
    db.session.execute(delete(PendingStep).where(PendingStep.expires_at <= now()))
