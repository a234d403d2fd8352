"""Which few of many are suggested: not all by one maker or in one room, and one of them from those seldom seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from museum_guide.suggestions.collection import NOWHERE, Array, Collection
from museum_guide.suggestions.scoring import Scored, Visitor, score

HERE, FLOOR, MUSEUM = "here", "floor", "museum"
SHELVES = (HERE, FLOOR, MUSEUM)
EACH = 3
# So many are looked at more closely for each shelf: some may have been closed or taken down since.
POOL = 24
# How much being good counts beside being different (Carbonell and Goldstein 1998: maximal marginal relevance).
RELEVANCE = 0.7
SAME_MAKER, SAME_ROOM, SAME_MUSEUM = 0.5, 0.3, 0.6
# Seen less than by half: what is lent a hand.
SELDOM = 0.5


@dataclass(frozen=True)
class Candidates:
    """The best of a shelf by their places in the collection, the best first."""

    shelf: str
    places: Sequence[int]


def pools(collection: Collection, visitor: Visitor, scored: Scored, most: int = POOL) -> list[Candidates]:
    """Return the best of each shelf; each pool holds some that are seldom seen, where there are any."""
    split = _split(collection, visitor, scored)
    return [Candidates(shelf, _best(collection, scored, chosen, most)) for shelf, chosen in split]


def _split(collection: Collection, visitor: Visitor, scored: Scored) -> Iterator[tuple[str, Array]]:
    own = collection.museums == visitor.museum
    floors = {key: chamber.floor for key, chamber in collection.chamber.items()}
    floor = floors.get(scored.room, NOWHERE)
    same = np.array([floor in {NOWHERE, floors.get(room, floor)} for room in collection.rooms.tolist()], bool)
    yield HERE, scored.reach & own & same
    yield FLOOR, scored.reach & own & ~same
    yield MUSEUM, scored.reach & ~own


def _best(collection: Collection, scored: Scored, chosen: Array, most: int) -> list[int]:
    places = np.flatnonzero(chosen)
    # Equal scores stand in the order of their keys, so that the same visit gets the same answer.
    order = places[np.argsort(-scored.total[places], kind="stable")]
    first, rest = order[:most], order[most:]
    hidden = rest[collection.seldom[rest] > SELDOM][: most // 3]
    return [int(at) for at in (*first, *hidden)]


def choose(collection: Collection, scored: Scored, places: Sequence[int], count: int = EACH) -> list[int]:
    """Return the few of a pool that are suggested, the best first, one of them from those seldom seen if there is any.

    The first is the best; each further one weighs its score against being by the same maker or in the same room.
    """
    left, chosen = list(places), list[int]()
    worth = [float(scored.total[at]) for at in left] or [0.0]
    low, width = min(worth), (max(worth) - min(worth)) or 1.0
    while left and len(chosen) < count:
        best = max(
            _open_to(collection, left, chosen, count),
            key=lambda at: (
                RELEVANCE * (float(scored.total[at]) - low) / width
                - (1 - RELEVANCE) * max((_sameness(collection, scored, at, other) for other in chosen), default=0.0)
            ),
        )
        chosen.append(best)
        left.remove(best)
    return chosen


def _open_to(collection: Collection, left: list[int], chosen: Sequence[int], count: int) -> list[int]:
    """Return what the next slot may take: the last is for what is seldom seen, where no other slot has done that."""
    unhelped = not any(collection.seldom[at] > SELDOM for at in chosen)
    if len(chosen) == count - 1 and count > 1 and unhelped:
        return [at for at in left if collection.seldom[at] > SELDOM] or left
    return left


def _sameness(collection: Collection, scored: Scored, one: int, other: int) -> float:
    museum, room = collection.museums[one], collection.rooms[one]
    if museum != scored.museum:
        return SAME_MUSEUM * bool(museum == collection.museums[other])
    same_room = room != NOWHERE and room == collection.rooms[other]
    return SAME_MAKER * bool(collection.makers[one] & collection.makers[other]) + SAME_ROOM * bool(same_room)


def suggest(collection: Collection, visitor: Visitor, count: int = 5) -> list[int]:
    """Return the keys of the best few in the visitor's own museum, over all floors, the best first."""
    scored = score(collection, visitor)
    own = scored.reach & (collection.museums == visitor.museum)
    places = choose(collection, scored, _best(collection, scored, own, POOL), count)
    return [int(collection.keys[at]) for at in places]
