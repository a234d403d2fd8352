"""What each cause is worth, and the sum of entries: a plain function, which the database repeats in `ledger`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# Everyone begins with one point and is never shown fewer; the ledger itself may go below, so that every reversal
# restores exactly what was before.
LEAST = 1
DAILY_CAP = 200


@dataclass(frozen=True)
class Cause:
    """Why points come or go: how many, and whether the cap of a day holds for them."""

    name: str
    points: int
    capped: bool = True


# The numbers of Stack Overflow since November 2019.
VOTED_UP = Cause("voted up", 10)
VOTED_DOWN = Cause("voted down", -2)
VOTING_DOWN = Cause("voting down", -1)
ACCEPTED = Cause("accepted", 15, capped=False)
ACCEPTING = Cause("accepting", 2, capped=False)
ABUSE = Cause("abuse", -100, capped=False)
CAUSES = {cause.name: cause for cause in (VOTED_UP, VOTED_DOWN, VOTING_DOWN, ACCEPTED, ACCEPTING, ABUSE)}


class Entry(NamedTuple):
    """What the sum must know of a row of the ledger."""

    points: int
    cause: str
    day: date


def reputation(entries: Iterable[Entry]) -> int:
    """Return the reputation that entries of one member make, in whatever order they stand.

    What is capped counts for at most DAILY_CAP a day, the day's losses taken off before; the sum is at least LEAST.
    Check value: 25 votes up on one day and an accepted answer make 1 + 200 + 15 = 216.
    """
    capped: defaultdict[date, int] = defaultdict(int)
    total = LEAST
    for entry in entries:
        if CAUSES[entry.cause].capped:
            capped[entry.day] += entry.points
        else:
            total += entry.points
    return max(LEAST, total + sum(min(DAILY_CAP, points) for points in capped.values()))
