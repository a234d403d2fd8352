"""Archives of real communities, where the folder that ATRIUM_TEST_DATA names holds some."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.archive.report import Report

DATA = Path(os.environ.get("ATRIUM_TEST_DATA", "")) / "archives"
# Packed bytes; larger ones take minutes each and come in with ATRIUM_TEST_ALL=1.
LARGE = 100_000
SPOKEN = (b'"type": "question"', b'"type": "idea"', b'"type":"question"', b'"type":"idea"')


def archives() -> list[Path]:
    """Return the archives that hold questions or ideas."""
    if not os.environ.get("ATRIUM_TEST_DATA") or not DATA.is_dir():
        return []
    speaking = [folder for folder in sorted(DATA.iterdir()) if any(map(_speaks, folder.glob("*.jsonl*")))]
    return [folder for folder in speaking if os.environ.get("ATRIUM_TEST_ALL") or _size(folder) <= LARGE]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _speaks(file: Path) -> bool:
    opened = gzip.open if file.name.endswith(".gz") else open
    with opened(file, "rb") as stream:
        return any(word in line[:200] for line in stream for word in SPOKEN)


@pytest.mark.once
@pytest.mark.skipif(not archives(), reason="ATRIUM_TEST_DATA names no folder with archives")
@pytest.mark.parametrize("folder", archives(), ids=lambda folder: folder.name)
def test_a_real_archive_comes_in_whole_and_goes_round(
    folder: Path, bring: Callable[..., Report], go_round: Callable[[], tuple[bytes, bytes]]
) -> None:
    report = bring(folder)
    assert (report.errors, report.total("stored")) == ([], report.total("read"))
    assert bring(folder).total("unchanged") == report.total("read")

    first, second = go_round()

    assert second == first
