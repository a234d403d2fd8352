"""Finds what is near a point: nearest first, or with a hand for places that few know. No position is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from accounts.viewers import Viewer
from core.database import read
from museum_guide.models import Museum, Place
from museum_guide.places.distances import Box, Point, box_around, metres_between
from museum_guide.places.opening import Hours, hours_of
from museum_guide.visibility import museums_shown_to

# What a museum of this house counts as that no place describes.
HALF_KNOWN = 0.5


class Near(NamedTuple):
    """A place within reach. `rank_m` is the distance that its place in the list counts: less where few know it."""

    table: str
    id: int
    distance_m: float
    known: float
    rank_m: float


@dataclass(frozen=True)
class Wanted:
    """What is looked for around a point. A `lift` of 0.3 lets a wholly unknown place count 30 % nearer than it is."""

    centre: Point
    metres: float
    lift: float = 0.0
    open_today: bool = False


class Described(NamedTuple):
    """A place as it is told. `hours` is None where nobody knows when it is open."""

    near: Near
    name: str
    kind: str
    city: str
    country: str
    website: str
    approximate: bool
    credit: str
    museum_slug: str | None
    hours: Hours | None


def near(viewer: Viewer, wanted: Wanted) -> list[Near]:
    """Return everything within the distance, in order; two at one spot in the order of their names' ids."""
    found = [*_places(wanted), *_museums(viewer, wanted)]
    if wanted.open_today:
        hours = hours_of([(one.table, one.id) for one in found])
        found = [one for one in found if (known := hours.get((one.table, one.id))) and known.open_today]
    return sorted(found, key=lambda one: (one.rank_m, one.distance_m, one.table, one.id))


def describe(viewer: Viewer, found: Sequence[Near]) -> list[Described]:
    """Return what is told of places, in the order in which they are given."""
    told = {("place", row.id): row for row in _told_places(viewer, found)}
    told |= {("museum", row.id): row for row in _told_museums(found)}
    hours = hours_of([(one.table, one.id) for one in found])
    return [_described(one, told[one.table, one.id], hours.get((one.table, one.id))) for one in found]


def counted_as(distance_m: float, known: float, lift: float) -> float:
    """Return the distance as it counts in the list: 1000 m to a place that nobody knows count 700 at a lift of 0.3."""
    return distance_m * (1 - lift * (1 - known))


def _places(wanted: Wanted) -> Iterator[Near]:
    box = box_around(wanted.centre, wanted.metres)
    columns = select(Place.id, Place.latitude, Place.longitude, Place.known)
    rows = read(columns.where(_within(box, Place.latitude, Place.longitude)))
    yield from (one for row in rows if (one := _reached(wanted, "place", row, row.known)))


def _museums(viewer: Viewer, wanted: Wanted) -> Iterator[Near]:
    """Yield museums of this house that no place stands for."""
    box = box_around(wanted.centre, wanted.metres)
    placed = select(Place.id).where(Place.museum_id == Museum.id).exists()
    columns = select(Museum.id, Museum.latitude, Museum.longitude).where(museums_shown_to(viewer), ~placed)
    rows = read(columns.where(_within(box, Museum.latitude, Museum.longitude)), {"viewer_id": viewer.id})
    yield from (one for row in rows if (one := _reached(wanted, "museum", row, HALF_KNOWN)))


def _reached(wanted: Wanted, table: str, row: Any, known: float) -> Near | None:
    distance = metres_between(wanted.centre, Point(row.latitude, row.longitude))
    if distance > wanted.metres:
        return None
    return Near(table, row.id, distance, known, counted_as(distance, known, wanted.lift))


def _within(box: Box, latitude: Any, longitude: Any) -> ColumnElement[bool]:
    ranges = [longitude.between(west, east) for west, east in box.ranges]
    return and_(latitude.between(box.south, box.north), or_(*ranges))


def _told_places(viewer: Viewer, found: Sequence[Near]) -> Iterator[Any]:
    keys = [one.id for one in found if one.table == "place"]
    if not keys:
        return
    shown = and_(Museum.id == Place.museum_id, museums_shown_to(viewer))
    columns = select(*Place.__table__.c, Museum.slug.label("slug")).outerjoin(Museum, shown)
    yield from read(columns.where(Place.id.in_(keys)), {"viewer_id": viewer.id})


def _told_museums(found: Sequence[Near]) -> Iterator[Any]:
    keys = [one.id for one in found if one.table == "museum"]
    if keys:
        yield from read(select(*Museum.__table__.c).where(Museum.id.in_(keys)))


def _described(one: Near, row: Any, hours: Hours | None) -> Described:
    place = one.table == "place"
    return Described(
        near=one,
        name=row.name,
        kind=row.kind if place else "museum",
        city=row.city,
        country=row.country,
        website=row.website,
        approximate=place and row.approximate,
        credit=row.credit if place else "",
        museum_slug=row.slug,
        hours=hours,
    )
