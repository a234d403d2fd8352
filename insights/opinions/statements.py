"""What a group stands for, and what all groups want: the tests of Polis, counted by hand."""

import math
from collections.abc import Sequence
from typing import NamedTuple

# Nine tenths of a normal distribution lie below.
SIGNIFICANT = 1.2816
MOST_REPRESENTATIVE = 5


class Tally(NamedTuple):
    """The votes of a group on a statement."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def seen(self) -> int:
        """How many voted or passed."""
        return self.agree + self.disagree + self.passed


class Representative(NamedTuple):
    """A statement that sets a group apart: `agrees` or not, its strength, the share in the group and in the rest."""

    statement: int
    agrees: bool
    strength: float
    share: float
    elsewhere: float


def proportion_test(successes: int, of: int) -> float:
    """Return how surely more than half say so, as a z score (the test of one proportion, each count plus one).

    >>> round(proportion_test(10, 12), 4)
    2.4962
    """
    return 2 * math.sqrt(of + 1) * ((successes + 1) / (of + 1) - 0.5)


def two_proportion_test(one: int, other: int, of_one: int, of_other: int) -> float:
    """Return how surely a share is larger in one group than in the other, as a z score (each count plus one).

    >>> round(two_proportion_test(10, 3, 12, 12), 4)
    2.7787
    >>> two_proportion_test(4, 4, 4, 4)
    0.0
    """
    first, second, firsts, seconds = one + 1, other + 1, of_one + 1, of_other + 1
    both = (first + second) / (firsts + seconds)
    if both >= 1:
        return 0.0
    error = math.sqrt(both * (1 - both) * (1 / firsts + 1 / seconds))
    return (first / firsts - second / seconds) / error


def share(successes: int, of: int) -> float:
    """Return a share as it is best guessed from few: one more of each kind (Laplace)."""
    return (successes + 1) / (of + 2)


def representative(tallies: Sequence[Tally], rest: Sequence[Tally]) -> list[Representative]:
    """Return the statements that represent a group, the strongest first, one with which it agrees on top.

    Both tests must say so at 90 %: most of the group thinks it, and more than elsewhere. Strength is the product of
    the ratio of both shares, the share, and both z scores.
    """
    found = [one for at, (own, others) in enumerate(zip(tallies, rest, strict=True)) for one in _sides(at, own, others)]
    found.sort(key=lambda one: (-one.strength, one.statement))
    best = next((one for one in found if one.agrees), None)
    ordered = found if best is None else [best, *(one for one in found if one is not best)]
    return ordered[:MOST_REPRESENTATIVE]


def _sides(at: int, own: Tally, others: Tally) -> list[Representative]:
    sides = [(True, own.agree, others.agree), (False, own.disagree, others.disagree)]
    found = []
    for agrees, here, there in sides:
        apart, most = two_proportion_test(here, there, own.seen, others.seen), proportion_test(here, own.seen)
        if apart > SIGNIFICANT and most > SIGNIFICANT:
            mine, theirs = share(here, own.seen), share(there, others.seen)
            found.append(Representative(at, agrees, mine / theirs * apart * mine * most, mine, theirs))
    return found


def consensus(of_groups: Sequence[Tally]) -> float:
    """Return how much all groups agree with a statement, from 0 to 1: the geometric mean of their shares.

    Polis multiplies, so that its number falls with the number of groups; a mean does not. The shares have half a vote
    of either kind added (Jeffreys), which does not drag a small unanimous group down as much as a whole one.

    >>> round(consensus([Tally(9, 1), Tally(4, 0)]), 4)
    0.8816
    """
    shares = [(one.agree + 0.5) / (one.seen + 1) for one in of_groups]
    return math.exp(sum(math.log(one) for one in shares) / len(shares)) if shares else 0.0
