"""Finds what is near a point: nearest first, or with a hand for places that few know. No position is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, false, literal, or_, select, union_all

from accounts.viewers import Viewer
from core.archive.identity import chunks
from core.database import read
from museum_guide.models import Museum, Place
from museum_guide.places.distances import Box, Point, box_around, metres_between
from museum_guide.places.opening import Hours, Stands, hours_of
from museum_guide.visibility import museums_shown_to

# How well known a museum of this house counts that no place stands for.
HALF_KNOWN = 0.5
# As many keys as one statement takes on every database.
MOST_AT_ONCE = 5000


@dataclass(frozen=True)
class Wanted:
    """What is looked for around a point. A `lift` of 0.3 lets a wholly unknown place count 30 % nearer than it is."""

    centre: Point
    metres: float
    lift: float = 0.0
    open_today: bool = False


@dataclass(frozen=True)
class Near:
    """A place within reach: a row of the table of places, or of museums that no place stands for.

    `counts_m` is the distance that counts for its turn: less where few know it. `hours` is None where nobody has told
    them, or nobody has looked yet.
    """

    stands: Stands
    distance_m: float
    counts_m: float
    known: float
    name: str
    kind: str
    city: str
    country: str
    website: str
    approximate: bool
    credit: str
    museum_slug: str | None
    hours: Hours | None = None


def near(viewer: Viewer, wanted: Wanted) -> list[Near]:
    """Return everything within the distance, in its turn."""
    box = box_around(wanted.centre, wanted.metres)
    rows = read(union_all(_places(viewer, box), _museums(viewer, box)), {"viewer_id": viewer.id})
    found = [one for row in rows if (one := _reached(wanted, row))]
    if wanted.open_today:
        found = [one for one in with_hours(found) if one.hours and one.hours.open_today]
    return sorted(found, key=lambda one: (one.counts_m, one.distance_m, one.stands.table, one.stands.id))


def with_hours(found: Sequence[Near]) -> list[Near]:
    """Return places with the hours of today, as far as they are known."""
    hours: dict[Stands, Hours] = {}
    for chunk in chunks([one.stands for one in found], MOST_AT_ONCE):
        hours |= hours_of(chunk)
    return [replace(one, hours=hours.get(one.stands)) for one in found]


def counted_as(distance_m: float, known: float, lift: float) -> float:
    """Return the distance that counts for the order: 1000 m to a place that nobody knows are 700 at a lift of 0.3."""
    return distance_m * (1 - lift * (1 - known))


def _places(viewer: Viewer, box: Box) -> Any:
    """Select places; of the museum that one is, no more than a viewer may see."""
    shown = and_(Museum.id == Place.museum_id, museums_shown_to(viewer))
    columns = (
        *(literal("place").label("stands_in"), Place.id, Place.museum_id, Museum.timezone, Museum.slug),
        *(Place.latitude, Place.longitude, Place.known, Place.name, Place.kind, Place.city, Place.country),
        *(Place.website, Place.approximate, Place.credit),
    )
    within = _within(box, Place.latitude, Place.longitude)
    return select(*columns).select_from(Place).outerjoin(Museum, shown).where(within)


def _museums(viewer: Viewer, box: Box) -> Any:
    """Select museums of this house that no place stands for."""
    placed = select(Place.id).where(Place.museum_id == Museum.id).correlate(Museum).exists()
    columns = (
        *(literal("museum").label("stands_in"), Museum.id, Museum.id.label("museum_id"), Museum.timezone, Museum.slug),
        *(Museum.latitude, Museum.longitude, literal(HALF_KNOWN, Float), Museum.name, literal("museum")),
        *(Museum.city, Museum.country, Museum.website, false(), literal("")),
    )
    within = _within(box, Museum.latitude, Museum.longitude)
    return select(*columns).where(within, museums_shown_to(viewer), ~placed)


def _within(box: Box, latitude: Any, longitude: Any) -> ColumnElement[bool]:
    ranges = [longitude.between(west, east) for west, east in box.ranges]
    return and_(latitude.between(box.south, box.north), or_(*ranges))


def _reached(wanted: Wanted, row: Any) -> Near | None:
    distance = metres_between(wanted.centre, Point(row.latitude, row.longitude))
    if distance > wanted.metres:
        return None
    return Near(
        stands=Stands(row.stands_in, row.id, row.museum_id, row.longitude, row.timezone),
        distance_m=distance,
        counts_m=counted_as(distance, row.known, wanted.lift),
        known=row.known,
        name=row.name,
        kind=row.kind,
        city=row.city,
        country=row.country,
        website=row.website,
        approximate=bool(row.approximate),
        credit=row.credit,
        museum_slug=row.slug,
    )
