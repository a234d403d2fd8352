"""Backup and restore: everything comes back, nothing is overwritten unasked, and what is damaged is refused whole."""

import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from contributions.models import Space
from core import dump
from core.application import Atrium
from core.database import db
from tests import factories
from tests.conftest import Ran
from tests.databases import empty_tables
from tests.people import Person, make_person

Command = Callable[..., Ran]


@pytest.fixture
def community(app: Atrium, alice: Person, bob: Person, group_space: Space) -> bytes:
    """A community in which rows point to earlier and to later ones; returns the content of a file that it keeps."""
    question = factories.ask(alice, group_space, tags=["wind"])
    answer = factories.answer(alice, question)
    factories.remark(alice, factories.remark(alice, answer))
    content = "Grüße aus dem Turm".encode()
    app.extensions["files"].save(content)
    return content


def rows() -> dict[str, list[tuple[Any, ...]]]:
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in dump.tables()
    }


def test_everything_comes_back(app: Atrium, community: bytes, atrium: Command, tmp_path: Path) -> None:
    path, before = tmp_path / "backup.tar.gz", rows()
    assert atrium("backup", path).code == 0
    key = app.extensions["files"].save(community)
    app.extensions["files"].delete(key)
    empty_tables()

    ran = atrium("restore", path)

    assert ran.code == 0, ran.err
    assert rows() == before
    with app.extensions["files"].open(key) as file:
        assert file.read() == community


def test_what_is_restored_can_be_found_and_added_to(
    community: bytes, atrium: Command, tmp_path: Path, alice: Person, app: Atrium
) -> None:
    atrium("backup", tmp_path / "backup.tar.gz")
    empty_tables()
    atrium("restore", tmp_path / "backup.tar.gz")

    assert app.extensions["search"].count() == 4
    assert make_person("Dora").id > alice.id


def test_a_backup_is_for_its_owner_and_overwrites_nothing(community: bytes, atrium: Command, tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"
    atrium("backup", path)
    content = path.read_bytes()

    ran = atrium("backup", path)

    assert ran.code == 1
    assert ran.err == f"atrium: {path} exists already; a backup never overwrites another\n"
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_community_is_replaced_only_by_force(community: bytes, atrium: Command, tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"
    atrium("backup", path)
    before = rows()
    make_person("Newcomer")

    refused = atrium("restore", path)

    assert refused.code == 1
    assert "--force" in refused.err
    assert len(rows()["member"]) == len(before["member"]) + 1
    assert atrium("restore", path, "--force").code == 0
    assert rows() == before


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a backup anew with other content; None leaves a part out."""
    target = path.with_name("changed.tar.gz")
    with tarfile.open(path) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            file = old.extractfile(entry)
            content = change(entry.name, file.read() if file else b"")
            if content is not None:
                dump_into(new, entry.name, content)
    return target


def dump_into(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    import io

    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def other_revision(name: str, content: bytes) -> bytes:
    return orjson.dumps({**orjson.loads(content), "revision": "0000"}) if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda name, content: None if name == "manifest.json" else content, "it has no manifest"),
        (lambda name, content: b'["id"]\n' if name == "tables/contribution.jsonl" else content, "is damaged"),
        (other_revision, "this backup holds a database at revision 0000"),
    ],
    ids=["no manifest", "missing rows", "another version"],
)
def test_what_is_not_whole_is_refused_and_changes_nothing(
    community: bytes, atrium: Command, tmp_path: Path, change: Callable[[str, bytes], bytes | None], reason: str
) -> None:
    atrium("backup", tmp_path / "backup.tar.gz")
    before = rows()

    ran = atrium("restore", rewritten(tmp_path / "backup.tar.gz", change), "--force")

    assert ran.code == 1
    assert reason in ran.err
    assert rows() == before


def test_what_is_no_archive_is_refused(app: Atrium, atrium: Command, tmp_path: Path) -> None:
    (tmp_path / "backup.tar.gz").write_bytes(b"no archive at all")

    ran = atrium("restore", tmp_path / "backup.tar.gz")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
