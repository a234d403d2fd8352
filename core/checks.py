"""What the doctor looks at on the ground floor: settings, schema, outbox and search index."""

import os
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import func, select, update

from core import outbox
from core.clock import now
from core.database import db
from core.doctor import Check, add_check
from core.events import OutboxEntry
from core.pages import places
from core.search import SearchDocument, SearchPort
from core.settings import Settings

LONGEST_WAIT = 600
MOST_NAMED = 5


def register(app: Flask) -> None:
    """Add the checks of the ground floor."""
    add_check(app, Check("settings", wrong_settings))
    add_check(app, Check("database schema", missing_migrations))
    add_check(app, Check("outbox", waiting_entries, try_again))
    add_check(app, Check("search index", differences_of_index, rebuild_index))


def wrong_settings() -> Iterator[str]:
    """Yield what the settings say and the machine does not allow, or what is unsafe together."""
    settings: Settings = current_app.extensions["settings"]
    if not os.access(settings.home, os.W_OK):
        yield f"ATRIUM_HOME: {settings.home} cannot be written to"
    kept: Path = settings.home / "secret_key"
    if kept.exists() and kept.stat().st_mode & 0o077:
        yield f"{kept} can be read by others; allow it to its owner only (chmod 600)"
    if settings.now is not None:
        yield "ATRIUM_NOW stops the clock; that is for tests and demonstrations"
    if settings.secure and settings.limits == "off":
        yield "ATRIUM_LIMITS: a public site should have its rate limits on"


def missing_migrations() -> Iterator[str]:
    """Yield a line where the database does not have the shape of this version."""
    from core import schema

    found, wanted = schema.revision_of_database(), schema.revision_of_code()
    if found != wanted:
        yield f"the database is at revision {found or 'nothing'}, this version needs {wanted}; run ./atrium upgrade"


def waiting_entries() -> Iterator[str]:
    """Yield what has waited too long in the outbox, and what failed too often."""
    age = outbox.oldest_age()
    if age > LONGEST_WAIT:
        yield f"the oldest entry has waited for {age / 60:.0f} minutes; is the worker running?"
    stuck = OutboxEntry.attempts >= outbox.MOST_ATTEMPTS
    counts = (
        select(OutboxEntry.lane, func.count(), func.max(OutboxEntry.problem)).where(stuck).group_by(OutboxEntry.lane)
    )
    for lane, count, problem in db.session.execute(counts):
        yield f"{count} entries of lane {lane} failed {outbox.MOST_ATTEMPTS} times, such as with {problem}"


def try_again() -> None:
    """Make every entry due once more."""
    db.session.execute(update(OutboxEntry).where(OutboxEntry.attempts > 0).values(attempts=0, due_at=now()))


def differences_of_index() -> Iterator[str]:
    """Yield how the index differs from the database, as far as no entry of the outbox is about to change that."""
    search: SearchPort = current_app.extensions["search"]
    search.refresh()
    if search.needs_rebuild:
        yield "there is no complete index of this version"
        return
    if outbox.waiting_lanes():
        return
    wanted, kept = {document.id for document in documents()}, set(search.ids(0, 1 << 62))
    for words, ids in (("are not in the index", wanted - kept), ("are in the index and should not be", kept - wanted)):
        if ids:
            named = ", ".join(str(key) for key in sorted(ids)[:MOST_NAMED])
            yield f"{len(ids)} contributions {words}, such as {named}"


def rebuild_index() -> None:
    """Build the index anew while the site runs."""
    search: SearchPort = current_app.extensions["search"]
    search.rebuild(documents())


def begin_index() -> None:
    """Give an empty site its empty index, so that what comes in is indexed once, by the worker."""
    search: SearchPort = current_app.extensions["search"]
    if search.needs_rebuild and next(documents(), None) is None:
        search.rebuild(())


def documents() -> Iterator[SearchDocument]:
    """Yield everything that the rooms want to be found."""
    for provider in places().of("search documents"):
        yield from provider()
