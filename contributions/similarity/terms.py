"""The words of a thread as numbers: how often each term stands in its title and in its body."""

import struct
import zlib
from collections import Counter
from collections.abc import Mapping

from core.search.analysis import STOP_WORDS, tokens

# Terms are counted in so many buckets; with 50 000 different terms one in twenty shares its bucket with another.
BUCKETS = 1 << 20
MOST_WORDS = 400
MOST_COUNTED = 255
ENTRY = struct.Struct("<IBB")


def count_terms(text: str) -> Counter[int]:
    """Return how often the terms of a text, of its first words only, hit each bucket; stop words are left out."""
    return Counter(
        zlib.crc32(term.encode()) % BUCKETS
        for token in tokens(text, most=MOST_WORDS)
        for term in token.terms
        if term not in STOP_WORDS
    )


def pack(title: Mapping[int, int], body: Mapping[int, int]) -> bytes:
    """Write counts as bytes: for each bucket its number (4), and how often it is hit by title (1) and body (1)."""
    buckets = sorted(title.keys() | body.keys())
    return b"".join(
        ENTRY.pack(bucket, min(title.get(bucket, 0), MOST_COUNTED), min(body.get(bucket, 0), MOST_COUNTED))
        for bucket in buckets
    )
