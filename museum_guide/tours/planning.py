"""A way through a museum for whoever has so many minutes: fewer places, and time enough at each."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

# Nobody is sent to anything for less than this; who likes it stays longer than its texts take.
SHORTEST_STAY = 180.0
LOOKING = 120.0
LONGEST_STAY = 480.0
# One step of the walking cost, the way to the next room, in seconds.
STEP = 40.0
# What has a story to tell is worth more than a label alone.
DEEP_SECONDS, DEEP = 45.0, 0.15
MOST_STOPS = 24

Costs = Callable[[int], Mapping[int, float]]


class Candidate(NamedTuple):
    """An artefact that may be on the way: its room (-1 for none), its worth, and the seconds its content takes."""

    key: int
    room: int
    worth: float
    needed: float


class Stay(NamedTuple):
    """A stop of a plan: the artefact, the seconds to walk there, and the seconds to stay."""

    key: int
    walk: float
    stay: float


def stay_at(needed: float) -> float:
    """Return how long a visitor should have: two minutes for looking, and the time of what is told; 3 to 8 minutes."""
    return min(LONGEST_STAY, max(SHORTEST_STAY, LOOKING + needed))


def plan(candidates: Sequence[Candidate], start: int, seconds: float, costs: Costs) -> list[Stay]:
    """Return stops in the order of the way, walking and staying within `seconds` altogether.

    What is worth most is taken first, as long as its stay and the way fit; then each stop follows the nearest. A room
    that cannot be reached is never on the way. `costs(room)` returns the walking cost from a room to each other.
    """
    reachable = costs(start)
    open_to = [one for one in candidates if one.room in reachable or one.room < 0]
    open_to.sort(key=lambda one: (-(one.worth + DEEP * (one.needed >= DEEP_SECONDS)), one.key))
    chosen: list[Candidate] = []
    for candidate in open_to:
        if len(chosen) < MOST_STOPS and _length(way := _walked([*chosen, candidate], start, costs)) <= seconds:
            chosen = [one for one, _stay in way]
    return [stay for _one, stay in _walked(chosen, start, costs)]


def _walked(chosen: Sequence[Candidate], start: int, costs: Costs) -> list[tuple[Candidate, Stay]]:
    """Put stops in an order in which each is the nearest that is left."""
    left, room, found = list(chosen), start, list[tuple[Candidate, Stay]]()
    while left:
        way = costs(room)
        walk, _key, nearest = min((way.get(one.room, 0.0), one.key, one) for one in left)
        found.append((nearest, Stay(nearest.key, STEP * walk, stay_at(nearest.needed))))
        left.remove(nearest)
        room = nearest.room if nearest.room >= 0 else room
    return found


def _length(way: Sequence[tuple[Candidate, Stay]]) -> float:
    return sum(stay.walk + stay.stay for _one, stay in way)
