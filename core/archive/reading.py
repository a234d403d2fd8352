"""Opens archives: .jsonl and .jsonl.gz files and folders of them, line by line, never more than one line in memory."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from core.errors import Refused

ENDINGS = (".jsonl", ".jsonl.gz")
LONGEST_LINE = 32 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RawLine:
    """A line as it stands in a file; `trouble` says why it could not be read."""

    file: str
    number: int
    content: bytes
    trouble: str = ""


def archive_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files of an archive, folders opened and in the order of names. Raises Refused."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.name.endswith(ENDINGS) and file.is_file())
            if not inside:
                raise Refused(f"{path} holds no .jsonl or .jsonl.gz file; name the folder that holds the archive")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise Refused(f"{path} is not there; name a .jsonl or .jsonl.gz file, or a folder of them")
    return list(dict.fromkeys(found))


def raw_lines(files: list[Path], progress: Progress | None = None) -> Iterator[RawLine]:
    """Yield every line that is not blank. A file that breaks off gives one last line with the trouble in it."""
    total, done = sum(file.stat().st_size for file in files), 0
    for file in files:
        with file.open("rb") as stream:
            for line in _lines(file, stream):
                if progress and line.number % 1000 == 0:
                    progress("reading", done + stream.tell(), total)
                yield line
        done += file.stat().st_size
    if progress:
        progress("reading", total, total)


def _lines(file: Path, stream: IO[bytes]) -> Iterator[RawLine]:
    number = 0
    try:
        with ExitStack() as stack:
            content = stack.enter_context(gzip.GzipFile(fileobj=stream)) if file.name.endswith(".gz") else stream
            for number, line in enumerate(iter(partial(content.readline, LONGEST_LINE), b""), start=1):
                text = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
                if len(line) == LONGEST_LINE:
                    yield RawLine(file.name, number, b"", "is longer than 32 MiB")
                    return
                if stripped := text.strip():
                    yield RawLine(file.name, number, stripped)
    except (OSError, EOFError, zlib.error) as error:
        yield RawLine(file.name, number + 1, b"", f"cannot be read: {error}")
