"""Three days of visits to the museums of the demo, made up with a fixed seed: nobody walked there."""

import math
import random
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, insert, select

from accounts.viewers import Viewer
from core.clock import now
from core.database import db, unit_of_work
from demo.exhibiting import SOURCE, curator
from museum_guide.artefacts.models import Artefact, ArtefactText, Placement, Subject
from museum_guide.models import Floor, Museum, Room
from museum_guide.tickets.codes import digest_of, new_code
from museum_guide.tickets.models import Ticket, TicketBatch, TicketType
from museum_guide.visits.closing import day_of, today_at
from museum_guide.visits.models import LONGEST_MS, ArtefactView, Visit

DAYS, VISITS, UNUSED = 3, 34, 12
# Looks at paintings, in seconds, as a log-normal law: median 17 s, mean 27 s (Smith and Smith 2001, n = 150).
LOOK = (2.83, 0.97)
WAYS = ("qr", "qr", "qr", "list", "keypad", "suggestion")
PRICE, SURCHARGE = 1100, 200
BY_THE_MINUTE = 200
VIEWS = cast("Table", ArtefactView.__table__)


def come() -> None:
    """Let visitors come on the last days, unless some came before."""
    with unit_of_work():
        if db.session.scalar(select(Visit.id).limit(1)):
            return
        for museum in db.session.scalars(select(Museum).where(Museum.source == SOURCE).order_by(Museum.id)):
            _days(museum, curator(), random.Random(museum.slug))  # noqa: S311


def _days(museum: Museum, keeper: Viewer, chance: random.Random) -> None:
    works = _works(museum.id)
    kind = TicketType(museum_id=museum.id, name="Day ticket with guide", price=PRICE, surcharge=SURCHARGE)
    kind.currency, kind.created_at = "GBP", now() - timedelta(days=30)
    db.session.add(kind)
    db.session.flush()
    today = today_at(museum.timezone, now())
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        begins, ends = day_of(museum.id, museum.timezone, day)
        batch = TicketBatch(museum_id=museum.id, type_id=kind.id, day=day, amount=VISITS + UNUSED, made_at=begins)
        batch.valid_from, batch.valid_until, batch.made_by_id = begins, ends, keeper.id
        batch.price, batch.surcharge, batch.currency = PRICE, SURCHARGE, "GBP"
        db.session.add(batch)
        db.session.flush()
        for number in range(VISITS + UNUSED):
            came = begins + timedelta(minutes=chance.randint(600, 900)) if number < VISITS else None
            ticket = Ticket(batch_id=batch.id, digest=digest_of(new_code()), redeemed_at=came)
            db.session.add(ticket)
            db.session.flush()
            if came:
                _visit(museum, ticket, came, works, chance)


def _works(museum_id: int) -> list[Any]:
    """Return id, floor, subjects and number of words of everything that is shown."""
    words = func.max(ArtefactText.words).label("words")
    told = select(ArtefactText.artefact_id, words).group_by(ArtefactText.artefact_id).subquery()
    subjects = func.aggregate_strings(Subject.word, " ").label("subjects")
    return list(
        db.session.execute(
            select(Artefact.id, Floor.level, told.c.words, subjects)
            .join(told, told.c.artefact_id == Artefact.id)
            .join(Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None))
            .join(Room, Room.id == Placement.room_id)
            .join(Floor, Floor.id == Room.floor_id)
            .outerjoin(Subject, Subject.artefact_id == Artefact.id)
            .where(Artefact.museum_id == museum_id)
            .group_by(Artefact.id, Floor.level, told.c.words)
            .order_by(Floor.level, Artefact.id)
        )
    )


def _visit(museum: Museum, ticket: Ticket, came: datetime, works: list[Any], chance: random.Random) -> None:
    """Write one visit down: somebody with a taste for a subject, who walks floor by floor and does not see it all."""
    language = chance.choice(("en", "en", "en", "de"))
    visit = Visit(museum_id=museum.id, ticket_id=ticket.id, started_at=came, language=language)
    visit.depth, visit.step_free = chance.choice(("label", "story", "story", "scholar")), chance.random() < 0.1
    liked = chance.choice((chance.choice(works).subjects or "").split() or [""])
    at, rows = came, []
    for work in works:
        near = liked in (work.subjects or "").split()
        if chance.random() < (0.75 if near else 0.25):
            at += timedelta(seconds=chance.randint(10, 60))
            rows.append(_look(work.id, at, near, work.words or 0, chance))
            at = rows[-1]["last_at"]
    visit.ends_at = came + timedelta(hours=8)
    visit.ended_at = at + timedelta(minutes=2)
    db.session.add(visit)
    db.session.flush()
    if rows:
        db.session.execute(
            insert(cast("Table", ArtefactView.__table__)), [{**row, "visit_id": visit.id} for row in rows]
        )


def _look(key: int, at: datetime, near: bool, words: int, chance: random.Random) -> dict[str, Any]:
    longer = 0.9 if near else 0.0
    seconds = math.exp(chance.gauss(LOOK[0] + longer, LOOK[1]))
    depth = chance.choice((1, 2, 2, 3)) if near else chance.choice((1, 1, 2))
    if depth > 1:
        seconds += 60 * words / BY_THE_MINUTE * chance.random()
    heard = seconds * 0.6 if chance.random() < 0.15 else 0.0
    active = min(round(seconds * 1000), LONGEST_MS)
    closed = chance.random() > 0.3
    return {
        "artefact_id": key,
        "key": secrets.token_urlsafe(12),
        "opened_by": chance.choice(WAYS),
        "opened_at": at,
        "last_at": at + timedelta(milliseconds=active),
        "active_ms": active,
        "audio_ms": min(round(heard * 1000), active),
        "depth": depth,
        "seq": 1 + active // 10_000,
        "closed": closed,
    }
