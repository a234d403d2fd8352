"""The figures of a museum from its looks: attraction, holding power, sweep rate, diligence, and appreciation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import NamedTuple

from museum_guide.reports.survival import median_length

# Fewer visits than this are nobody's business.
SMALLEST_GROUP = 5
# Who left sooner passed, and did not stop.
STOPPED_SECONDS = 3.0
# Where an artefact tells nothing, half of all looks at paintings are shorter (Smith and Smith 2001).
USUAL_SECONDS = 17.0
# What makes a visit appreciative, and how much each counts.
TIME, DEPTH, VARIETY = 0.4, 0.4, 0.2
FEWEST_STOPS = 3


class Stop(NamedTuple):
    """What one visit saw of one artefact: seconds, whether its end was heard, and the greatest depth (1-3)."""

    visit: int
    artefact: int
    seconds: float
    ended: bool
    depth: int = 1
    listened: bool = False


class Work(NamedTuple):
    """An artefact as figures need it: where it stands, its sort, and the seconds that its content takes."""

    key: int
    room: int = 0
    sort: str = ""
    needed: float = 0.0


@dataclass(frozen=True)
class Power:
    """What an artefact or room does to visits; all of it is None where one to four stopped.

    `attraction` is the share of visits that stopped, `seconds` the median of how long
    (Kaplan and Meier), `holding` that median as a share of the time that the content takes.
    """

    stops: int | None
    attraction: float | None = None
    seconds: float | None = None
    holding: float | None = None


def stops_of(looks: Iterable[Stop]) -> list[Stop]:
    """Return one stop for each visit and artefact, its looks added up, without those who only passed."""
    found: dict[tuple[int, int], Stop] = {}
    for look in looks:
        known = found.get((look.visit, look.artefact))
        found[look.visit, look.artefact] = look if known is None else _added(known, look)
    return [stop for stop in found.values() if stop.seconds >= STOPPED_SECONDS]


def _added(one: Stop, other: Stop) -> Stop:
    return Stop(
        one.visit,
        one.artefact,
        one.seconds + other.seconds,
        one.ended and other.ended,
        max(one.depth, other.depth),
        one.listened or other.listened,
    )


def power(stops: Sequence[Stop], present: int, needed: float) -> Power:
    """Return what an artefact does to visits: `present` is how many came at all, `needed` seconds its content takes."""
    if present < SMALLEST_GROUP or 0 < len(stops) < SMALLEST_GROUP:
        return Power(None)
    if not stops:
        return Power(0, 0.0)
    seconds = median_length((stop.seconds, stop.ended) for stop in stops)
    holding = seconds / needed if seconds is not None and needed > 0 else None
    return Power(len(stops), len(stops) / present, seconds, holding)


def powers(works: Iterable[Work], stops: Iterable[Stop], present: int) -> dict[int, Power]:
    """Return the power of each artefact, by key."""
    by_artefact: dict[int, list[Stop]] = {}
    for stop in stops:
        by_artefact.setdefault(stop.artefact, []).append(stop)
    return {work.key: power(by_artefact.get(work.key, []), present, work.needed) for work in works}


def room_powers(works: Iterable[Work], stops: Iterable[Stop], present: int) -> dict[int, Power]:
    """Return the power of each room: who stopped at anything in it, and how long at all of it together.

    What is needed is the time of what a visit stopped at, so that a full room does not look dull: its median.
    """
    work_of = {work.key: work for work in works}
    rooms: dict[int, dict[int, list[Stop]]] = {work.room: {} for work in work_of.values() if work.room}
    for stop in stops:
        if stop.artefact in work_of and work_of[stop.artefact].room:
            rooms[work_of[stop.artefact].room].setdefault(stop.visit, []).append(stop)
    found = {}
    for room, visits in rooms.items():
        together = [_together(visit, own) for visit, own in sorted(visits.items())]
        needed = [sum(work_of[stop.artefact].needed for stop in own) for own in visits.values()]
        found[room] = power(together, present, float(median(needed or [0.0])))
    return found


def _together(visit: int, stops: Sequence[Stop]) -> Stop:
    return Stop(visit, 0, sum(stop.seconds for stop in stops), all(stop.ended for stop in stops))


class Whole(NamedTuple):
    """A museum's figures: square metres a minute (Serrell 1998, by the mean time), and the share of diligent visits.

    A visit is diligent that stopped at more than half of what is on view. None where fewer than five visits tell.
    """

    minutes: float | None
    sweep_rate: float | None
    diligent: float | None


def whole(works: Sequence[Work], minutes: Sequence[float], stops: Iterable[Stop], square_metres: float) -> Whole:
    """Return the figures of a museum; `minutes` are the lengths of its visits."""
    if len(minutes) < SMALLEST_GROUP:
        return Whole(None, None, None)
    shown = {work.key for work in works}
    counts = Counter(stop.visit for stop in stops if stop.artefact in shown)
    diligent = sum(2 * count > len(shown) for count in counts.values())
    average = mean(minutes)
    return Whole(
        float(median(minutes)),
        square_metres / average if square_metres > 0 and average > 0 else None,
        diligent / len(minutes) if diligent == 0 or diligent >= SMALLEST_GROUP else None,
    )


def appreciation(stops: Sequence[Stop], works: Mapping[int, Work]) -> float | None:
    """Return how much one visit appreciated, from 0 to 100; None for fewer than three stops. Only groups are shown.

    Two parts of five are the share of stops that took at least half of the time of their content, two the share at
    which more than the label was opened or a voice was heard, one the variety of what was seen: the chance that two
    stops drawn at random are of different sorts (Simpson 1949), which many sorts bring near to 1.

    Check value: four stops of 60 s at content of 100 s, two of them at the story, all of one sort, give 60.
    """
    known = [stop for stop in stops if stop.artefact in works]
    if len(known) < FEWEST_STOPS:
        return None
    stayed = mean(stop.seconds >= (works[stop.artefact].needed or 2 * USUAL_SECONDS) / 2 for stop in known)
    deep = mean(stop.depth > 1 or stop.listened for stop in known)
    sorts = Counter(works[stop.artefact].sort for stop in known)
    pairs = len(known) * (len(known) - 1)
    varied = 1 - sum(count * (count - 1) for count in sorts.values()) / pairs
    return 100 * (TIME * stayed + DEPTH * deep + VARIETY * varied)


def grouped(values: Iterable[tuple[str, float]]) -> list[tuple[str, int, float]]:
    """Return the median of each group of five or more as (name, how many, median), largest first.

    What is in smaller groups is put together under the empty name, and left out where that is still too small.
    """
    groups: dict[str, list[float]] = {}
    for name, value in values:
        groups.setdefault(name, []).append(value)
    large = {name: own for name, own in groups.items() if len(own) >= SMALLEST_GROUP}
    rest = [value for name, own in groups.items() if name not in large for value in own]
    found = [(name, len(own), float(median(own))) for name, own in large.items()]
    found.sort(key=lambda group: (-group[1], group[0]))
    return [*found, ("", len(rest), float(median(rest)))] if len(rest) >= SMALLEST_GROUP else found


def hidden(count: int) -> int | None:
    """Return a count as it may be shown: None for one to four."""
    return None if 0 < count < SMALLEST_GROUP else count
