"""Writes everything that an archive may hold: one file, or a folder with a file for each sort of thing."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from core.archive.reading import Progress
from core.archive.registry import RecordType, here
from core.database import db
from core.errors import Refused
from core.instance import instance_name


def export_archive(path: Path, *, packed: bool = False, progress: Progress | None = None) -> dict[str, int]:
    """Write the whole community as it stands at one moment; returns the number of lines by type.

    A path that ends in .jsonl or .jsonl.gz becomes one file, any other a folder, with packed files where `packed` is
    set. What was at the path is replaced only when all is written. Raises Refused where nothing can be written there.
    """
    instance_name()
    try:
        with one_moment():
            if path.name.endswith((".jsonl", ".jsonl.gz")):
                return _write_files({kind.name: path for kind in here().in_order}, progress)
            path.mkdir(parents=True, exist_ok=True)
            ending = ".jsonl.gz" if packed else ".jsonl"
            counts = _write_files({kind.name: path / (kind.file + ending) for kind in here().in_order}, progress)
            for kind in here().in_order:
                (path / (kind.file + (".jsonl" if packed else ".jsonl.gz"))).unlink(missing_ok=True)
            return counts
    except OSError as error:
        raise Refused(f"cannot write to {path} ({error.strerror}); name a place that you may write to") from None


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything that is read inside be as it was at one moment, whatever others write meanwhile."""
    db.session.rollback()
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("BEGIN")
    else:
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        db.session.rollback()


def _write_files(paths: dict[str, Path], progress: Progress | None) -> dict[str, int]:
    written = 0
    counts: dict[str, int] = {}
    with ExitStack() as stack:
        streams = {path: stack.enter_context(_opened(path)) for path in dict.fromkeys(paths.values())}
        for kind in here().in_order:
            counts[kind.name] = 0
            for line in _lines(kind):
                streams[paths[kind.name]].write(line)
                counts[kind.name] += 1
                written += 1
                if progress and written % 1000 == 0:
                    progress("writing", written, 0)
    for path in streams:
        _draft(path).replace(path)
    return counts


def _lines(kind: RecordType) -> Iterator[bytes]:
    for line in kind.export():
        yield line.model_dump_json(exclude_defaults=True, by_alias=True).encode() + b"\n"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that replaces the one at this path later; packed ones hold no time, so equal content stays equal."""
    try:
        with _draft(path).open("wb") as stream:
            if path.name.endswith(".gz"):
                with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield stream
    except BaseException:
        _draft(path).unlink(missing_ok=True)
        raise


def _draft(path: Path) -> Path:
    return path.with_name(path.name + ".part")
