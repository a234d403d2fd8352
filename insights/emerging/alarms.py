"""Turns strong posts into alarms: one for one thing, opened once, fed while more comes, closed when it falls silent."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from insights.emerging import chance
from insights.emerging.clocks import FAST, VOICES, Clock
from insights.emerging.scanning import Stream, scan
from insights.emerging.words import WINDOWS, bursts, families

# What two strong posts must share of the smaller evidence to speak of one thing.
SAME = 0.5
# So many of the nearest posts say whether a post is among news, and what share of them must be new.
NEAR = 8
MOSTLY = 0.5
# Half the width of an interval that holds nine of ten, in standard deviations, and the growth rate that is assumed
# of what nothing is known about: so many posts in the window and before.
WIDE = 1.64
ASSUMED = 2.0


class Spark(NamedTuple):
    """A post that is strong when it comes: what it speaks for, and how often a week chance alone brings as much."""

    post: int
    strength: float
    chance: float
    evidence: frozenset[int]
    window: float
    word: str = ""


@dataclass
class Alarm:
    """Something new: `opening` is what was known when it was raised, `evidence` what came since as well.

    Places are those of the stream. `growth` says how many times as frequent as before, as it was when it was raised,
    with the bounds that hold nine of ten.
    """

    clock: str
    at: float
    last: float
    strength: float
    chance: float
    window: float
    opening: frozenset[int]
    growth: tuple[float, float, float] = (1.0, 1.0, 1.0)
    peak: float = 0.0
    evidence: set[int] = field(default_factory=set[int])
    words: dict[str, float] = field(default_factory=dict[str, float])

    def closed(self, now: float, clock: Clock) -> bool:
        """Say whether nothing came for so long that it is over."""
        return now - self.last > clock.quiet


def find_alarms(stream: Stream, texts: Sequence[tuple[str, str]], clock: Clock) -> list[Alarm]:
    """Return all alarms over a stream, in order of time. What is found until a moment needs nothing later.

    `texts` are titles and bodies; words burst only by the hour.
    """
    sparks = list(_sparks(stream, clock))
    if clock is FAST:
        sparks += list(_bursts(stream, texts, clock))
    alarms: list[Alarm] = []
    for spark in sorted(sparks, key=lambda one: (one.post, -one.strength, one.word)):
        _join(alarms, spark, stream, clock)
    return alarms


def _sparks(stream: Stream, clock: Clock) -> Iterator[Spark]:
    found = scan(stream, clock)
    pace = chance.pace(stream.times)
    bars: dict[int, float] = {}
    for post in np.flatnonzero(found.strengths.strength).tolist():
        rate = float(pace[post])
        strength = float(found.strengths.strength[post])
        if strength < bars.setdefault(round(rate), chance.threshold(clock, rate)):
            continue
        window = clock.windows[int(found.strengths.window[post])]
        near = found.neighbours[post, : int(found.strengths.depth[post])]
        new = near[(near >= 0) & (stream.times[post] - stream.times[near] <= window)]
        evidence = _among_news([*new.tolist(), post], stream, window, clock)
        yield Spark(post, strength, chance.by_chance(clock, strength, rate), evidence, window)


def _among_news(posts: Sequence[int], stream: Stream, window: float, clock: Clock) -> frozenset[int]:
    """Return those of some posts of the window of which the nearest others are mostly of the window as well.

    What merely lies beside the news, in an old topic, has old neighbours.
    """
    rows = np.array(posts)
    last = rows.max()
    begin, first = np.searchsorted(stream.times, stream.times[last] - np.array([window, window + clock.base]))
    alike = stream.vectors[rows] @ stream.vectors[first : last + 1].T
    alike[np.arange(len(rows)), rows - first] = -1
    near = np.argsort(-alike, axis=1, kind="stable")[:, : min(NEAR, len(rows) - 1)] + first
    return frozenset(rows[(near >= begin).mean(axis=1) >= MOSTLY].tolist())


def _bursts(stream: Stream, texts: Sequence[tuple[str, str]], clock: Clock) -> Iterator[Spark]:
    """Yield the bursts of words; each family of them has its own share of false alarms."""
    for said in families(texts):
        for one in bursts(said, stream.times, stream.authors, clock):
            window = max(WINDOWS[0], float(stream.times[one.post] - stream.times[one.evidence[0]]))
            yield Spark(one.post, one.strength, one.chance, frozenset(one.evidence), window, one.word)


def _join(alarms: list[Alarm], spark: Spark, stream: Stream, clock: Clock) -> None:
    if len({int(stream.authors[post]) for post in spark.evidence}) < VOICES:
        return
    at = float(stream.times[spark.post])
    open_ones = [alarm for alarm in reversed(alarms) if not alarm.closed(at, clock)]
    alarm = max(open_ones, key=lambda one: _shared(one, spark), default=None)
    if alarm is None or _shared(alarm, spark) < SAME:
        alarm = Alarm(clock.name, at, at, spark.strength, spark.chance, spark.window, spark.evidence)
        alarm.growth = growth(spark.evidence, stream, at - spark.window, at, clock)
        alarms.append(alarm)
    alarm.last, alarm.peak = at, max(alarm.peak, spark.strength)
    alarm.evidence |= spark.evidence
    if spark.word:
        alarm.words[spark.word] = max(alarm.words.get(spark.word, 0.0), spark.strength)


def _shared(alarm: Alarm, spark: Spark) -> float:
    """Return what share of the spark's other posts the alarm knows; 1 where the word is known."""
    if spark.word and spark.word in alarm.words:
        return 1.0
    others = spark.evidence - {spark.post}
    return len(others & alarm.evidence) / max(min(len(others), len(alarm.evidence)), 1)


def growth(
    evidence: frozenset[int], stream: Stream, since: float, at: float, clock: Clock
) -> tuple[float, float, float]:
    """Return how many times as frequent posts about this are since a moment as in the base before: (low, best, high).

    Logarithms of shrunk rates, with the standard error of a ratio of Poisson counts: what is new against nothing does
    not grow without bound. Both sides count as many `ASSUMED` posts at the mean rate of the two.
    """
    ordered = sorted(evidence)
    centre = stream.vectors[ordered].mean(axis=0)
    alike = stream.vectors[ordered] @ centre
    low, begin, end = (
        int(np.searchsorted(stream.times, moment, side="right")) for moment in (since - clock.base, since, at)
    )
    before = int(np.count_nonzero(stream.vectors[low:begin] @ centre >= np.median(alike)))
    recent = len(ordered)
    all_recent, all_before = max(end - begin, 1), max(begin - low, 1)
    mean = (recent + before) / (all_recent + all_before)
    extra = ASSUMED / mean
    best = math.log((recent + ASSUMED) / (all_recent + extra)) - math.log((before + ASSUMED) / (all_before + extra))
    width = WIDE * math.sqrt(1 / (recent + ASSUMED) + 1 / (before + ASSUMED))
    return math.exp(best - width), math.exp(best), math.exp(best + width)


def voices(posts: Sequence[int], authors: Any) -> list[Any]:
    """Return the different authors of posts, in order of their first."""
    return list(dict.fromkeys(authors[post] for post in posts))
