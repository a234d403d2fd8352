"""The arithmetic of royalties: exact fractions and whole minor units, nothing lost and nothing made."""

from collections.abc import Sequence
from fractions import Fraction


def royalty_on(sales: int, rate: Fraction) -> int:
    """Return the royalty on sales in minor units, rounded to the nearest one, halves up; losses mirror gains.

    At 1/100, 1 249 minor units of sales give 12, and 1 250 give 13.
    """
    size = (2 * abs(sales) * rate.numerator + rate.denominator) // (2 * rate.denominator)
    return size if sales >= 0 else -size


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in minor units by weights, so that the parts sum to it: the method of largest remainders.

    Who stands first wins a tie. What is taken back is the mirror of what was given. (M. Balinski and H. P. Young, Fair
    Representation, 1982.) 100 by the weights 1, 1, 1 is 34, 33, 33.
    """
    total, size = sum(weights), abs(amount)
    parts = [size * weight // total for weight in weights]
    left = size - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(size * weights[place] % total), place))
    for place in by_remainder[:left]:
        parts[place] += 1
    return parts if amount >= 0 else [-part for part in parts]
