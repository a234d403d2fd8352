"""Reads the rows of a Stack Exchange XML file one by one. Documents that declare types or entities are refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from core.archive.reading import LONGEST_LINE

PIECE = 64 * 1024
Row = tuple[int, dict[str, str]]


class Unreadable(Exception):
    """A file that cannot be read any further; `line` is where it broke off."""

    def __init__(self, line: int, reason: str) -> None:
        """Keep the line beside the reason."""
        super().__init__(reason)
        self.line = line


def rows_of(path: Path) -> Iterator[Row]:
    """Yield (line, attributes) for every element `row`. Memory stays flat. Raises Unreadable."""
    rows: list[Row] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            rows.append((parser.CurrentLineNumber, attributes))

    def refuse(*_declared: object) -> NoReturn:
        raise Unreadable(parser.CurrentLineNumber, "declares a document type, which no dump does and which is not read")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        yield from _parsed(path, parser, rows)
    except (expat.ExpatError, OSError) as error:
        raise Unreadable(parser.CurrentLineNumber, f"cannot be read: {error}") from None


def _parsed(path: Path, parser: expat.XMLParserType, rows: list[Row]) -> Iterator[Row]:
    silent = 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            parser.Parse(piece)
            silent = 0 if rows else silent + len(piece)
            if silent > LONGEST_LINE:
                raise Unreadable(parser.CurrentLineNumber, "holds a row that is longer than 32 MiB")
            yield from rows
            rows.clear()
        parser.Parse(b"", True)
        yield from rows
