"""The embedded engine: several processes, crashes, versions, and what it costs to look deep."""

import json
import os
import random
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from core.search import SearchDocument, open_search
from core.search.on_whoosh import WhooshSearch
from tests.contract.search_cases import document, found, page

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.once
# Commits documents one batch after another, and says the last id of each when it is done.
WRITER = """
import sys
from pathlib import Path
from core.search.on_whoosh import WhooshSearch
from tests.contract.search_cases import document
port = WhooshSearch(Path(sys.argv[1]))
for first in range(int(sys.argv[2]), 100_000, 5):
    port.index(document(n, "Printing", f"number{n}") for n in range(first, first + 5))
    print(first + 4, flush=True)
"""
REBUILDER = """
import sys
from pathlib import Path
from core.search.on_whoosh import WhooshSearch
from tests.contract.search_cases import document
def everything():
    for n in range(1, 100_000):
        yield document(n, "Printing", "anew")
        if n == 50:
            print("half", flush=True)
WhooshSearch(Path(sys.argv[1])).rebuild(everything())
"""


@pytest.fixture
def index(tmp_path: Path) -> WhooshSearch:
    """An empty index."""
    return WhooshSearch(tmp_path / "search")


def _start(source: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )


def _kill(process: subprocess.Popen[str]) -> list[str]:
    process.send_signal(signal.SIGKILL)
    said = process.communicate(timeout=30)[0].splitlines()
    assert process.returncode == -signal.SIGKILL
    return said


def test_a_writer_killed_at_any_moment_loses_nothing_that_it_said_was_done(tmp_path: Path) -> None:
    folder, chance, done = tmp_path / "search", random.Random(11), 0
    for _ in range(4):
        writer = _start(WRITER, folder, done + 1)
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip()]
        time.sleep(chance.random() * 0.4)
        said += _kill(writer)
        done = int(said[-1])
        reader = WhooshSearch(folder)
        ids = list(reader.ids(0, 1_000_000))
        # The last batch may be there, whole, though the writer did not live to say so.
        assert ids in (list(range(1, done + 1)), list(range(1, done + 6)))
        assert page(reader, "printing").total == len(ids)
    survivor = WhooshSearch(folder)
    survivor.index([document(1, "Scanning")])
    assert found(survivor, "scanning") == {1}
    survivor.optimise()
    names = {entry.name for entry in folder.rglob("*") if entry.is_file()}
    assert sum(name.endswith(".seg") for name in names) == 1
    assert not any(name.endswith((".run", ".trm", ".pst", ".col")) or ".toc." in name for name in names)


def test_a_rebuild_killed_half_way_leaves_the_live_index_and_no_rubbish(index: WhooshSearch, tmp_path: Path) -> None:
    index.rebuild([document(1, "Printing", "before")])
    rebuilder = _start(REBUILDER, tmp_path / "search")
    assert rebuilder.stdout is not None
    assert rebuilder.stdout.readline() == "half\n"
    index.index([document(2, "Printing", "meanwhile")])
    _kill(rebuilder)
    assert found(index, "printing") == {1, 2}
    index.index([document(3, "Printing")])
    index.rebuild([document(4, "Printing")])
    assert found(index, "printing") == {4}
    folders = [entry for entry in (tmp_path / "search").iterdir() if entry.is_dir()]
    assert len(folders) == 1
    assert not list((tmp_path / "search").glob("*.late"))


def test_a_reader_sees_within_two_seconds_what_another_wrote(index: WhooshSearch, tmp_path: Path) -> None:
    reader = WhooshSearch(tmp_path / "search")
    assert found(reader, "printing") == set()
    index.index([document(1, "Printing")])
    reader.refresh()
    assert found(reader, "printing") == {1}
    index.index([document(2, "Printing")])
    deadline = time.monotonic() + 3
    while found(reader, "printing") != {1, 2}:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_reader_follows_a_rebuild_of_another(index: WhooshSearch, tmp_path: Path) -> None:
    reader = WhooshSearch(tmp_path / "search")
    index.index([document(1, "Printing")])
    reader.refresh()
    index.rebuild([document(2, "Printing")])
    # Its files are gone from the folder, and open still.
    assert found(reader, "printing") == {1}
    reader.refresh()
    assert found(reader, "printing") == {2}


def test_several_processes_write_in_turn(tmp_path: Path) -> None:
    writers = [_start(WRITER, tmp_path / "search", first) for first in (1, 50_001)]
    for writer in writers:
        assert writer.stdout is not None
        for _ in range(4):
            assert writer.stdout.readline().strip().isdecimal()
    for writer in writers:
        _kill(writer)
    ids = set(WhooshSearch(tmp_path / "search").ids(0, 1_000_000))
    assert ids >= set(range(1, 21)) | set(range(50_001, 50_021))


@pytest.mark.parametrize(("version", "still_found"), [("1.0.english", {1}), ("0.1.english", set())])
def test_an_index_of_another_version_asks_to_be_rebuilt(
    index: WhooshSearch, tmp_path: Path, version: str, still_found: set[int]
) -> None:
    index.rebuild([document(1, "Printing")])
    assert not index.needs_rebuild
    pointer = tmp_path / "search" / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"version": version}))
    index.refresh()
    assert index.needs_rebuild
    assert found(index, "printing") == still_found
    index.index([document(2, "Printing")])
    assert index.needs_rebuild
    assert found(index, "printing") == still_found | {2}
    index.rebuild([document(1, "Printing"), document(2, "Printing")])
    assert not index.needs_rebuild


def test_other_languages_are_another_version(index: WhooshSearch, tmp_path: Path) -> None:
    index.rebuild([])
    assert WhooshSearch(tmp_path / "search", ("english", "german")).needs_rebuild


def test_a_broken_pointer_is_no_index(index: WhooshSearch, tmp_path: Path) -> None:
    index.rebuild([document(1, "Printing")])
    (tmp_path / "search" / "current.json").write_text("{")
    index.refresh()
    assert index.needs_rebuild
    index.rebuild([document(1, "Printing")])
    assert found(index, "printing") == {1}


@pytest.mark.parametrize("damaged", ["*/*", "*/*.seg"])
def test_an_unreadable_index_is_no_index_until_it_is_rebuilt(index: WhooshSearch, tmp_path: Path, damaged: str) -> None:
    index.rebuild([document(1, "Printing")])
    for file in (tmp_path / "search").glob(damaged):
        file.unlink()
    site = WhooshSearch(tmp_path / "search")
    assert found(site, "printing") == set()
    assert site.needs_rebuild
    site.index([document(2, "Printing")])
    assert found(site, "printing") == {2}
    site.rebuild([document(1, "Printing"), document(2, "Printing")])
    assert found(site, "printing") == {1, 2}
    assert not site.needs_rebuild


def test_a_failed_write_leaves_the_index_as_it_was(index: WhooshSearch) -> None:
    index.index([document(1, "Printing")])

    def broken() -> Iterator[SearchDocument]:
        yield document(2, "Printing")
        yield document(3, "Printing", score=1 << 40)

    with pytest.raises(struct.error):
        index.index(broken())
    assert found(index, "printing") == {1}
    index.index([document(2, "Printing")])
    assert found(index, "printing") == {1, 2}


def test_segments_stay_few(index: WhooshSearch) -> None:
    for n in range(1, 121):
        index.index([document(n, "Printing")])
    assert len(index._segments) < 20
    index.optimise()
    assert len(index._segments) == 1
    assert index.count() == page(index, "printing").total == 120


def test_the_engine_is_picked_by_address_or_database(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    assert type(open_search("", tmp_path, engine)).__name__ == "WhooshSearch"
    assert type(open_search("whoosh:", tmp_path, engine)).__name__ == "WhooshSearch"
    assert type(open_search("postgresql:", tmp_path, engine)).__name__ == "PostgreSQLSearch"
    with pytest.raises(ValueError, match="no search engine"):
        open_search("solr:", tmp_path, engine)
