"""Remembers what the board showed to members and what they read, and hands it to the worker: reading never writes."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import delete, select

from accounts.viewers import Viewer
from core.clock import now
from core.database import db, insert_into
from core.jobs import Jobs, jobs_of
from ideas.models import Idea
from ideas.ranking.models import IdeaExposure
from ideas.ranking.weighing import count_readers

# Later than readings are handed on, so that whoever has read stands in the table by then.
SECONDS = 20.0
LAST_SLOT = 100
KEPT = timedelta(days=90)
Shown = tuple[int, str, int]
Counted = tuple[int, str, int, int]


class Impressions:
    """What one web process showed since it last handed that on."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.lock = threading.Lock()
        self.shown: Counter[Shown] = Counter()
        self.read: set[int] = set()
        self.timer: threading.Timer | None = None

    def note(self, shown: Iterable[Shown] = (), read: Iterable[int] = ()) -> None:
        """Note ideas that were shown, by order and slot, and ideas that were opened."""
        with self.lock:
            self.shown.update(shown)
            self.read.update(read)
            if self.timer is None:
                self.timer = threading.Timer(SECONDS, self.hand_on)
                self.timer.daemon = True
                self.timer.start()

    def hand_on(self) -> None:
        """Send what was noted to the worker."""
        with self.lock:
            shown, read = self.shown, self.read
            self.shown, self.read, self.timer = Counter(), set(), None
        if shown or read:
            self.jobs.send("note impressions", [[*key, count] for key, count in shown.items()], sorted(read))

    def forget(self) -> None:
        """Drop what was noted."""
        with self.lock:
            self.shown.clear()
            self.read.clear()


def register(app: Flask) -> None:
    """Keep a memory for this process, and write what others hand on."""
    app.extensions["impressions"] = Impressions(jobs_of(app))
    jobs_of(app).add("note impressions", note_impressions)


def impressions() -> Impressions:
    """Return the memory of this process."""
    memory: Impressions = current_app.extensions["impressions"]
    return memory


def note_board(viewer: Viewer, order: str, first: int, keys: Sequence[int]) -> None:
    """Note a page of the board that begins at a slot; only members count, as nobody else can vote."""
    if viewer.signed_in:
        impressions().note(shown=[(key, order, min(first + at, LAST_SLOT)) for at, key in enumerate(keys)])


def note_read(viewer: Viewer, key: int) -> None:
    """Note that a member opened an idea."""
    if viewer.signed_in:
        impressions().note(read=[key])


def note_impressions(shown: Sequence[Counted], read: Sequence[int]) -> None:
    """Add to the log how often ideas were shown (idea, order, slot, times), and count the readers of some anew."""
    there = set(db.session.scalars(select(Idea.id).where(Idea.id.in_({row[0] for row in shown}))))
    statement = insert_into(IdeaExposure)
    upsert = statement.on_conflict_do_update(
        index_elements=[IdeaExposure.idea_id, IdeaExposure.day, IdeaExposure.surface, IdeaExposure.slot],
        set_={"shown": IdeaExposure.shown + statement.excluded.shown},
    )
    today = now().date()
    rows = [
        {"idea_id": key, "day": today, "surface": surface, "slot": slot, "shown": count}
        for key, surface, slot, count in sorted(shown)
        if key in there
    ]
    if rows:
        db.session.execute(upsert, rows)
    count_readers(read)


def forget_exposures() -> None:
    """Drop what is older than a quarter of a year."""
    db.session.execute(delete(IdeaExposure).where(IdeaExposure.day < (now() - KEPT).date()))
