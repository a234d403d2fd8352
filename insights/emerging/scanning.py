"""Scans posts in order of time for new posts whose nearest neighbours are new as well, more than chance has it.

Of the k posts nearest to a post, by k other authors, r came within the window. Were this no news, each would have come
then with the share p that the window has of all posts, so r is binomial: the strength of a post is the largest
-log10 P(Bin(k, p) >= r) over all k and windows (check value: k 4, p 0.1, r 4: 4.0). It compares ranks, so it needs to
know neither how dense a topic is nor how busy the hour. A post sees only posts before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from insights.emerging.clocks import WEEK, Clock

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

BLOCK = 512
# So many times the neighbours that are needed are looked at, as of each author only the nearest counts.
SPARE = 3


@dataclass(frozen=True)
class Stream:
    """Posts in order of time: when, by whom (one number is one voice), and where they lie, a row of length 1 each."""

    times: Any
    authors: Any
    vectors: "Vectors"


class Strengths(NamedTuple):
    """For each post its strength (0: nothing to see), the window and number of neighbours that gave it."""

    strength: Any
    window: Any
    depth: Any


class Scan(NamedTuple):
    """Strengths, and the neighbours behind them, nearest first; -1 where there is none."""

    strengths: Strengths
    neighbours: Any


def scan(stream: Stream, clock: Clock) -> Scan:
    """Return how strongly each post speaks for something new at the moment when it came."""
    times = stream.times
    if not len(times):
        empty = np.zeros(0)
        return Scan(Strengths(empty, empty, empty), np.zeros((0, clock.nearest), dtype=int))
    blocks = [_nearest(stream, clock, begin) for begin in range(0, len(times), BLOCK)]
    neighbours = np.concatenate(blocks)
    ages = np.where(neighbours >= 0, times[:, None] - times[neighbours], np.inf)
    found = strengths(ages, list(_shares(times, clock)), clock)
    cold = times - times[0] < clock.warm
    return Scan(found._replace(strength=np.where(cold, 0.0, found.strength)), neighbours)


def strengths(ages: Any, shares: list[Any], clock: Clock) -> Strengths:
    """Return the strengths of posts from the ages of their neighbours (posts, k) and the share of each window."""
    from scipy.special import betainc

    rows = np.arange(len(ages))
    best, window, depth = np.zeros(len(ages)), np.zeros(len(ages), dtype=int), np.zeros(len(ages), dtype=int)
    for place, (length, share) in enumerate(zip(clock.windows, shares, strict=True)):
        recent = np.cumsum(ages <= length, axis=1)
        known = np.cumsum(ages <= length + clock.base, axis=1)
        tail = betainc(
            np.maximum(recent, 1), np.maximum(known - recent, 0) + 1, np.broadcast_to(share, recent.T.shape).T
        )
        counts = (recent >= clock.least) & np.isfinite(ages) & _spread(ages, length, clock)
        strength = np.where(counts, -np.log10(np.maximum(tail, 1e-300)), 0.0)
        deepest = strength.argmax(axis=1)
        better = strength[rows, deepest] > best
        best = np.where(better, strength[rows, deepest], best)
        window, depth = np.where(better, place, window), np.where(better, deepest + 1, depth)
    return Strengths(best, window, depth)


def _spread(ages: Any, length: float, clock: Clock) -> Any:
    """Say for each number of neighbours whether the new ones are of enough weeks; the post itself is of this one."""
    if clock.weeks < 2:
        return np.ones(ages.shape, dtype=bool)
    weeks = np.where(ages <= length, ages, -WEEK) // WEEK
    there = [np.logical_or.accumulate(weeks == week, axis=1) for week in range(1, int(length // WEEK) + 1)]
    return 1 + np.sum(there, axis=0) >= clock.weeks


def _shares(times: Any, clock: Clock) -> Iterator[Any]:
    """Yield for each window the share that it has of all posts of window and base, for each post."""
    here = np.arange(len(times))
    for length in clock.windows:
        start, before = np.searchsorted(times, times - length), np.searchsorted(times, times - length - clock.base)
        yield (here - start + 1) / (here - before + 2)


def _nearest(stream: Stream, clock: Clock, begin: int) -> Any:
    """Return the places of the nearest earlier posts by other authors for a block of posts, one for each author."""
    end = min(begin + BLOCK, len(stream.times))
    reach = np.searchsorted(stream.times, stream.times[begin:end] - clock.windows[-1] - clock.base)
    low, here = int(reach[0]), np.arange(begin, end)
    alike = stream.vectors[begin:end] @ stream.vectors[low:end].T
    others = np.arange(low, end)
    alike[(others >= here[:, None]) | (others < reach[:, None])] = -1
    alike[stream.authors[low:end] == stream.authors[begin:end, None]] = -1
    wide = min(SPARE * clock.nearest, alike.shape[1])
    top = np.argpartition(-alike, wide - 1, axis=1)[:, :wide]
    near = np.take_along_axis(alike, top, axis=1)
    order = np.lexsort((top, -near), axis=1)
    top, near = np.take_along_axis(top, order, axis=1) + low, np.take_along_axis(near, order, axis=1)
    return _one_voice_each(top, near >= clock.floor, stream.authors, clock.nearest)


def _one_voice_each(top: Any, alike: Any, authors: Any, most: int) -> Any:
    said_by = authors[top]
    again = ~alike
    for place in range(1, top.shape[1]):
        again[:, place] |= (said_by[:, :place] == said_by[:, place, None]).any(axis=1)
    first = np.argsort(again, axis=1, kind="stable")[:, :most]
    kept = np.where(np.take_along_axis(again, first, axis=1), -1, np.take_along_axis(top, first, axis=1))
    return np.pad(kept, ((0, 0), (0, most - kept.shape[1])), constant_values=-1)
