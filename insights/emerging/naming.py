"""Names what emerges by the words that set it apart: said by several people, and more often than elsewhere."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from insights.emerging.words import words_of

WORDS = 6
IN_NAME = 3
# A word that fewer say may be the word of one person.
VOICES = 3
SHORTEST = 2


class Naming:
    """How many posts of all say each word, to hold a few posts against."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._said = [words_of(text) for text in texts]
        self._count = Counter(word for words in self._said for word in words)

    def words(self, places: Iterable[int], authors: Sequence[int], bursting: Iterable[str] = ()) -> list[str]:
        """Return the words that set posts apart, the strongest first: log odds against all posts, shrunk by one half.

        `authors` are those of all posts. Words that burst come first where several people said them.
        """
        chosen = sorted(places)
        said: dict[str, set[int]] = {}
        for place in chosen:
            for word in self._said[place]:
                said.setdefault(word, set()).add(int(authors[place]))
        count = Counter(word for place in chosen for word in self._said[place])
        shared = [word for word, people in said.items() if len(people) >= VOICES and len(word) >= SHORTEST]
        first = set(bursting)
        return sorted(
            shared, key=lambda word: (word not in first, -self._weight(word, count[word], len(chosen)), word)
        )[:WORDS]

    def _weight(self, word: str, here: int, posts: int) -> float:
        rest = max(len(self._said) - posts, 0)
        there = self._count[word] - here
        odds = math.log((here + 0.5) / (posts - here + 0.5)) - math.log((there + 0.5) / (rest - there + 0.5))
        return odds * math.sqrt(here)


def name_of(words: Sequence[str]) -> str:
    """Return a name made of the first words; empty where there are none."""
    return ", ".join(words[:IN_NAME])
