"""What the tests of importing share: the dumps that lie here, and reading back what became of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import Atrium
from core.archive.importing import import_archive
from core.archive.report import Report
from core.archive.sending import Sending
from core.archive.writing import export_archive
from core.database import db

HERE = Path(__file__).parent
Lines = dict[str, list[dict[str, Any]]]


@pytest.fixture
def bring(app: Atrium) -> Callable[..., Report]:
    """Import files: `bring(path, form="csv", dry_run=True)`."""

    def run(*paths: Path, **options: Any) -> Report:
        told = {name: options.pop(name) for name in ("form", "emails", "mapping") if name in options}
        report = import_archive(Sending(paths, **told), **options)
        db.session.rollback()
        return report

    return run


@pytest.fixture
def there(app: Atrium, tmp_path: Path) -> Callable[[], Lines]:
    """Return everything that is stored now, as the lines of an archive by their types."""

    def run() -> Lines:
        export_archive(tmp_path / "there.jsonl")
        lines: Lines = {}
        for text in (tmp_path / "there.jsonl").read_text().splitlines():
            line = json.loads(text)
            lines.setdefault(line.pop("type"), []).append(line)
        return lines

    return run
