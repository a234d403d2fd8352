"""Opens CSV: finds out how a file is written, and yields its rows with the lines on which they begin."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FALLBACK = "cp1252"
DELIMITERS = ",;\t|"
LONGEST_CELL = 8 * 1024 * 1024
PIECE = 64 * 1024


class Written(NamedTuple):
    """How a file is written."""

    encoding: str
    delimiter: str


class Record(NamedTuple):
    """A row: the line on which it begins, and its cells; `trouble` says why it could not be read."""

    line: int
    cells: list[str]
    trouble: str = ""


def sniff(path: Path) -> Written:
    """Return how a file is written: in UTF-8 where all of it is that, and with the delimiter of its first line."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        head = stream.readline(PIECE)
    return Written(encoding, max(DELIMITERS, key=head.count))


def records(path: Path, written: Written) -> Iterator[Record]:
    """Yield the rows of a file, the first one with the names of the columns. A broken file ends with its trouble."""
    csv.field_size_limit(LONGEST_CELL)
    line = 1
    with ExitStack() as stack:
        stream = stack.enter_context(path.open(encoding=written.encoding, errors="replace", newline=""))
        reader = csv.reader(stream, delimiter=written.delimiter, strict=True)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield Record(line, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            yield Record(line, [], f"cannot be read: {error}")


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
        for mark, encoding in MARKS:
            if head.startswith(mark):
                return encoding
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for piece in iter(partial(stream.read, PIECE), b""):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return FALLBACK
        return "utf-8"
