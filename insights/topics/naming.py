"""What topics are called: words that set them apart from the others, found by BERTopic, and a label made of them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.search.analysis import STOP_WORDS

if TYPE_CHECKING:
    from core.embedding.ports import Vectors
    from insights.topics.communities import Labels

WORDS = 10
IN_A_LABEL = 3
# Words that begin with the same letters are taken for forms of one.
AKIN = 5
# A word is told only where so many members used it, so that nobody's own words become a label.
FEWEST_VOICES = 3
LONGEST = 600
# What stands in more of the topics than this says nothing about one of them, in whatever language.
MOST_TOPICS = 0.8
FEW_TOPICS = 8
WORD = r"(?u)\b[^\W\d_][\w'-]+\b"


def words_of(texts: Sequence[str], vectors: "Vectors", labels: "Labels") -> dict[int, list[str]]:
    """Return for each label (0 and up) the words and pairs of words that set its texts apart, the strongest first.

    BERTopic is handed the labels, so that it finds no topics of its own; its words are class-based TF-IDF with BM25
    weights. Nothing is said where no word is left.
    """
    import numpy as np
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer

    named = np.flatnonzero(labels >= 0)
    if not len(named):
        return {}
    model = BERTopic(
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=_counter(int(labels.max()) + 1),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
        top_n_words=3 * WORDS,
    )
    try:
        model.fit_transform([texts[place][:LONGEST] for place in named.tolist()], vectors[named], y=labels[named])
    except ValueError:
        # Stop words and numbers are all there is.
        return {}
    theirs = dict(zip(model.topics_, labels[named].tolist(), strict=True))
    found = {own: model.get_topic(number) or [] for number, own in theirs.items()}
    return {own: [word for word, weight in words if word and weight > 0] for own, words in found.items()}


def _counter(topics: int) -> Any:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    common = MOST_TOPICS if topics >= FEW_TOPICS else 1.0
    stop = sorted({*STOP_WORDS, *ENGLISH_STOP_WORDS})
    return CountVectorizer(ngram_range=(1, 2), token_pattern=WORD, stop_words=stop, max_df=common)


def told_words(words: Sequence[str], voices: Sequence[tuple[int | None, str]]) -> list[str]:
    """Return those of some words that at least FEWEST_VOICES members used, at most WORDS; `voices` are (author, text).

    A word that stands in a pair which is told before it is left out, as it would say the same twice.
    """
    told: list[str] = []
    folded = [(author, text.casefold()) for author, text in voices]
    for word in words:
        known = {part for other in told for part in other.split()}
        if set(word.split()) <= known or not _has_voices(word, folded):
            continue
        told.append(word)
        if len(told) == WORDS:
            break
    return told


def label_of(words: Sequence[str]) -> str:
    """Return a label made of the first words that are no forms of one another; empty where there are none.

    >>> label_of(["refund", "requested refund", "refunded", "seller"])
    'Refund, requested refund, seller'
    """
    chosen: list[str] = []
    known: set[str] = set()
    for word in words:
        beginnings = {part[:AKIN] for part in word.split()}
        if not beginnings <= known:
            chosen.append(word)
            known |= beginnings
    label = ", ".join(chosen[:IN_A_LABEL])
    return label[:1].upper() + label[1:]


def _has_voices(word: str, voices: Sequence[tuple[int | None, str]]) -> bool:
    # Between the two words of a pair, words that say nothing were left out.
    pattern = re.compile(r"\b" + r"\b.{1,30}?\b".join(re.escape(part) for part in word.split()) + r"\b")
    authors: set[int | None] = set()
    for author, text in voices:
        if author is not None and author not in authors and pattern.search(text):
            authors.add(author)
            if len(authors) == FEWEST_VOICES:
                return True
    return False
