"""Cuts a text into the pieces that the spam model knows: runs of letters inside words, each as one number."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable

SHORTEST, LONGEST = 2, 5
MOST_LETTERS = 8000


def pieces(title: str, body: str) -> dict[int, float]:
    """Return the runs of 2 to 5 letters within words (each with a blank before and behind it) as hashes with weights.

    A run that occurs n times weighs 1 + ln(n), so that repeating says little. Texts are cut after 8000 letters.
    """
    text = f"{title}\n{body}"[:MOST_LETTERS].lower()
    counted: Counter[str] = Counter()
    for word, number in Counter(re.findall(r"\S+", text)).items():
        for piece, times in _runs(f" {word} ").items():
            counted[piece] += times * number
    return {zlib.crc32(piece.encode()): 1.0 + math.log(number) for piece, number in counted.items()}


def unit_length(weights: dict[int, float]) -> dict[int, float]:
    """Return weights divided by their Euclidean length, so that long and short texts count alike."""
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def document_weights(documents: Iterable[dict[int, float]], least: int = 2) -> dict[int, float]:
    """Return how telling each piece is that occurs in `least` documents or more.

    Smoothed inverse document frequency, ln((1 + n) / (1 + df)) + 1, as in scikit-learn; a piece that stands in every
    one of n documents weighs 1.
    """
    seen: Counter[int] = Counter()
    number = 0
    for document in documents:
        number += 1
        seen.update(document.keys())
    return {key: math.log((1 + number) / (1 + df)) + 1 for key, df in seen.items() if df >= least}


def _runs(word: str) -> Counter[str]:
    longest = min(LONGEST, len(word))
    return Counter(
        word[start : start + size] for size in range(SHORTEST, longest + 1) for start in range(len(word) - size + 1)
    )
