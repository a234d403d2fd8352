"""Bursts of words: a word that several people use within hours and that few used in the weeks before.

Of the n authors who used a word in window and base, r did in the window. Were this no news, each would have with the
share p of posts that the window has: the strength is -log10 P(Bin(n - 1, p) >= r - 1), given that one just did (check
value: n 4, r 4, p 0.1: 3.0).

How strong a burst must be follows from how many words chance alone would make so strong in a week: the sum, over all
words of the last weeks and all windows, of the largest probability that a binomial of their n can attain below that
strength (after Tarone 1990: what is too rare ever to be strong costs nothing).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from insights.emerging.clocks import HOUR, WEEK, WORDS_CHANCE, Clock

WINDOWS = (3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR)
LEAST = 3
WORD = re.compile(r"[^\W_]+(?:[.'\u2019_+-][^\W_]+)*")
LONGEST = 40
# What comes less than so many times as often as expected is not looked at closer.
FASTER = 2.0
# Words of more authors than this count as words of so many.
COMMON = 80
STEPS = 140
STEP = 0.05
LEAST_STRENGTH = 2.0
History = list[tuple[float, int]]


class Burst(NamedTuple):
    """A word, at a post, with its strength, the places of the posts behind it, and its false alarms a week."""

    post: int
    word: str
    strength: float
    evidence: tuple[int, ...]
    chance: float


class _Try(NamedTuple):
    """A word of a post: authors who used it in window and base, and in the window, and the share of the window."""

    post: int
    word: str
    known: int
    recent: int
    share: float
    since: float


def words_of(text: str) -> set[str]:
    """Return the words of a text in small letters; a version such as 2.1.4 is 2.1 and 2 as well."""
    found: set[str] = set()
    for word in WORD.findall(text.casefold()):
        parts = word.split(".")
        numbered = len(parts) > 1 and parts[0].isdigit()
        forms = [".".join(parts[: size + 1]) for size in range(len(parts))] if numbered else [word]
        found.update(form for form in forms if len(form) <= LONGEST)
    return found


def is_sign(word: str) -> bool:
    """Say whether a word holds a digit: a version, a model or the code of an error, of which few tell much."""
    return any(letter.isdigit() for letter in word)


def families(texts: Sequence[tuple[str, str]]) -> Iterator[list[set[str]]]:
    """Yield the words of posts (title, body) in the four ways in which they are looked at, each with tries of its own.

    The words of titles and all words, and the signs of both.
    """
    titles = [words_of(title) for title, _body in texts]
    everything = [words_of(f"{title}\n{body}") for title, body in texts]
    for said in (titles, everything):
        signs = [{word for word in words if is_sign(word)} for words in said]
        yield [words - of_them for words, of_them in zip(said, signs, strict=True)]
        yield signs


def bursts(said: Sequence[set[str]], times: Any, authors: Any, clock: Clock) -> list[Burst]:
    """Return the words that burst beyond the false alarms that a family of words has, in order of time."""
    from scipy.special import betainc

    used: dict[str, History] = {}
    counted = np.zeros((len(times), COMMON + 1), dtype=np.int32)
    tries = list(_tries(said, times, authors, clock, used, counted))
    if not tries:
        return []
    known, recent = np.array([one.known for one in tries]), np.array([one.recent for one in tries])
    tail = betainc(np.maximum(recent - 1, 1), known - recent + 1, np.array([one.share for one in tries]))
    strength = -np.log10(np.maximum(tail, 1e-300))
    places = np.array([one.post for one in tries])
    chance = _by_chance(strength, places, counted, times, clock)
    best: dict[tuple[int, str], int] = {}
    for place in np.flatnonzero((chance <= WORDS_CHANCE) & (times[places] - times[0] >= clock.warm)).tolist():
        key = tries[place].post, tries[place].word
        if key not in best or strength[place] > strength[best[key]]:
            best[key] = place
    return [
        Burst(post, word, float(strength[place]), _evidence(used[word], tries[place]), float(chance[place]))
        for (post, word), place in sorted(best.items())
    ]


def _tries(
    said: Sequence[set[str]], times: Any, authors: Any, clock: Clock, used: dict[str, History], counted: Any
) -> Iterator[_Try]:
    """Yield the words that may be strong; fills `used`, one voice an author, and `counted`, the tries of each post."""
    reach = clock.base + WINDOWS[-1]
    starts = [np.searchsorted(times, times - length) for length in WINDOWS]
    before = [np.searchsorted(times, times - length - clock.base) for length in WINDOWS]
    lately: dict[tuple[str, int], float] = {}
    for post, words in enumerate(said):
        at, author = float(times[post]), int(authors[post])
        for word in sorted(words):
            if lately.get((word, author), -reach) > at - reach:
                continue
            lately[word, author] = at
            history = used.setdefault(word, [])
            history.append((at, post))
            if len(history) < LEAST or history[-LEAST][0] <= at - reach:
                continue
            ever = len(history) - bisect_right(history, (at - reach, post))
            counted[post, min(ever, COMMON)] += 1
            for place, length in enumerate(WINDOWS):
                if history[-LEAST][0] <= at - length:
                    continue
                share = (post - int(starts[place][post]) + 1) / (post - int(before[place][post]) + 2)
                recent = len(history) - bisect_right(history, (at - length, post))
                known = len(history) - bisect_right(history, (at - length - clock.base, post))
                if recent > FASTER * share * known:
                    yield _Try(post, word, known, recent, share, at - length)


def _by_chance(strength: Any, places: Any, counted: Any, times: Any, clock: Clock) -> Any:
    """Return how many words a week chance alone makes as strong as each try, by the words of the weeks before it."""
    total = np.vstack([np.zeros(COMMON + 1), np.cumsum(counted, axis=0, dtype=float)])
    start = np.searchsorted(times, times - 4 * WEEK)
    weeks = np.clip(times - times[0], WEEK, 4 * WEEK) / WEEK
    step = np.clip(((strength - LEAST_STRENGTH) / STEP).astype(int), -1, STEPS - 1)
    attained = np.vstack([_attained(clock).T, np.full(COMMON + 1, np.inf)])[step]
    lately = (total[places + 1] - total[start[places]]) / weeks[places, None]
    return np.where(step < 0, np.inf, (lately * np.where(step[:, None] < 0, 0.0, attained)).sum(axis=1))


@lru_cache(maxsize=4)
def _attained(clock: Clock) -> Any:
    """Return for each number of authors and step of strength how likely chance makes one word so strong."""
    from scipy.special import betainc

    bars = 10.0 ** -(LEAST_STRENGTH + STEP * np.arange(STEPS))
    found = np.zeros((COMMON + 1, STEPS))
    for known in range(LEAST, COMMON + 1):
        reached = np.arange(LEAST, known + 1)
        for length in WINDOWS:
            tails = betainc(reached - 1, known - reached + 1, length / (length + clock.base))
            below = tails[:, None] <= bars[None, :]
            found[known] += np.where(below.any(axis=0), tails[np.argmax(below, axis=0)], 0.0)
    return found


def _evidence(history: History, tried: _Try) -> tuple[int, ...]:
    begin = bisect_right(history, (tried.since, tried.post))
    return tuple(post for _at, post in history[begin:] if post <= tried.post)
