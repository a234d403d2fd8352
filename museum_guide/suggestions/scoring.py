"""How much speaks for every artefact as the next one of a visitor: likeness, company, a curator's word, and the way."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from museum_guide.suggestions.collection import NOWHERE, Array, Collection, House
from museum_guide.suggestions.interest import AWAY, Look, weight
from museum_guide.suggestions.walking import room_costs

# A curator who leads on from where somebody stands says more than any likeness.
CONTENT, TOGETHER, LINK, WAY, SELDOM = 1.0, 0.8, 2.0, 0.3, 0.1
# What the visitor stands before says at least this much, even in the first seconds.
BEFORE_IT = 0.5
# Half of the way counts as far from here on: four rooms, or two kilometres.
FAR_ROOMS, FAR_KILOMETRES = 4.0, 2.0
# Beyond this another museum is a journey and no suggestion.
REACH_KILOMETRES = 50.0
EARTH_KILOMETRES = 6371.0088


@dataclass(frozen=True)
class Visitor:
    """Somebody in a museum: what they looked at, what they did not want, before which artefact they stand (or 0)."""

    museum: int
    looks: Sequence[Look] = ()
    away: frozenset[int] = frozenset()
    before: int = 0
    step_free: bool = False


class Scored(NamedTuple):
    """What speaks for every artefact of a collection, part by part; `reach` says which of them may be suggested."""

    total: Array
    content: Array
    together: Array
    linked: Array
    way: Array
    reach: Array
    # The weight of each artefact that was looked at, by its place in the arrays.
    taste: Mapping[int, float]
    museum: int
    room: int


@dataclass(frozen=True)
class Shares:
    """How much each part weighs."""

    content: float = CONTENT
    together: float = TOGETHER
    link: float = LINK
    way: float = WAY
    seldom: float = SELDOM


USUAL_SHARES = Shares()


def score(collection: Collection, visitor: Visitor, shares: Shares = USUAL_SHARES) -> Scored:
    """Return what speaks for every artefact: a number for each, and 0 for each part of which nothing is known."""
    taste = tastes(collection, visitor)
    room = standing_in(collection, visitor)
    content, together = _likeness(collection, taste), _company(collection, taste)
    linked = _linked(collection, visitor, taste)
    way, reach = _ways(collection, visitor, room)
    reach &= ~np.isin(collection.keys, [look.artefact for look in visitor.looks])
    reach &= ~np.isin(collection.keys, [*visitor.away, visitor.before])
    total = shares.content * content + shares.together * together + shares.link * linked
    total += shares.seldom * collection.seldom - shares.way * way
    return Scored(total, content, together, linked, way, reach, taste, visitor.museum, room)


def tastes(collection: Collection, visitor: Visitor) -> dict[int, float]:
    """Return what each look says, by the place of its artefact; what was sent away says the opposite."""
    found = {}
    for look in visitor.looks:
        at = collection.place.get(look.artefact)
        if at is not None:
            found[at] = weight(look, float(collection.usual[at]), float(collection.spreads[at]))
    found |= {collection.place[key]: AWAY for key in visitor.away if key in collection.place}
    before = collection.place.get(visitor.before)
    return found if before is None else found | {before: max(BEFORE_IT, found.get(before, 0.0))}


def standing_in(collection: Collection, visitor: Visitor) -> int:
    """Return the room in which a visitor was seen last, or -1."""
    keys = [visitor.before, *(look.artefact for look in reversed(visitor.looks))]
    rooms = (int(collection.rooms[collection.place[key]]) for key in keys if key in collection.place)
    return next((room for room in rooms if room != NOWHERE), NOWHERE)


def _likeness(collection: Collection, taste: Mapping[int, float]) -> Array:
    """Return the cosine of every artefact with the profile, the sum of what was looked at by its weights."""
    profile = np.zeros(len(collection.words))
    for at, worth in taste.items():
        columns, values = collection.row(at)
        profile[columns] += worth * values
    length = float(np.linalg.norm(profile))
    found = np.bincount(
        collection.owners, collection.values * profile[collection.columns], minlength=len(collection.keys)
    )
    return found / length if length else found


def _company(collection: Collection, taste: Mapping[int, float]) -> Array:
    """Return how much what was liked by this visitor was liked together with each artefact, as a weighted mean."""
    found = np.zeros(len(collection.keys))
    liked = {at: worth for at, worth in taste.items() if worth > 0}
    for at, worth in liked.items():
        known = collection.near[at] != NOWHERE
        found[collection.near[at][known]] += worth * collection.near_scores[at][known]
    return found / (sum(liked.values()) or 1.0)


def _linked(collection: Collection, visitor: Visitor, taste: Mapping[int, float]) -> Array:
    """Return 1 for what a curator linked with where the visitor stands, and a half for links from what they liked."""
    found = np.zeros(len(collection.keys))
    for one, other in collection.links.tolist():
        at = collection.place[one]
        if one == visitor.before or taste.get(at, 0.0) > 0:
            to = collection.place[other]
            found[to] = max(found[to], 1.0 if one == visitor.before else 0.5)
    return found


def _ways(collection: Collection, visitor: Visitor, room: int) -> tuple[Array, Array]:
    """Return how far each artefact is, between 0 and 1, and which of them can be reached."""
    way, reach = np.ones(len(collection.keys)), np.zeros(len(collection.keys), bool)
    here = collection.museums == visitor.museum
    way[here], reach[here] = _within(collection, visitor, room, collection.rooms[here])
    for museum, kilometres in museums_within(collection, visitor.museum).items():
        there = collection.museums == museum
        way[there], reach[there] = kilometres / (kilometres + FAR_KILOMETRES), True
    return way, reach


def ways_from(collection: Collection, visitor: Visitor, room: int) -> Mapping[int, float]:
    """Return the walking cost from a room of the visitor's museum to every room that they may enter; 0 from nowhere."""
    own = {key: chamber for key, chamber in collection.chamber.items() if chamber.museum == visitor.museum}
    shut = {key for key, chamber in own.items() if not chamber.open or (visitor.step_free and not chamber.step_free)}
    if room == NOWHERE:
        return {key: 0.0 for key in own if key not in shut}
    floors = {key: chamber.floor for key, chamber in own.items()}
    ways = collection.ways_of.get(visitor.museum, [])
    costs = room_costs(room, floors, ways, shut, step_free=visitor.step_free)
    # Who is in a room that was closed finds out of it; nobody is led in.
    return {key: cost for key, cost in costs.items() if key not in shut}


def _within(collection: Collection, visitor: Visitor, room: int, rooms: Array) -> tuple[Array, Array]:
    """Return the ways to rooms; where a museum has no rooms at all, everything in it is here."""
    if not any(chamber.museum == visitor.museum for chamber in collection.chamber.values()):
        return np.zeros(len(rooms)), np.ones(len(rooms), bool)
    costs = ways_from(collection, visitor, room)
    reach = np.array([room in costs for room in rooms.tolist()], bool)
    found = np.array([costs.get(room, 0.0) for room in rooms.tolist()])
    return found / (found + FAR_ROOMS), reach


def museums_within(collection: Collection, museum: int) -> dict[int, float]:
    """Return the kilometres to other museums that share with this one, and it with them, within reach."""
    own = collection.house.get(museum)
    if own is None or not own.shares:
        return {}
    others = (house for key, house in collection.house.items() if key != museum and house.shares)
    far = {house.key: kilometres_between(own, house) for house in others}
    return {key: kilometres for key, kilometres in far.items() if kilometres <= REACH_KILOMETRES}


def kilometres_between(one: House, other: House) -> float:
    """Return the great-circle distance by the haversine formula on the mean radius, not a number where unknown.

    Check value: one degree along a meridian is 111.195 km.
    """
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * EARTH_KILOMETRES * math.asin(min(1.0, math.sqrt(half))) if half == half else math.nan  # noqa: PLR0124
