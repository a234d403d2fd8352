"""How a text feels about what it speaks of, by a small lexicon of our own: words, negation and intensifiers.

It knows English, German, French and Spanish. Of a text in another language, or without a word that it knows, it says
nothing (None) instead of calling it neutral. Irony is not understood. Check values: "I love it" 0.76, "not good" -0.24,
"very bad" -0.60, "The needle is brass" None.
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from insights.sentiment_words import INTENSIFIERS, NEGATIONS, TONES

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
CLAUSE = re.compile(r"[.!?;:,\n()]+|\bbut\b|\baber\b|\bmais\b|\bpero\b", re.IGNORECASE)
# A negation turns the next few words, and makes them weaker: what is not good need not be bad.
REACH = 3
TURNED = -0.5
STRONGER, WEAKER = 1.4, 0.6
# Where the sum of tones is so large, a text is about as good or bad as one can say.
FULL = 2.0
NEGATIVE = -0.15
LANGUAGES = frozenset(TONES)


class Feeling(NamedTuple):
    """From -1 (as bad as can be said) to 1, and how many words that says."""

    score: float
    words: int

    @property
    def negative(self) -> bool:
        """Whether it complains rather than not."""
        return self.score <= NEGATIVE


def feeling(text: str, language: str | None = None) -> Feeling | None:
    """Return how a text feels; None where its language is not covered or no word says so.

    `language` is a BCP 47 tag; without one the covered language of which most words are known is taken.
    """
    words = [[word.casefold().replace("\u2019", "'") for word in WORD.findall(part)] for part in CLAUSE.split(text)]
    known = _language(language, [word for clause in words for word in clause])
    if known is None:
        return None
    tones = [tone for clause in words for tone in _tones(clause, known)]
    if not tones:
        return None
    return Feeling(math.tanh(sum(tones) / FULL), len(tones))


def _language(given: str | None, words: list[str]) -> str | None:
    if given:
        base = given.split("-")[0].casefold()
        return base if base in LANGUAGES else None
    counts = {name: sum(word in _all_words(name) for word in words) for name in sorted(LANGUAGES)}
    best = max(counts, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] else None


@lru_cache(maxsize=8)
def _all_words(language: str) -> frozenset[str]:
    return frozenset(TONES[language]) | NEGATIONS[language] | frozenset(INTENSIFIERS[language])


def _tones(clause: list[str], language: str) -> list[float]:
    found: list[float] = []
    turned_until, factor = -1, 1.0
    for place, word in enumerate(clause):
        if word in NEGATIONS[language]:
            turned_until = place + REACH
        elif word in INTENSIFIERS[language]:
            factor *= STRONGER if INTENSIFIERS[language][word] > 0 else WEAKER
        elif (tone := TONES[language].get(word)) is not None:
            found.append(tone * factor * (TURNED if place <= turned_until else 1.0))
            factor = 1.0
    return found
