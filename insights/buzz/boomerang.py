"""The boomerang alarm: talk that turns against something within two days, more than chance has it.

Fisher's exact test holds the negative voices of the last two days against those of the 28 days before: of n voices with
a tone in all, k of them negative, m spoke in the two days, so under no change the number of negative ones among them is
hypergeometric. Each voice counts once in two days. Where single days of the base scatter more than a binomial does,
all counts are divided by how much more. One test a day at ALPHA keeps false alarms at or below half a one in a year.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from insights.buzz.counting import Spoken, Voice, voices

WINDOW = 2
BASE = 28
FALSE_A_YEAR = 0.5
ALPHA = FALSE_A_YEAR / 365
# A surge is over when what is said could again be chance at this level.
CALM = 0.05
# What the alarm must be able to see at least: three times the usual share, at least half of the time.
TIMES = 3.0
ENOUGH = 0.5
# A base of fewer voices with a tone says nothing; so few negative ones are no surge whatever the test says.
FEWEST = 20
VOICES = 3
SCATTER = 0.01


class Verdict(enum.StrEnum):
    """What can be said of a day."""

    FEW = "too few to tell"
    CALM = "calm"
    SURGE = "surge"


@dataclass(frozen=True)
class Watch:
    """One day: negative voices and all with a tone in the two days to its end and in the base before, and the test.

    `power` is the chance of an alarm at this volume were the negative share three times the usual; `needed` the voices
    in two days from which that is at least a half (None where no number would do).
    """

    day: int
    negative: int
    toned: int
    base_negative: int
    base_toned: int
    chance: float
    power: float
    needed: int | None
    verdict: Verdict


@dataclass(frozen=True)
class Surge:
    """That talk turned: from the day of the alarm to the last day on which it was not chance; `keys` what was said."""

    begun: int
    last: int
    chance: float
    negative: int
    toned: int
    keys: tuple[str, ...]
    voices: tuple[str, ...]


def watch(days: Mapping[int, Sequence[Spoken]], day: int, negative: float) -> Watch:
    """Judge one day by nothing later than its end, and say what could have been seen."""
    tested = _tested(_Counts(days, negative), day)
    base, share = round(tested.base_toned / tested.scatter), (tested.base_negative + 0.5) / (tested.base_toned + 1)
    power = power_of(round(tested.toned / tested.scatter), share, base)
    enough = base >= FEWEST and power >= ENOUGH
    verdict = Verdict.SURGE if tested.surge else Verdict.CALM if enough else Verdict.FEW
    needed = None if enough else _needed(share, base)
    counts = (tested.negative, tested.toned, tested.base_negative, tested.base_toned)
    return Watch(day, *counts, tested.chance, power, needed, verdict)


def surges(days: Mapping[int, Sequence[Spoken]], first: int, last: int, negative: float) -> list[Surge]:
    """Return the surges from a day to another. One that goes on is one surge; what raised it needs nothing later."""
    found: list[Surge] = []
    going, counts = False, _Counts(days, negative)
    for day in range(first, last + 1):
        seen = _tested(counts, day)
        if going and (seen.surge or (seen.chance <= CALM and seen.negative >= VOICES)):
            found[-1] = replace(found[-1], last=day, chance=min(found[-1].chance, seen.chance))
        elif going := seen.surge:
            found.append(_surge(days, day, seen, negative))
    return found


class _Tested(NamedTuple):
    negative: int
    toned: int
    base_negative: int
    base_toned: int
    scatter: float
    chance: float

    @property
    def surge(self) -> bool:
        enough = self.negative >= VOICES and self.base_toned / self.scatter >= FEWEST
        return enough and self.chance <= ALPHA


class _Counts:
    """Negative voices and all with a tone in the two days to the end of a day, each pair counted once."""

    def __init__(self, days: Mapping[int, Sequence[Spoken]], negative: float) -> None:
        self._days, self._negative = days, negative
        self._known: dict[int, tuple[int, int]] = {}

    def of(self, day: int) -> tuple[int, int]:
        if day not in self._known:
            tones = [one.tone for one in _heard(self._days, day) if one.tone is not None]
            self._known[day] = sum(tone <= self._negative for tone in tones), len(tones)
        return self._known[day]


def _tested(counts: _Counts, day: int) -> _Tested:
    (now, toned), *base = [counts.of(day - WINDOW * back) for back in range(1 + BASE // WINDOW)]
    before, base_toned = sum(one for one, _all in base), sum(count for _one, count in base)
    scatter = _scatter(base)
    chance = _test(*(round(count / scatter) for count in (now, toned, before, base_toned)))
    return _Tested(now, toned, before, base_toned, scatter, chance)


def power_of(toned: int, share: float, base: int, times: float = TIMES) -> float:
    """Return how likely an alarm is with so many voices in two days, were the negative share `times` the usual one.

    The base is taken to show its true share.
    """
    from scipy.stats import binom

    if toned < VOICES or base < FEWEST:
        return 0.0
    least = _least(toned, round(share * base), base)
    return 0.0 if least is None else float(binom.sf(least - 1, toned, min(times * share, 0.95)))


def _least(toned: int, base_negative: int, base: int) -> int | None:
    """Return the number of negative voices from which there is an alarm."""
    low, high = VOICES, toned + 1
    while low < high:
        middle = (low + high) // 2
        if _test(middle, toned, base_negative, base) <= ALPHA:
            high = middle
        else:
            low = middle + 1
    return low if low <= toned else None


def _needed(share: float, base: int) -> int | None:
    if base < FEWEST:
        return None
    return next((toned for toned in range(4, 400, 4) if power_of(toned, share, base) >= ENOUGH), None)


def _test(negative: int, toned: int, base_negative: int, base: int) -> float:
    from scipy.stats import hypergeom

    if not toned:
        return 1.0
    return float(hypergeom.sf(negative - 1, toned + base, negative + base_negative, toned))


def _scatter(base: Sequence[tuple[int, int]]) -> float:
    """Return how many times more the base scatters than a binomial; 1 unless that is as good as certain."""
    from scipy.special import gammaincc

    known = [(one, count) for one, count in base if count]
    total = sum(count for _one, count in known)
    share = sum(one for one, _count in known) / total if total else 0.0
    if len(known) < 3 or share in {0.0, 1.0}:
        return 1.0
    square = sum((one - share * count) ** 2 / (count * share * (1 - share)) for one, count in known)
    free = len(known) - 1
    return float(square / free) if gammaincc(free / 2, square / 2) < SCATTER else 1.0


def _heard(days: Mapping[int, Sequence[Spoken]], last: int) -> list[Voice]:
    return voices(one for day in range(last - WINDOW + 1, last + 1) for one in days.get(day, ()))


def _surge(days: Mapping[int, Sequence[Spoken]], day: int, seen: _Tested, negative: float) -> Surge:
    against: list[Any] = [one for one in _heard(days, day) if one.tone is not None and one.tone <= negative]
    keys = tuple(said.key for one in against for said in one.spoken)
    return Surge(day, day, seen.chance, seen.negative, seen.toned, keys, tuple(one.voice for one in against))
