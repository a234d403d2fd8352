"""What the tests of archives share: writing lines, importing them, and going round."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from core.application import Atrium
from core.archive.importing import import_archive
from core.archive.report import Report
from core.archive.writing import export_archive
from core.database import db
from tests import databases

Lines = Iterable[dict[str, Any] | str]


def write_lines(path: Path, lines: Lines) -> Path:
    """Write lines, or texts that are to be lines, to a file."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


@pytest.fixture
def bring(app: Atrium, tmp_path: Path) -> Callable[..., Report]:
    """Import lines, or the file or folder at a path: `bring([{...}], source="forum")`."""

    def run(what: Lines | Path, name: str = "forum.jsonl", **options: Any) -> Report:
        path = what if isinstance(what, Path) else write_lines(tmp_path / name, what)
        report = import_archive([path], **options)
        db.session.rollback()
        return report

    return run


@pytest.fixture
def exported(app: Atrium, tmp_path: Path) -> Callable[[], bytes]:
    """Return everything as an archive."""

    def run() -> bytes:
        export_archive(tmp_path / "everything.jsonl")
        return (tmp_path / "everything.jsonl").read_bytes()

    return run


@pytest.fixture
def go_round(exported: Callable[[], bytes], tmp_path: Path) -> Callable[[], tuple[bytes, bytes]]:
    """Export, import that into an empty Atrium, and export again."""

    def run() -> tuple[bytes, bytes]:
        first = exported()
        databases.empty_tables()
        (tmp_path / "round.jsonl").write_bytes(first)
        report = import_archive([tmp_path / "round.jsonl"])
        assert report.errors == []
        return first, exported()

    return run
