"""Reads the tables of a PostgreSQL dump without a server: its COPY sections, row by row, past everything else in it."""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

from core.archive.reading import LONGEST_LINE

COPY = re.compile(rb'COPY (?:"?\w+"?\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;\s*\Z', re.IGNORECASE)
DUMPS = ("dump.sql", "dump.sql.gz")
TAR_MARK = slice(257, 262)
ESCAPED = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
FAILURES = (OSError, EOFError, zlib.error, tarfile.TarError)


class CopiedRow(NamedTuple):
    """A row of a table and the line of the dump on which it stands; `trouble` says why it could not be read."""

    line: int
    table: str
    values: Mapping[str, str | None]
    trouble: str = ""


def copied_rows(stream: IO[bytes], tables: Mapping[str, Any]) -> Iterator[CopiedRow]:
    """Yield the rows of these tables. What stands in the data can never be taken for the beginning of a table."""
    table, columns, line = "", [""], 0
    inside = False
    for line, content in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), start=1):
        if len(content) == LONGEST_LINE:
            yield CopiedRow(line, table, {}, "is longer than 32 MiB")
            return
        if inside:
            inside = content.rstrip(b"\r\n") != b"\\."
            if inside and table in tables:
                yield _row(line, table, columns, content)
        elif found := COPY.match(content):
            inside, table = True, found[1].decode()
            columns = [name.strip().strip('"') for name in found[2].decode(errors="replace").split(",")]
    if inside:
        yield CopiedRow(line, table, {}, "breaks off in the middle of a table")


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a dump: plain, packed with gzip, or inside the .tar or .tar.gz of a backup. Raises one of FAILURES."""
    with ExitStack() as stack:
        stream: Any = _unpacked(stack, stack.enter_context(path.open("rb")))
        if stream.peek(TAR_MARK.stop)[TAR_MARK] == b"ustar":
            archive = stack.enter_context(tarfile.open(fileobj=stream, mode="r|"))
            inside = next((entry for entry in archive if Path(entry.name).name in DUMPS and entry.isfile()), None)
            if inside is None:
                raise FileNotFoundError(f"there is no {DUMPS[1]} in {path.name}")
            stream = _unpacked(stack, archive.extractfile(inside))
        yield stream


def _unpacked(stack: ExitStack, stream: Any) -> Any:
    packed = stream.peek(2)[:2] == b"\x1f\x8b"
    return stack.enter_context(gzip.GzipFile(fileobj=stream)) if packed else stream


def _row(line: int, table: str, columns: list[str], content: bytes) -> CopiedRow:
    try:
        cells = content.decode().rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return CopiedRow(line, table, {}, "is not UTF-8")
    if len(cells) != len(columns):
        return CopiedRow(line, table, {}, f"has {len(cells)} fields for {len(columns)} columns of {table}")
    return CopiedRow(line, table, dict(zip(columns, map(_cell, cells), strict=True)))


def _cell(text: str) -> str | None:
    if "\\" not in text:
        return text
    return None if text == r"\N" else ESCAPED.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    mark = found[1]
    if mark[0] == "x" and len(mark) > 1:
        return chr(int(mark[1:], 16))
    return chr(int(mark, 8) & 0xFF) if mark[0] in "01234567" else SIGNS.get(mark, mark)
