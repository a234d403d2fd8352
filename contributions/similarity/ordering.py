"""In which order threads that are like a text are shown: by their likeness, and by how near in time they are to it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from contributions.similarity.corpus import Corpus, Scores
from contributions.similarity.scoring import Described, likeness

# What nearness in time weighs beside likeness, and after how many threads half of it is left: see docs/similar.md.
NEAR = 0.15
HALF_LIFE = 100
# From here on a thread is the same text again: a word may have been corrected.
SAME_TEXT = 0.95

Mask = NDArray[np.bool_]


def best(
    corpus: Corpus, text: Described, allowed: Mask, limit: int, least: float, moment: int | None = None
) -> dict[int, float]:
    """Return the threads among the allowed rows that come first, with their scores; all are alike from `least` on.

    `moment` is when the text was written, in the unit of the corpus; without one, it is being written now. Of equal
    ones the oldest comes first.
    """
    alike = likeness(corpus, text)
    scores = ranked(corpus, alike, allowed, moment)
    places = np.flatnonzero(allowed & (alike >= least))
    chosen = places[np.lexsort((corpus.ids.values[places], -scores[places]))[:limit]]
    return {int(corpus.ids.values[place]): float(scores[place]) for place in chosen}


def ranked(corpus: Corpus, alike: Scores, allowed: Mask, moment: int | None = None) -> Scores:
    """Return the weighted mean of likeness and nearness, 0 to about 1, in ten thousandths.

    What is being written now, but stands already among the allowed rows, counts as written when it was posted there:
    its other copies and their answers are most often of that time.
    """
    when = _moment_of_same(corpus, alike, allowed) if moment is None else moment
    scores: Scores = np.round((alike + NEAR * nearness(corpus, when)) / (1 + NEAR), 4).astype(np.float32)
    return scores


def nearness(corpus: Corpus, moment: int | None) -> Scores:
    """Return 1 / (1 + n / 100) of each row, in hundredths, where n threads were posted from one to the other.

    Threads are counted rather than days, so that it means the same in small and in large communities; in hundredths,
    so that copies of one text that were posted together long ago are equally near. Without a moment it is now.
    """
    standing = np.sort(corpus.moments.values[corpus.alive.values])
    own = len(standing) if moment is None else np.searchsorted(standing, moment)
    between: NDArray[Any] = np.abs(np.searchsorted(standing, corpus.moments.values) - own)
    near: Scores = np.round(1 / (1 + between / HALF_LIFE), 2).astype(np.float32)
    return near


def _moment_of_same(corpus: Corpus, alike: Scores, allowed: Mask) -> int | None:
    same = np.flatnonzero(allowed & (alike >= SAME_TEXT))
    return int(corpus.moments.values[same[np.argmax(alike[same])]]) if len(same) else None
