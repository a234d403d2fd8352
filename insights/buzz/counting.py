"""Counts who speaks of something, each voice once: an author who writes all day counts as one who writes once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DAY = 86400.0


class Spoken(NamedTuple):
    """That somebody spoke of something: `voice` is who, `at` when in seconds, `tone` from -1 to 1 (None: says nothing).

    `place` is where: a space of the house or a site outside. `key` leads back to the words.
    """

    key: str
    voice: str
    at: float
    tone: float | None
    place: str


@dataclass(frozen=True)
class Buzz:
    """A span of days: different voices, how they feel on average (None where none says), and over how many places.

    `spread` is the number of places, were they all equally large: the inverse of the sum of squared shares.
    """

    voices: int
    mentions: int
    tone: float | None
    negative: int
    toned: int
    spread: float


class Voice(NamedTuple):
    """What one voice said in a span: the mean of its tones, and the mentions behind it."""

    voice: str
    tone: float | None
    spoken: tuple[Spoken, ...]


def voices(spoken: Iterable[Spoken]) -> list[Voice]:
    """Return each voice once, with the mean of what it said; in order of their names."""
    said: dict[str, list[Spoken]] = {}
    for one in spoken:
        said.setdefault(one.voice, []).append(one)
    return [Voice(name, _mean([one.tone for one in them]), tuple(them)) for name, them in sorted(said.items())]


def buzz(spoken: Sequence[Spoken], negative: float) -> Buzz:
    """Return what was said in a span; a voice whose mean tone is at most `negative` complains."""
    heard = voices(spoken)
    toned = [one.tone for one in heard if one.tone is not None]
    places: dict[str, set[str]] = {}
    for one in spoken:
        places.setdefault(one.place, set()).add(one.voice)
    sizes = [len(them) for them in places.values()]
    spread = sum(sizes) ** 2 / sum(size * size for size in sizes) if sizes else 0.0
    complaining = sum(tone <= negative for tone in toned)
    return Buzz(len(heard), len(spoken), _mean(toned), complaining, len(toned), spread)


def by_day(spoken: Iterable[Spoken]) -> dict[int, list[Spoken]]:
    """Return what was said on each day, counted in days since 1970, UTC."""
    days: dict[int, list[Spoken]] = {}
    for one in spoken:
        days.setdefault(int(one.at // DAY), []).append(one)
    return days


def _mean(tones: Sequence[float | None]) -> float | None:
    known = [tone for tone in tones if tone is not None]
    return sum(known) / len(known) if known else None
