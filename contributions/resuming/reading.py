"""Remembers in memory how far members read and hands it to the worker now and then: reading never writes."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.resuming.days import count_readings
from contributions.resuming.models import ReadPosition
from core.clock import format_time, now, parse_time
from core.database import db, insert_into
from core.jobs import Jobs, jobs_of
from core.pages import ago
from core.translation import gettext as _
from core.translation import ngettext

SECONDS = 10.0
# Who comes back sooner has not left.
AWAY = timedelta(days=1)
Reading = list[Any]


class Readings:
    """How far members read in one web process since it last handed that on."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.lock = threading.Lock()
        self.read: dict[tuple[int, int], tuple[set[int], datetime]] = {}
        self.timer: threading.Timer | None = None

    def note(self, member_id: int, thread_id: int, shown: Sequence[int]) -> None:
        """Note that a member has a thread before them, with these contributions on the page."""
        with self.lock:
            known = self.read.get((member_id, thread_id), (set[int](), now()))[0]
            self.read[member_id, thread_id] = (known | set(shown), now())
            if self.timer is None:
                self.timer = threading.Timer(SECONDS, self.hand_on)
                self.timer.daemon = True
                self.timer.start()

    def hand_on(self) -> None:
        """Send what was noted to the worker."""
        with self.lock:
            read, self.read, self.timer = self.read, {}, None
        if read:
            rows = [[*key, max(shown), format_time(at), *sorted(shown)] for key, (shown, at) in read.items()]
            self.jobs.send("note readings", rows)


def register(app: Flask) -> None:
    """Keep a memory for this process, and write what others hand on."""
    app.extensions["readings"] = Readings(jobs_of(app))
    jobs_of(app).add("note readings", note_readings)


def note_reading(viewer: Viewer, thread_id: int, shown: Sequence[int]) -> None:
    """Note what a page of a thread shows to a member."""
    if viewer.id is not None:
        readings: Readings = current_app.extensions["readings"]
        readings.note(viewer.id, thread_id, shown)


def note_readings(rows: Sequence[Reading]) -> None:
    """Write how far members read, and how much on which day; a position never goes back. What is gone is left out.

    A row names the member, the thread, the newest contribution that was shown, when, and every one that was shown.
    """
    there = set(db.session.scalars(select(Contribution.id).where(Contribution.id.in_([row[1] for row in rows]))))
    count_readings([row for row in rows if row[1] in there])
    statement = insert_into(ReadPosition)
    greatest = func.max if db.engine.dialect.name == "sqlite" else func.greatest
    further = greatest(ReadPosition.read_to, statement.excluded.read_to)
    upsert = statement.on_conflict_do_update(
        index_elements=[ReadPosition.member_id, ReadPosition.thread_id],
        set_={"read_to": further, "read_at": statement.excluded.read_at},
    )
    for member_id, thread_id, read_to, at, *_shown in sorted(rows):
        if thread_id in there:
            values = {"member_id": member_id, "thread_id": thread_id, "read_to": read_to, "read_at": parse_time(at)}
            db.session.execute(upsert, values)


def resume_line(row: Any) -> dict[str, str] | None:
    """Say where the reader left off, if they were away; None otherwise."""
    if row.read_at is None or now() - row.read_at < AWAY:
        return None
    since = _("You were last here %(ago)s.", ago=ago(row.read_at))
    if not row.new_posts:
        return {"text": f"{since} {_('Nothing is new since then.')}", "url": "", "link_text": ""}
    new = ngettext("%(num)s post is new since then.", "%(num)s posts are new since then.", row.new_posts)
    url = f"/contributions/{row.first_new}"
    return {"text": f"{since} {new}", "url": url, "link_text": _("Go on where you left off")}
