"""What every search engine promises: pages without gaps or repeats."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.search import SearchHit, SearchPort
from tests.contract.search_cases import document, page

pytestmark = pytest.mark.once

SHARED = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
WORDS = ["mail", "folder", "print", "profile"]
BODIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
DOCUMENTS = st.lists(
    st.tuples(BODIES, st.integers(1, 3), st.integers(1, 5), st.integers(-3, 40)), min_size=1, max_size=40
)


def _walk(port: SearchPort, text: str, limit: int, **options: object) -> Iterator[SearchHit]:
    after: str | None = None
    while True:
        answer = page(port, text, limit=limit, after=after, **options)
        yield from answer.hits
        after = answer.after
        if after is None:
            return
        assert len(answer.hits) == limit


@SHARED
@given(
    rows=DOCUMENTS,
    limit=st.integers(1, 7),
    text=st.sampled_from(["mail", "mail folder", "is:question", "mail zebra print"]),
)
def test_pages_join_to_the_whole(
    port: SearchPort, rows: list[tuple[str, int, int, int]], limit: int, text: str
) -> None:
    port.remove(port.ids(0, 1000))
    port.index(
        document(n, body=body, space=space, thread=thread, score=score)
        for n, (body, space, thread, score) in enumerate(rows, 1)
    )
    for options in ({}, {"spaces": {1, 2}}, {"collapse_threads": True}):
        whole = page(port, text, limit=1000, **options)
        hits = list(_walk(port, text, limit, **options))
        assert hits == list(whole.hits)
        assert len({hit.id for hit in hits}) == len(hits) == whole.total
        assert whole.total_is_exact
        assert hits == sorted(hits, key=lambda hit: (-hit.score, -hit.id))


@SHARED
@given(rows=DOCUMENTS)
def test_with_threads_collapsed_each_has_its_best_hit(port: SearchPort, rows: list[tuple[str, int, int, int]]) -> None:
    port.remove(port.ids(0, 1000))
    port.index(document(n, body=body, thread=thread, score=score) for n, (body, _, thread, score) in enumerate(rows, 1))
    best: dict[int, SearchHit] = {}
    for hit in page(port, "mail", limit=1000).hits:
        best.setdefault(hit.thread, hit)
    assert list(page(port, "mail", limit=1000, collapse_threads=True).hits) == list(best.values())


def test_a_page_past_the_end_still_knows_the_total(port: SearchPort) -> None:
    port.index(document(n, "Printing") for n in range(1, 4))
    first = page(port, "printing", limit=2)
    port.remove([first.hits[0].id, *port.ids(0, 1)])
    rest = page(port, "printing", limit=2, after=first.after)
    assert rest.total == port.count()
    assert rest.after is None


@pytest.mark.parametrize("after", ["", "x", "W10", "ééé", "WzEsMiwzLDRd", "W2ZhbHNlLDAsMSwxZTMwMF0"])
def test_a_key_that_is_none_of_ours_is_refused(port: SearchPort, after: str) -> None:
    with pytest.raises(ValueError, match="not one of ours"):
        page(port, "printing", after=after)
