"""The arithmetic of the board: how an idea is estimated, and how estimates and little-read ideas share the slots."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log, sqrt
from random import Random, randrange
from typing import TypeVar

Thing = TypeVar("Thing")

# What an idea is worth before anybody has read it, until the board has a mean of its own.
USUAL = 0.1
# How many readers the mean of the board counts for.
PRIOR = 15
# One slot in so many goes to an idea that few have read.
SHARE = 4
SURE = 1.96
LOTS = 2**31
MOST_EXPECTED = 0.9
TINY = 1e-3


def appeal(votes: int, readers: int, usual: float = USUAL) -> float:
    """Return the share of readers who would vote for an idea, as far as that can be known: 0 to 1.

    The mean of the posterior of a binomial share, (v + m p) / (n + m), where the mean p of the board counts for m
    readers. Whoever voted has read. Check value: 7 votes of 25 readers, usual share 0.1: 0.2125.
    """
    return (votes + PRIOR * usual) / (max(readers, votes) + PRIOR)


def interval(votes: int, readers: int, usual: float = USUAL) -> tuple[float, float]:
    """Return the bounds between which the appeal lies with 95 % certainty, as shares of 0 to 1.

    Wilson's interval (1927) over the readers and those whom the mean of the board stands for. Check value: 7 votes of
    25 readers, usual share 0.1: 0.1140 to 0.3614.
    """
    share, trials = appeal(votes, readers, usual), max(readers, votes) + PRIOR
    middle = share + SURE**2 / (2 * trials)
    reach = SURE * sqrt(share * (1 - share) / trials + SURE**2 / (4 * trials**2))
    whole = 1 + SURE**2 / trials
    return (middle - reach) / whole, (middle + reach) / whole


def controversy(ups: int, downs: int) -> float:
    """Return how much an idea divides those who voted: many votes and both sides alike make it large.

    The formula that Reddit published: (u + d) ** (min / max), and 0 where one side is empty. Check value: 8 for and 4
    against: 3.4641.
    """
    return (ups + downs) ** (min(ups, downs) / max(ups, downs)) if ups and downs else 0.0


def expected(place: float, usual: float = USUAL) -> float:
    """Return what share to expect of an idea of which is only known where it stands among its own: 0 to 0.9.

    `place` is the part of those that have fewer votes, 0 to 1: what came from elsewhere tells how many voted, and never
    how many read. The quantile of an exponential distribution with the usual mean, -p ln(1 - q). Check value: half of
    them below, usual share 0.1: 0.0693.
    """
    return min(-usual * log(1 - place), MOST_EXPECTED) if place < 1 else MOST_EXPECTED


def draw_lot() -> int:
    """Draw a place in the random order."""
    return randrange(LOTS)  # noqa: S311


def explores(seed: int) -> Callable[[int], bool]:
    """Return which slots of a board (counted from 0) go to ideas that few have read: one in SHARE, never the first.

    Where it stands among them follows from the seed, so that every slot is explored, and nobody learns which.
    """

    def explored(slot: int) -> bool:
        block, place = divmod(slot, SHARE)
        return place == 1 + _mixed(seed, block) % (SHARE - 1)

    return explored


def board(
    best: Iterable[Thing], least_read: Iterable[Thing], explored: Callable[[int], bool], first: int = 0
) -> Iterator[tuple[Thing, bool]]:
    """Yield the things of a board from slot `first` on, each once, and whether it stands there to be read at last."""
    shown: set[Thing] = set()
    streams = {False: iter(best), True: iter(least_read)}
    slot = first
    while True:
        for way in (explored(slot), not explored(slot)):
            thing = next((one for one in streams[way] if one not in shown), None)
            if thing is not None:
                shown.add(thing)
                yield thing, way
                slot += 1
                break
        else:
            return


def rearranged(
    slots: Sequence[tuple[Thing, bool]], seed: int, figures: Callable[[Thing], tuple[float, int]]
) -> list[tuple[Thing, bool]]:
    """Return the slots of a page with the best of them in an order that is drawn anew for each seed.

    Each draws a number from what is known of its appeal, a beta distribution with its estimate as the mean, as if by
    Thompson (1933): what many have read stays about where it is, and what few have read gets its turn in front.
    `figures` gives appeal and readers. Explored things stay in their slots.
    """
    chance = Random(seed)  # noqa: S311
    drawn: dict[int, float] = {}
    for place, (thing, explored) in enumerate(slots):
        if not explored:
            share, readers = figures(thing)
            known = readers + PRIOR
            drawn[place] = chance.betavariate(max(share * known, TINY), max((1 - share) * known, TINY))
    order = iter(sorted(drawn, key=drawn.__getitem__, reverse=True))
    return [slot if slot[1] else slots[next(order)] for slot in slots]


def _mixed(seed: int, block: int) -> int:
    """Spread two numbers over 32 bits: the last step of a multiplicative hash (Knuth, volume 3, 6.4)."""
    word = (seed * 2_654_435_761 + block * 0x9E3779B1) & 0xFFFFFFFF
    return (word ^ word >> 15) * 0x85EBCA6B % 2**32 >> 13
