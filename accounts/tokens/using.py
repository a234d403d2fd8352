"""Remembers in memory which tokens were used, and hands it to the worker now and then: reading never writes."""

from collections.abc import Sequence

from flask import Flask, current_app
from sqlalchemy import bindparam, update

from accounts.presence import Presence
from accounts.tokens.models import ApiToken
from core.clock import parse_time
from core.database import UTCDateTime, db
from core.jobs import jobs_of

JOB = "note tokens"


def usage() -> Presence:
    """Return the memory of this process."""
    kept: Presence = current_app.extensions["token usage"]
    return kept


def register(app: Flask) -> None:
    """Keep a memory for this process, and write what others hand on."""
    app.extensions["token usage"] = Presence(jobs_of(app), JOB)
    jobs_of(app).add(JOB, note_tokens)


def note_tokens(used: Sequence[tuple[int, str]]) -> None:
    """Write when tokens were last used; a later time is never put back."""
    later = bindparam("at", type_=UTCDateTime)
    earlier = (ApiToken.id == bindparam("key")) & (ApiToken.used_at.is_(None) | (ApiToken.used_at < later))
    statement = update(ApiToken).where(earlier).values(used_at=later)
    db.session.connection().execute(statement, [{"key": key, "at": parse_time(at)} for key, at in used])
