"""What every search engine promises: keeping documents, and renewing the index while the site runs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.search import SearchDocument, SearchPort, open_search, parse_query
from core.search.on_postgresql import metadata
from tests.contract.search_cases import document, found, page

pytestmark = pytest.mark.once


def test_indexing_twice_changes_nothing(port: SearchPort) -> None:
    shelf = [document(n, f"Printing {n}", tags=("a",)) for n in range(1, 8)]
    port.index(shelf)
    before = page(port, "printing")
    for _ in range(3):
        port.index(shelf)
    assert port.count() == 7
    after = page(port, "printing")
    assert [hit.id for hit in after.hits] == [hit.id for hit in before.hits]
    assert after.total == before.total


def test_a_changed_document_replaces_the_older_one(port: SearchPort) -> None:
    first = document(1, "Printing", "on paper", tags=("ink",))
    port.index([first])
    port.index([replace(first, title="Scanning", tags=("light",), space=2)])
    assert found(port, "printing") == found(port, "[ink]") == set()
    assert found(port, "scanning [light]", spaces={2}) == {1}
    assert found(port, "scanning", spaces={1}) == set()
    port.index([replace(first, title="Once"), replace(first, title="Later")])
    assert (found(port, "once"), found(port, "later")) == (set(), {1})


def test_removed_documents_are_gone(port: SearchPort) -> None:
    port.index(document(n, "Printing") for n in range(1, 6))
    port.remove([2, 4, 99])
    port.remove([])
    assert found(port, "printing") == {1, 3, 5}
    assert port.count() == 3
    port.optimise()
    assert found(port, "printing") == {1, 3, 5}
    port.index([document(2, "Printing")])
    assert found(port, "printing") == {1, 2, 3, 5}


def test_ids_are_listed_by_key(port: SearchPort) -> None:
    assert list(port.ids(0, 10)) == []
    port.index(document(n, "Printing") for n in (5, 3, 9, 1))
    port.index([document(4, "Printing")])
    port.remove([9])
    assert list(port.ids(0, 3)) == [1, 3, 4]
    assert list(port.ids(4, 3)) == [5]
    assert list(port.ids(0, 1 << 62)) == [1, 3, 4, 5]


def test_many_small_commits_are_one_index(port: SearchPort) -> None:
    for n in range(1, 31):
        port.index([document(n, "Printing", f"number{n}")])
        port.index([document(1, "Printing", f"round{n}")])
    assert port.count() == 30
    assert page(port, "printing").total == 30
    assert found(port, "round30") == {1}
    assert found(port, "round29") == set()


def test_an_index_is_incomplete_until_it_was_built_from_everything(port: SearchPort) -> None:
    assert port.needs_rebuild
    assert port.count() == 0
    assert found(port, "printing") == set()
    port.index([document(1, "Printing")])
    assert port.needs_rebuild
    port.rebuild([])
    assert not port.needs_rebuild
    assert port.count() == 0


def test_a_rebuild_takes_the_documents_and_nothing_else(port: SearchPort) -> None:
    port.index([document(1, "Printing"), document(2, "Forgotten")])
    port.rebuild(document(n, "Printing") for n in (1, 3, 3))
    assert list(port.ids(0, 10)) == [1, 3]
    assert found(port, "forgotten") == set()
    assert page(port, "forgoten").suggestion is None
    assert page(port, "printng").suggestion == "printing"


def test_searches_and_writes_go_on_during_a_rebuild(port: SearchPort) -> None:
    port.index(document(n, "Printing", "before") for n in range(1, 11))
    seen: list[int] = []

    def everything() -> Iterator[SearchDocument]:
        for n in range(1, 11):
            yield document(n, "Printing", "before")
            if n == 5:
                port.index(
                    [
                        document(2, "Printing", "meanwhile"),
                        document(8, "Printing", "meanwhile"),
                        document(11, "Printing"),
                    ]
                )
                port.remove([3, 9])
                port.index([document(3, "Printing", "again")])
            seen.append(len(found(port, "printing")))

    port.rebuild(everything())
    assert seen == [10] * 4 + [10] * 6
    assert found(port, "printing") == {1, 2, 3, 4, 5, 6, 7, 8, 10, 11}
    assert found(port, "meanwhile") == {2, 8}
    assert found(port, "again") == {3}
    assert found(port, "before") == {1, 4, 5, 6, 7, 10}


def test_no_search_is_ever_without_an_index_while_it_is_renewed(port: SearchPort) -> None:
    shelf = [document(n, "Printing") for n in range(1, 21)]
    port.rebuild(shelf)
    done = threading.Event()
    totals: set[int] = set()
    failures: list[Exception] = []

    def read() -> None:
        while not done.is_set():
            try:
                totals.add(port.search(parse_query("printing"), None).total)
            except Exception as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        port.rebuild(shelf)
        port.index(shelf[:3])
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert totals == {20}


def test_a_rebuild_that_fails_leaves_the_live_index(port: SearchPort) -> None:
    port.rebuild([document(1, "Printing")])

    def broken() -> Iterator[SearchDocument]:
        yield document(2, "Printing")
        raise RuntimeError("the database went away")

    try:
        port.rebuild(broken())
    except RuntimeError as error:
        assert "went away" in str(error)
    port.index([document(3, "Printing")])
    assert found(port, "printing") == {1, 3}
    port.rebuild([document(4, "Printing")])
    assert found(port, "printing") == {4}
    assert not port.needs_rebuild


def test_a_database_without_tables_gets_them_on_first_use_by_several_at_once(
    postgresql: Engine, tmp_path: Path
) -> None:
    metadata.drop_all(postgresql)
    ports = [open_search("postgresql:", tmp_path, postgresql) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda port: port.index([document(1, "Printing")]), ports))
    assert ports[0].count() == 1
