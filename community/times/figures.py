"""Distributions of waiting times: quantiles, and how many fall into each span."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from community.times.reading import Asked

HOUR, DAY = 3600, 86400
# Upper ends of the spans in seconds; the last span is open.
SPANS = (HOUR // 4, HOUR, 4 * HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
QUANTILES = (0.5, 0.75, 0.9)


class Series(NamedTuple):
    """The waiting times of one kind: how many, their quantiles (seconds, None for none), and counts by span."""

    number: int
    quantiles: tuple[float | None, ...]
    spans: tuple[int, ...]


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return a quantile of ordered values, interpolated linearly (Hyndman and Fan 1996, type 7).

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.5
    >>> quantile([10.0, 20.0, 30.0], 0.9)
    28.0
    """
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def series(questions: Iterable[Asked], measure: str, who: str) -> Series:
    """Return the distribution of one measure for peers or for staff."""
    ordered = sorted(one.seconds[measure, who] for one in questions if (measure, who) in one.seconds)
    counts = [0] * (len(SPANS) + 1)
    for value in ordered:
        counts[span_of(value)] += 1
    return Series(len(ordered), tuple(quantile(ordered, share) for share in QUANTILES), tuple(counts))


def span_of(seconds: float) -> int:
    """Return the number of the span into which a time falls."""
    return bisect_right(SPANS, seconds)


def grouped(questions: Iterable[Asked], by: str) -> dict[str, list[Asked]]:
    """Return the questions by month or by space."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in questions:
        groups[one.month if by == "month" else one.space].append(one)
    return groups
