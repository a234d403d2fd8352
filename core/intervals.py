"""Confidence intervals of means and of differences of means, without a library of statistics."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, variance
from typing import NamedTuple

# With fewer values the interval says next to nothing, and the series for the quantile is no longer exact.
FEWEST = 5
CONFIDENCE = 0.95


class Interval(NamedTuple):
    """An estimate with the bounds of its 95 % interval."""

    estimate: float
    low: float
    high: float


def t_quantile(degrees: float, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t for so many degrees of freedom, four or more.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5. Check values: 9 degrees give 2.262,
    30 give 2.042 (table 26.10); the error is below 0.001 from 4 degrees on.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    series = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / degrees**power for power, term in enumerate(series, start=1))


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Return the mean ± t s / √n; None for too few values. Check value: 1 to 10 give 3.334 to 7.666."""
    if len(values) < FEWEST:
        return None
    return _around(fmean(values), sqrt(variance(values) / len(values)), len(values) - 1)


def interval_of_sums(count: int, total: int, squares: int) -> Interval | None:
    """Return what mean_interval does, of whole numbers of which a database gave the count, the sum and that of squares.

    Exact, as the spread is computed from whole numbers. Check value: 10, 55 and 385 (1 to 10) give 3.334 to 7.666.
    """
    if count < FEWEST:
        return None
    spread = (count * squares - total * total) / (count * (count - 1))
    return _around(total / count, sqrt(spread / count), count - 1)


def difference_interval(one: Sequence[float], other: Sequence[float]) -> Interval | None:
    """Return how far the mean of one lies above that of the other, with its interval; None where either is too few.

    Welch, The generalization of “Student's” problem, Biometrika 34 (1947); degrees of freedom after Satterthwaite.
    Check value: 1 to 10 against 3 to 12 give -2, from -4.845 to 0.845.
    """
    if min(len(one), len(other)) < FEWEST:
        return None
    a, b = variance(one) / len(one), variance(other) / len(other)
    below = a**2 / (len(one) - 1) + b**2 / (len(other) - 1)
    # Where nothing varies at all there is nothing to divide by, and the interval is a point.
    degrees = (a + b) ** 2 / below if below else len(one) + len(other) - 2
    return _around(fmean(one) - fmean(other), sqrt(a + b), degrees)


def _around(estimate: float, error: float, degrees: float) -> Interval:
    reach = t_quantile(degrees) * error
    return Interval(estimate, estimate - reach, estimate + reach)
