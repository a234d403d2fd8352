"""Looks of made-up visitors, measured in four ways: what each says, and how far it is from the truth.

Lengths are log-normal (mu 2.83, sigma 0.97 of the logarithm of seconds), which gives the median of 17 s and the mean
of 27.2 s that were measured in the Metropolitan Museum (Smith and Smith, Spending Time on Art, 2001). A quarter of
the visitors leave the page open for 30 to 120 s afterwards, a third of the last messages is lost, and between two
things they walk for a while.
"""

import random
import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import click

from bench.tables import show
from museum_guide.visits.beats import Bounds, Known, Total, believed
from museum_guide.visits.dwell import BEAT_MS, IDLE_MS, attended, estimated
from museum_guide.visits.models import LONGEST_MS

MU, SIGMA, LONGEST = 2.83, 0.97, 228.0
LEFT_OPEN, OPEN_FOR = 0.25, (30.0, 120.0)
LOST = 0.35
WALK = (10.0, 60.0)
# Between two touches of somebody who reads, on average.
TOUCHED_EVERY = 4.0
START = datetime(2026, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Look(NamedTuple):
    """A look as it was, in milliseconds: how long it truly lasted, the page was seen, and until the next scan."""

    true: int
    seen: int
    between: int
    touches: list[int]
    lost: bool


def made_up(count: int, seed: int) -> list[Look]:
    """Return looks, the same for a seed."""
    chance = random.Random(seed)
    return [_look(chance) for _ in range(count)]


def _look(chance: random.Random) -> Look:
    true = min(LONGEST, chance.lognormvariate(MU, SIGMA))
    seen = true + (chance.uniform(*OPEN_FOR) if chance.random() < LEFT_OPEN else 0.0)
    touches, at = [], chance.expovariate(1 / TOUCHED_EVERY)
    while at < true:
        touches.append(int(1000 * at))
        at += chance.expovariate(1 / TOUCHED_EVERY)
    between = seen + chance.uniform(*WALK)
    return Look(int(1000 * true), int(1000 * seen), int(1000 * between), touches, chance.random() < LOST)


def told(look: Look, *, replayed: bool) -> int:
    """Return what Atrium makes of a look: through the totals of the phone, as far as they came, and its own rules."""
    arrived = replayed or not look.lost
    last = look.seen if arrived else look.seen - look.seen % BEAT_MS
    touched = max((touch for touch in look.touches if touch <= last), default=0)
    # Whoever has let the page lie has looked away, even where no message says that it was closed.
    closed = arrived or last - touched >= IDLE_MS
    known: Known | None = None
    bounds = Bounds(START, START + timedelta(days=1), None, None)
    for age in [*range(0, last, BEAT_MS), last]:
        total = Total(key="simulated", artefact=1, age=age, active=attended(look.touches, 0, age))
        known = believed(total, START + age * MILLISECOND, bounds, known)
    assert known is not None
    return estimated(known.active_ms, closed=closed)


ESTIMATORS: dict[str, Callable[[Look], int]] = {
    "from scan to scan": lambda look: look.between,
    "while the page was seen": lambda look: min(look.seen, LONGEST_MS),
    "seen and touched, last messages lost": lambda look: told(look, replayed=False),
    "seen and touched, lost ones sent with the next page": lambda look: told(look, replayed=True),
}


def judged(name: str, looks: list[Look]) -> dict[str, object]:
    """Return how far an estimator is from the truth, in percent and seconds."""
    found = [ESTIMATORS[name](look) for look in looks]
    errors = [one - look.true for one, look in zip(found, looks, strict=True)]
    middle = statistics.median(look.true for look in looks)
    return {
        "measured": name,
        "median s": statistics.median(found) / 1000,
        "bias of the median %": 100 * (statistics.median(found) / middle - 1),
        "median of the errors %": 100 * statistics.median(e / look.true for e, look in zip(errors, looks, strict=True)),
        "bias of the mean %": 100 * sum(errors) / sum(look.true for look in looks),
        "mean error s": statistics.fmean(map(abs, errors)) / 1000,
    }


@click.command()
@click.option("--looks", "count", default=20_000, show_default=True, help="Looks that are made up.")
@click.option("--seed", default=1, show_default=True, help="Of the random numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def dwell(count: int, seed: int, as_json: bool) -> None:
    """Compare four ways to tell how long somebody looked."""
    looks = made_up(count, seed)
    rows = [judged(name, looks) for name in ESTIMATORS]
    show({"looks": count, "seed": seed, "rows": rows}, rows, as_json=as_json)
