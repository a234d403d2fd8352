"""Everything of a site in one file, made while the site runs: its rows, its uploaded files and its secret key."""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import orjson
from flask import current_app

from core import dump, schema
from core.clock import format_time, now
from core.database import db
from core.errors import Refused
from core.files import FilePort, Folder
from core.settings import Settings

FORMAT = 1
MANIFEST, SECRET = "manifest.json", "secret_key"


def back_up(path: Path) -> dict[str, Any]:
    """Write a backup and return its manifest. Raises Refused where the file exists or the folder does not."""
    if path.exists():
        raise Refused(f"{path} exists already; a backup never overwrites another")
    if not path.parent.is_dir():
        raise Refused(f"{path.parent} is no folder")
    draft = path.with_name(path.name + ".part")
    try:
        with open(draft, "xb", opener=_private) as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
            manifest = _write(tar, path.parent)
        draft.rename(path)
    except FileExistsError:
        raise Refused(f"{draft} exists; another backup is being made, or was broken off") from None
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return manifest


def restore(path: Path, *, force: bool = False) -> dict[str, Any]:
    """Put everything back from a backup and return its manifest; the search index is not part of it.

    Raises Refused where the file is no backup of this version, or where there is a community already and not `force`.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            manifest = _manifest(tar)
            _prepare(manifest, force)
            _read(tar, manifest)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Refused(f"{path} cannot be read as a backup: {error}") from None
    return manifest


def _write(tar: tarfile.TarFile, scratch: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = {"format": FORMAT, "made_at": format_time(now()), "tables": {}}
    with dump.snapshot() as connection:
        manifest["revision"] = schema.revision_of_database()
        for table in dump.tables():
            with tempfile.TemporaryFile(dir=scratch) as file:
                manifest["tables"][str(table.name)] = dump.write_rows(connection, table, file)
                _add(tar, f"tables/{table.name}.jsonl", file)
    manifest["files"] = 0
    for manifest["files"], kept in enumerate(_kept_files(), start=1):
        tar.add(kept, f"files/{kept.name}", recursive=False)
    secret = _home() / SECRET
    if secret.exists():
        tar.add(secret, SECRET, recursive=False)
    _add(tar, MANIFEST, BytesIO(orjson.dumps(manifest, option=orjson.OPT_INDENT_2)))
    return manifest


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = file.seek(0, os.SEEK_END), 0o600, int(now().timestamp())
    file.seek(0)
    tar.addfile(entry, file)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    """Read the manifest, which is written last: a backup that was broken off has none."""
    try:
        file = tar.extractfile(MANIFEST)
    except KeyError:
        raise Refused("this is no whole backup: it has no manifest") from None
    manifest: dict[str, Any] = orjson.loads(file.read()) if file else {}
    if manifest.get("format") != FORMAT:
        raise Refused("this backup was made by another version of Atrium, in a format that this one does not know")
    return manifest


def _prepare(manifest: dict[str, Any], force: bool) -> None:
    if manifest["revision"] != schema.revision_of_code():
        raise Refused(
            f"this backup holds a database at revision {manifest['revision']}, this version has "
            f"{schema.revision_of_code()}; restore it with the version that made it, then upgrade"
        )
    schema.upgrade()
    with db.engine.connect() as connection:
        if not (force or dump.is_empty(connection)):
            raise Refused("there is a community here already; --force replaces it by the backup")


def _read(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    files: FilePort = current_app.extensions["files"]
    with dump.replacing() as connection:
        for table in dump.tables():
            lines = tar.extractfile(f"tables/{table.name}.jsonl")
            if lines is None or dump.read_rows(connection, table, lines) != manifest["tables"][table.name]:
                raise Refused(f"this backup is damaged: rows of {table.name} are missing")
    for entry in tar:
        file = tar.extractfile(entry) if entry.isfile() else None
        if file and entry.name.startswith("files/"):
            files.save(file.read())
        elif file and entry.name == SECRET:
            _keep_secret(file.read())


def _keep_secret(content: bytes) -> None:
    path = _home() / SECRET
    path.unlink(missing_ok=True)
    with open(path, "xb", opener=_private) as file:
        file.write(content)


def _kept_files() -> Iterator[Path]:
    files: FilePort = current_app.extensions["files"]
    if isinstance(files, Folder) and files.root.is_dir():
        yield from sorted(path for path in files.root.glob("??/*") if len(path.name) == 64)


def _home() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.home


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
