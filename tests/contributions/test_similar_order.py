"""The order of similar threads: nearness in time decides between those that are about as alike, and never what is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions.similarity.corpus import Corpus, Learned
from contributions.similarity.ordering import best, nearness
from contributions.similarity.scoring import Described
from contributions.similarity.terms import count_terms, pack

pytestmark = pytest.mark.once
ASKED = "Why does the storm glass cloud over before it rains?"
LIKE = "Does a storm glass cloud over when it rains?"


def corpus_of(*rows: tuple[str, int]) -> Corpus:
    """Lay out threads with these titles, posted at these moments; their ids count from 1."""
    corpus = Corpus()
    corpus.add(
        Learned(key, 0, 0, 0, moment, pack(count_terms(title), {}), b"")
        for key, (title, moment) in enumerate(rows, start=1)
    )
    return corpus


def found(corpus: Corpus, title: str, moment: int | None = None, least: float = 0.3) -> list[int]:
    """Return the ids of what is found, best first."""
    return list(best(corpus, Described(count_terms(title), {}), corpus.alive.values, 500, least, moment))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.integers(0, 10_000), st.integers(1, 1000))
def test_nearness_counts_threads_and_not_days(moments: list[int], moment: int, unit: int) -> None:
    near = nearness(corpus_of(*((ASKED, at) for at in moments)), moment)
    stretched = nearness(corpus_of(*((ASKED, at * unit) for at in moments)), moment * unit)
    assert near.tolist() == stretched.tolist()
    between = [sum(min(at, moment) <= other < max(at, moment) for other in moments) for at in moments]
    assert near.tolist() == pytest.approx([1 / (1 + count / 100) for count in between], abs=0.0051)


def test_of_equally_like_threads_the_one_of_the_same_time_comes_first() -> None:
    corpus = corpus_of((LIKE, 0), *((f"Nothing {number}", number) for number in range(1, 400)), (LIKE, 400))
    assert found(corpus, ASKED) == [401, 1]
    assert found(corpus, ASKED, moment=2) == [1, 401]
    corpus.remove([401])
    assert found(corpus, ASKED) == [1]


def test_what_stands_already_is_looked_for_around_its_own_time() -> None:
    others = [(f"Nothing {number}", number) for number in range(1, 400)]
    corpus = corpus_of((LIKE, 0), (ASKED, 1), *others, (LIKE, 400))
    assert found(corpus, ASKED) == [2, 1, 402]
    unseen = corpus.alive.values & (corpus.ids.values != 2)
    assert list(best(corpus, Described(count_terms(ASKED), {}), unseen, 9, 0.3)) == [402, 1]


def test_old_copies_come_in_the_order_in_which_they_were_asked() -> None:
    corpus = corpus_of((LIKE, 1), (LIKE, 2), (LIKE, 3), *((f"Nothing {number}", number) for number in range(4, 2000)))
    assert found(corpus, ASKED) == [1, 2, 3]


def test_nearness_makes_nothing_alike() -> None:
    corpus = corpus_of(("How do I level the mast?", 1), ("Which paint keeps a screen white?", 2))
    assert found(corpus, ASKED) == []
    assert np.all(nearness(corpus, None) > 0.9)
