"""Typo tolerance: which indexed words lie close to a word that is not there."""

from collections.abc import Iterable, Iterator

from core.search.folding import fold
from core.search.words import plain_words

SHORTEST, LONGEST = 3, 24


def is_correctable(word: str) -> bool:
    """Whether a folded word is of the kind that people mistype: letters only, neither very short nor very long."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def vocabulary(*texts: str) -> Iterator[str]:
    """Yield the folded words of some texts that a mistyped word could have meant, each once."""
    words = {fold(word) for text in texts for word in plain_words(text) if len(word) <= LONGEST}
    yield from filter(is_correctable, words)


def letters(word: str) -> int:
    """Return a set of letters as 31 bits; one edit changes at most two of them, so a far word is told at a glance."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 31)
    return bits


def tolerance(word: str) -> int:
    """Return how many edits a word of this length is forgiven."""
    return 1 if len(word) < 5 else 2


def distance(left: str, right: str, most: int) -> int:
    """Return the number of edits (insert, delete, replace, swap neighbours) between two words, at most `most` + 1.

    Optimal string alignment; distance("teh", "the", 2) is 1.
    """
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other)))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                row[j] = min(row[j], before_last[j - 2] + 1)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)


def closest(word: str, candidates: Iterable[str], most: int = 8) -> list[tuple[int, str]]:
    """Return the nearest of some words with their distances, nearest first; a shared first letter breaks ties."""
    allowed = tolerance(word)
    near = ((distance(word, other, allowed), other) for other in candidates if abs(len(other) - len(word)) <= allowed)
    kept = sorted((edits, other[0] != word[0], other) for edits, other in near if 0 < edits <= allowed)
    return [(edits, other) for edits, _, other in kept[:most]]
