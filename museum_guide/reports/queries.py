"""What reports read: visits, looks, works, rooms, income and referrals of one museum since a day."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, case, func, literal_column, select, union_all
from sqlalchemy.orm import aliased

from core.database import read
from museum_guide.artefacts.models import Artefact, ArtefactText, Placement, Sound
from museum_guide.models import Building, Floor, Museum, Room
from museum_guide.reports.figures import Stop, Work
from museum_guide.reports.models import MuseumContact, MuseumReferral
from museum_guide.suggestions.interest import seconds_needed
from museum_guide.suggestions.models import SuggestionShown
from museum_guide.tickets.models import Ticket, TicketBatch
from museum_guide.visits.models import ArtefactView, Visit

# The latest of a period are enough for a median, and a page must not read for ever.
MOST_LOOKS = 50_000
HEARD = 0.5


class Seen(NamedTuple):
    """A visit that looked at something: when it began, whether with a ticket, its language, and its minutes."""

    visit: int
    started_at: datetime
    language: str
    ticket: bool
    minutes: float


class Looks(NamedTuple):
    """What visits since a day looked at, and those visits."""

    looks: list[Stop]
    visits: list[Seen]


def looks_since(museum_id: int, since: datetime) -> Looks:
    """Return the latest looks of visits that began since, at most 50 000, and the visits to which they belong."""
    shortest = select(func.min(Sound.seconds)).where(Sound.artefact_id == ArtefactView.artefact_id).scalar_subquery()
    # A sound that is told in two lengths counts by the shorter one.
    heard = case((and_(ArtefactView.audio_ms > 0, ArtefactView.audio_ms >= HEARD * 1000 * shortest), 1), else_=0)
    columns = (ArtefactView.visit_id, ArtefactView.artefact_id, ArtefactView.active_ms, ArtefactView.closed)
    more = (ArtefactView.opened_at, ArtefactView.last_at, Visit.started_at, Visit.language, Visit.ticket_id)
    statement = (
        select(*columns, ArtefactView.depth, heard, *more)
        .join(Visit, Visit.id == ArtefactView.visit_id)
        .where(Visit.museum_id == museum_id, Visit.started_at >= since)
        .order_by(ArtefactView.id.desc())
        .limit(MOST_LOOKS)
    )
    rows = read(statement).all()
    looks = [Stop(row[0], row[1], row[2] / 1000, bool(row[3]), row[4], bool(row[5])) for row in rows]
    return Looks(looks, _visits(rows))


def _visits(rows: Iterable[Row[Any]]) -> list[Seen]:
    spans: dict[int, tuple[datetime, datetime]] = {}
    facts = {}
    for row in rows:
        first, last = spans.get(row.visit_id, (row.opened_at, row.last_at))
        spans[row.visit_id] = min(first, row.opened_at), max(last, row.last_at)
        facts[row.visit_id] = (row.started_at, row.language, row.ticket_id is not None)
    minutes = {visit: (last - first).total_seconds() / 60 for visit, (first, last) in sorted(spans.items())}
    return [Seen(visit, *facts[visit], length) for visit, length in minutes.items()]


class Shown(NamedTuple):
    """An artefact on view, with the row of what a table shows of it."""

    work: Work
    row: Row[Any]


def works_on_view(museum_id: int) -> list[Shown]:
    """Return what a museum shows, by number, with where it stands and how long its content takes."""
    texts = (
        select(ArtefactText.artefact_id, func.sum(ArtefactText.words).label("words"))
        .where(ArtefactText.depth.in_(("label", "story")))
        .group_by(ArtefactText.artefact_id, ArtefactText.language)
        .subquery()
    )
    most = select(func.max(texts.c.words)).where(texts.c.artefact_id == Artefact.id).scalar_subquery()
    sound = select(func.max(Sound.seconds)).where(Sound.artefact_id == Artefact.id).scalar_subquery()
    statement = (
        select(
            *(Artefact.id, Artefact.number, Artefact.title, Artefact.maker, Artefact.classification),
            *(Room.id.label("room_id"), Room.name.label("room_name"), Floor.name.label("floor_name")),
            *(most.label("words"), sound.label("seconds")),
        )
        .outerjoin(Placement, and_(Placement.artefact_id == Artefact.id, Placement.until.is_(None)))
        .outerjoin(Room, Room.id == Placement.room_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .where(Artefact.museum_id == museum_id, Artefact.state == "published")
        .order_by(Artefact.number)
    )
    return [Shown(_work(row), row) for row in read(statement)]


def _work(row: Any) -> Work:
    needed = seconds_needed(int(row.words or 0), float(row.seconds or 0.0))
    return Work(row.id, row.room_id or 0, row.classification or row.room_name or "", needed)


def rooms_of(museum_id: int) -> Sequence[Row[Any]]:
    """Return the rooms of a museum, floor by floor, with what their plan needs."""
    room = (Room.id, Room.name, Room.slug, Room.x, Room.y, Room.width, Room.height, Room.square_metres, Room.closed)
    floor = (Floor.id.label("floor_id"), Floor.name.label("floor_name"), Floor.plan_width, Floor.plan_height)
    return read(
        select(*room, *floor)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(Room.museum_id == museum_id)
        .order_by(Building.position, Building.id, Floor.level, Room.position, Room.id)
    ).all()


def takings_since(museum_id: int, since: datetime) -> Sequence[Row[Any]]:
    """Return redeemed tickets that were not refunded by currency: how many, and the sum of their surcharges.

    The row without a currency says how many visits began, and the square metres of the museum.
    """
    sold = (
        select(TicketBatch.currency, func.count(), func.sum(TicketBatch.surcharge))
        .join(Ticket, Ticket.batch_id == TicketBatch.id)
        .where(TicketBatch.museum_id == museum_id, Ticket.redeemed_at >= since, Ticket.refunded_at.is_(None))
        .group_by(TicketBatch.currency)
    )
    area = select(func.coalesce(func.sum(Room.square_metres), 0.0)).where(Room.museum_id == museum_id).scalar_subquery()
    begun = select(literal_column("''").label("currency"), func.count().label("number"), area.label("amount"))
    begun = begun.where(Visit.museum_id == museum_id, Visit.started_at >= since)
    return read(union_all(begun, sold).order_by("currency")).all()


def referrals_since(museum_id: int, since: datetime) -> list[Row[Any]]:
    """Return how a museum led to others and others to it: `way` (to, from), name, shown, opened, redeemed.

    Shown counts visits in which anything of that museum was suggested, opened those that went there.
    """
    other, own = aliased(Museum), SuggestionShown.shelf == "museum"
    shown = (
        select(Visit.museum_id.label("from_id"), Artefact.museum_id.label("to_id"), SuggestionShown.visit_id)
        .join(Visit, Visit.id == SuggestionShown.visit_id)
        .join(Artefact, Artefact.id == SuggestionShown.artefact_id)
        .where(own, SuggestionShown.shown_at >= since)
        .distinct()
        .subquery()
    )
    nothing: Any = literal_column("0")
    parts = []
    for way, here, there in (("to", "from_id", "to_id"), ("from", "to_id", "from_id")):
        named: Any = literal_column(f"'{way}'").label("way")
        count = func.count().label("shown")
        seen = select(named, shown.c[there].label("other"), count, nothing.label("opened"), nothing.label("redeemed"))
        parts.append(seen.where(shown.c[here] == museum_id).group_by(shown.c[there]))
        led_here, led_there = getattr(MuseumReferral, here), getattr(MuseumReferral, there)
        led = select(named, led_there, nothing, func.count(), func.count(MuseumReferral.redeemed_at))
        parts.append(led.where(led_here == museum_id, MuseumReferral.opened_at >= since).group_by(led_there))
    found = union_all(*parts).subquery()
    sums = (func.sum(found.c[name]).label(name) for name in ("shown", "opened", "redeemed"))
    statement = select(found.c.way, other.name, other.slug, *sums).join(other, other.id == found.c.other)
    return list(read(statement.group_by(found.c.way, other.name, other.slug).order_by(found.c.way.desc(), other.name)))


def contacts_of(museum_id: int) -> Sequence[Row[Any]]:
    """Return the addresses to which a museum may write, oldest first."""
    columns = (MuseumContact.email, MuseumContact.language, MuseumContact.confirmed_at)
    return read(select(*columns).where(MuseumContact.museum_id == museum_id).order_by(MuseumContact.id)).all()
