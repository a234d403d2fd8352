"""How long favourites last: lists of the best of each period, how alike they are, who rises, falls and stays."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeVar

Thing = TypeVar("Thing", bound=Hashable)
# The first ten make up about 86 % of the weight of a comparison.
PERSISTENCE = 0.9


class Change(NamedTuple):
    """What a period changed: likeness to the one before (0 to 1), and things with the places that they won or lost.

    Who is new in a list of n came from place n + 1, and who left went there.
    """

    likeness: float
    risers: list[tuple[Hashable, int]]
    fallers: list[tuple[Hashable, int]]


class Step(NamedTuple):
    """A point of a survival curve: after so many periods this share of all that came in is still there."""

    periods: int
    share: float
    at_risk: int


def rank_biased_overlap(one: Sequence[Thing], other: Sequence[Thing], persistence: float = PERSISTENCE) -> float:
    """Return how alike two lists are: 1 where they are the same, 0 where they share nothing; the top weighs most.

    The extrapolated rank-biased overlap of Webber, Moffat and Zobel 2010, equation 32, for lists of one length; of
    longer lists only so many are looked at as the shorter has. Check value: abc against acb, 0.9: 0.955.
    """
    depth = min(len(one), len(other))
    if not depth:
        return 1.0 if not one and not other else 0.0
    seen_one: set[Thing] = set()
    seen_other: set[Thing] = set()
    total, shared = 0.0, 0
    for place in range(depth):
        seen_one.add(one[place])
        seen_other.add(other[place])
        shared = len(seen_one & seen_other)
        total += shared / (place + 1) * persistence ** (place + 1)
    return shared / depth * persistence**depth + (1 - persistence) / persistence * total


def change(before: Sequence[Thing], after: Sequence[Thing]) -> Change:
    """Return how a list differs from the one before it; the largest moves first."""
    out = max(len(before), len(after)) + 1
    was = {thing: place for place, thing in enumerate(before, start=1)}
    is_now = {thing: place for place, thing in enumerate(after, start=1)}
    moves = [(thing, was.get(thing, out) - is_now.get(thing, out)) for thing in dict.fromkeys([*after, *before])]
    risers = sorted((move for move in moves if move[1] > 0), key=lambda move: -move[1])
    fallers = sorted((move for move in moves if move[1] < 0), key=lambda move: move[1])
    return Change(rank_biased_overlap(before, after), list(risers), list(fallers))


def stays(lists: Sequence[Sequence[Thing]]) -> list[tuple[int, bool]]:
    """Return each stay in a row of lists: for how many periods, and whether its end was seen.

    What stood in the first list came before anyone looked, so it is left out.
    """
    found: list[tuple[int, bool]] = []
    here: dict[Thing, int] = {}
    known = set(lists[0]) if lists else set()
    for now in lists[1:]:
        for thing in [thing for thing in here if thing not in now]:
            found.append((here.pop(thing), True))
        known &= set(now)
        for thing in now:
            if thing not in known:
                here[thing] = here.get(thing, 0) + 1
    return found + [(length, False) for length in here.values()]


def survival(lengths: Sequence[tuple[int, bool]]) -> list[Step]:
    """Return the survival curve of stays whose end was or was not seen, after Kaplan and Meier 1958.

    Check value: stays of 1, 2 and 3 periods, all ended: 2/3, 1/3, 0.
    """
    steps, share = [Step(0, 1.0, len(lengths))], 1.0
    for periods in sorted({length for length, ended in lengths if ended}):
        at_risk = sum(length >= periods for length, _ended in lengths)
        ended = sum(length == periods and over for length, over in lengths)
        share *= 1 - ended / at_risk
        steps.append(Step(periods, share, at_risk))
    return steps


def expected_stay(lengths: Sequence[tuple[int, bool]]) -> float | None:
    """Return the mean number of periods in the list, as far as the curve reaches; None where no end was seen."""
    steps = survival(lengths)
    if len(steps) < 2:
        return None
    longest = max(length for length, _ended in lengths)
    ends = [*(step.periods for step in steps[1:]), longest]
    return sum(step.share * (end - step.periods) for step, end in zip(steps, ends, strict=True))
