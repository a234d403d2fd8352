"""How strong a post must be, for a stated number of false alarms a week: what chance alone brings, found by shuffling.

Were the times of the posts shuffled, the ages of the neighbours of a post would be drawn at random, whatever the posts
say. So the strengths under shuffled times can be drawn without the posts; how many posts a week there are to be strong
by chance is taken from the community's own last weeks.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from insights.emerging.clocks import WEEK, Clock
from insights.emerging.scanning import strengths

SEED = 42
DRAWS = 100_000
CHUNK = 20_000
# Below so few draws the tail is drawn on in a straight line: a strength is a logarithm of a probability.
FEWEST = 20


@lru_cache(maxsize=8)
def shuffled(clock: Clock) -> Any:
    """Return the strengths of posts under shuffled times, in rising order: DRAWS of them."""
    random = np.random.default_rng(SEED)
    whole = clock.windows[-1] + clock.base
    shares = [np.full(CHUNK, length / (length + clock.base)) for length in clock.windows]
    drawn = [
        strengths(random.uniform(0, whole, (CHUNK, clock.nearest)), shares, clock).strength
        for _ in range(DRAWS // CHUNK)
    ]
    return np.sort(np.concatenate(drawn))


def threshold(clock: Clock, posts_a_week: float) -> float:
    """Return the strength that so many posts reach by chance `clock.chance` times a week."""
    share = min(clock.chance / max(posts_a_week, 1.0), 1.0)
    known = max(share, FEWEST / DRAWS)
    drawn = shuffled(clock)
    return float(drawn[-max(round(known * DRAWS), 1)]) + math.log10(known / share)


def by_chance(clock: Clock, strength: float, posts_a_week: float) -> float:
    """Return how many times a week chance alone brings something at least so strong."""
    drawn = shuffled(clock)
    beyond = DRAWS - int(np.searchsorted(drawn, strength))
    if beyond >= FEWEST:
        return posts_a_week * beyond / DRAWS
    return float(posts_a_week * FEWEST / DRAWS * 10 ** (drawn[-FEWEST] - strength))


def pace(times: Any, span: float = 4 * WEEK) -> Any:
    """Return for each post how many posts a week came in the time before it, itself among them."""
    here = np.arange(1, len(times) + 1)
    weeks = np.clip(times - times[0], WEEK, span) / WEEK if len(times) else np.ones(0)
    return (here - np.searchsorted(times, times - span)) / weeks
