"""How alike a text is to each thread of a corpus: by its words, by its meaning, and by both in one number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contributions.similarity.corpus import Corpus, Scores


@dataclass(frozen=True)
class Described:
    """A text to compare: the counts of its terms, and its vector where there is a model."""

    title: Mapping[int, int]
    body: Mapping[int, int]
    vector: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Weights:
    """The few numbers of the comparison; the defaults were chosen as docs/similar.md tells."""

    k1: float = 4.0
    b: float = 0.75
    title: float = 3.0
    meaning: float = 0.5


CHOSEN = Weights()


def words(corpus: Corpus, text: Described, weights: Weights = CHOSEN) -> Scores:
    """Return BM25F of a text against every row, divided by what the text reaches against itself: 0 to about 1.

    After Robertson and Zaragoza 2009: counts of title and body are divided by their relative length, added with their
    weights, and saturate together.
    """
    asked = {
        bucket: float(np.log1p(weights.title * text.title.get(bucket, 0) + text.body.get(bucket, 0)))
        for bucket in text.title.keys() | text.body.keys()
    }
    if not asked or not len(corpus):
        return np.zeros(len(corpus.ids), dtype=np.float32)
    found = corpus.counted(asked)
    lengths = corpus.lengths.values
    means = np.maximum(lengths.mean(axis=0), 1)
    spread = 1 - weights.b + weights.b * lengths / means
    often = weights.title * found.title / spread[found.owner, 0] + found.body / spread[found.owner, 1]
    gained = np.bincount(found.owner, found.weight * _saturated(often, weights), len(corpus.ids))
    return (gained / _own(corpus, text, asked, means, weights)).astype(np.float32)


def _saturated(often: Any, weights: Weights) -> Any:
    return often * (weights.k1 + 1) / (often + weights.k1)


def _own(corpus: Corpus, text: Described, asked: Mapping[int, float], means: Any, weights: Weights) -> float:
    buckets = np.array(list(asked), dtype=np.int64)
    title = np.array([text.title.get(bucket, 0) for bucket in asked], dtype=np.float32)
    body = np.array([text.body.get(bucket, 0) for bucket in asked], dtype=np.float32)
    spread = [
        1 - weights.b + weights.b * counts.sum() / mean for counts, mean in zip((title, body), means, strict=True)
    ]
    often = weights.title * title / spread[0] + body / spread[1]
    value = np.array(list(asked.values()), dtype=np.float32) * corpus.idf(buckets) * _saturated(often, weights)
    return max(float(value.sum()), 1e-6)


def meaning(corpus: Corpus, text: Described) -> Scores:
    """Return the cosine of a text's vector and every row's, -1 to 1; 0 where either has none."""
    if text.vector is None:
        return np.zeros(len(corpus.ids), dtype=np.float32)
    cosines: Scores = corpus.vectors.values @ text.vector
    return cosines


def likeness(corpus: Corpus, text: Described, weights: Weights = CHOSEN) -> Scores:
    """Return how alike a text and every row are, 0 to about 1: the weighted mean of words and meaning.

    Where there is no vector on either side, words alone are the measure.
    """
    by_words = words(corpus, text, weights)
    if text.vector is None:
        return by_words
    mixed = (1 - weights.meaning) * by_words + weights.meaning * meaning(corpus, text)
    chosen: Scores = np.where(corpus.has_vector.values, mixed, by_words).astype(np.float32)
    return chosen
