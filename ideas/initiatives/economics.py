"""What one piece costs and brings: exact, so that what a page says can be counted again."""

from fractions import Fraction
from typing import NamedTuple


class Economics(NamedTuple):
    """The figures of a piece in minor units of money, and of an hour in pieces."""

    margin: int
    # How many times its cost a piece brings; None where it costs nothing.
    times: Fraction | None
    per_hour_and_set: Fraction | None
    per_hour: Fraction | None
    margin_per_hour: Fraction | None


def economics(cost: int, price: int, minutes: int | None, sets: int = 1) -> Economics:
    """Return what follows from cost and price of a piece, the minutes that it takes, and parallel sets of tools.

    A frame of ₹15 that sells at ₹150 and takes 10 minutes leaves ₹135 and brings 10 times its cost, and one set of
    machines makes at most 6 an hour.
    """
    margin = price - cost
    times = Fraction(price, cost) if cost else None
    if minutes is None:
        return Economics(margin, times, None, None, None)
    of_set = Fraction(60, minutes)
    return Economics(margin, times, of_set, of_set * sets, margin * of_set * sets)
