"""Remembers in memory which login sessions were used, and hands it to the worker now and then: reading never writes."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import bindparam, update

from accounts.models import LoginSession
from core.clock import format_time, parse_time
from core.database import UTCDateTime, db
from core.jobs import Jobs, jobs_of

SECONDS = 30.0
# A session is noted at most this often.
GRAIN = timedelta(minutes=5)
JOB = "note sessions"


class Presence:
    """The login sessions, or tokens, that one web process saw since it last handed them to a job."""

    def __init__(self, jobs: Jobs, job: str = JOB) -> None:
        self.jobs = jobs
        self.job = job
        self.lock = threading.Lock()
        self.seen: dict[int, datetime] = {}
        self.timer: threading.Timer | None = None

    def note(self, key: int, known: datetime | None, at: datetime) -> None:
        """Note that something was used, where that is not known well enough already."""
        if known is not None and at - known < GRAIN:
            return
        with self.lock:
            self.seen[key] = at
            if self.timer is None:
                self.timer = threading.Timer(SECONDS, self.hand_on)
                self.timer.daemon = True
                self.timer.start()

    def hand_on(self) -> None:
        """Send what was noted to the worker."""
        with self.lock:
            seen, self.seen, self.timer = self.seen, {}, None
        if seen:
            self.jobs.send(self.job, [[key, format_time(at)] for key, at in seen.items()])


def presence() -> Presence:
    """Return the memory of this process."""
    kept: Presence = current_app.extensions["presence"]
    return kept


def register(app: Flask) -> None:
    """Keep a memory for this process, and write what others hand on."""
    app.extensions["presence"] = Presence(jobs_of(app))
    jobs_of(app).add(JOB, note_sessions)


def note_sessions(seen: Sequence[tuple[int, str]]) -> None:
    """Write when sessions were last used; a later time is never put back."""
    later = bindparam("at", type_=UTCDateTime)
    earlier = (LoginSession.id == bindparam("key")) & (LoginSession.seen_at < later)
    statement = update(LoginSession).where(earlier).values(seen_at=later)
    db.session.connection().execute(statement, [{"key": key, "at": parse_time(at)} for key, at in seen])
