"""How far rooms are from one another on foot: shortest paths over rooms and the passages between them."""

import heapq
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

# The next room costs 1; stairs are worth three rooms; a lift comes when it comes.
COSTS = {"door": 1.0, "stairs": 3.0, "lift": 2.0}
# Where a museum told no passages: another room of the floor, and another floor.
SAME_FLOOR, OTHER_FLOOR = 2.0, 5.0


class Way(NamedTuple):
    """A passage between two rooms, open both ways."""

    first: int
    second: int
    kind: str = "door"


def walking_costs(start: int, ways: Iterable[Way], shut: Collection[int] = (), *, step_free: bool) -> dict[int, float]:
    """Return the cost of the way to every room that can be reached: 0 for the same room, 1 for the next (Dijkstra).

    Nobody passes through a room in `shut`; where `step_free` is asked for, nobody takes stairs.
    """
    beside: dict[int, list[tuple[int, float]]] = {}
    for way in ways:
        if not (step_free and way.kind == "stairs"):
            beside.setdefault(way.first, []).append((way.second, COSTS[way.kind]))
            beside.setdefault(way.second, []).append((way.first, COSTS[way.kind]))
    costs: dict[int, float] = {}
    edge = [(0.0, start)]
    while edge:
        cost, room = heapq.heappop(edge)
        if room in costs:
            continue
        costs[room] = cost
        for other, more in beside.get(room, ()):
            if other not in costs and other not in shut:
                heapq.heappush(edge, (cost + more, other))
    return costs


def room_costs(
    start: int, floors: Mapping[int, int], ways: Collection[Way], shut: Collection[int] = (), *, step_free: bool
) -> dict[int, float]:
    """Return the cost of the way to every room of a museum, `floors` by room.

    A museum that told of no passage is guessed at by its floors, and no other floor is promised to be free of steps.
    Where passages are known, a room that none leads to counts as far, and is left out of what is free of steps.
    """
    if ways:
        found = walking_costs(start, ways, shut, step_free=step_free)
        far = max(found.values()) + OTHER_FLOOR
        return found if step_free else {room: far for room in floors if room not in shut} | found
    here = floors.get(start)
    flat = {room: SAME_FLOOR if floor == here else OTHER_FLOOR for room, floor in floors.items() if room not in shut}
    reached = {room: cost for room, cost in flat.items() if not step_free or floors[room] == here}
    return reached | {start: 0.0}
