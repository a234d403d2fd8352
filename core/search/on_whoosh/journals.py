"""What is written while an index is being rebuilt, kept in a file for the new index to catch up with."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from core.search.documents import SearchDocument


class Change(NamedTuple):
    """Documents struck out, then documents put in."""

    struck: frozenset[int]
    documents: tuple[SearchDocument, ...]


def append(journal: Path, change: Change) -> None:
    """Write a change at the end of a journal."""
    plain = {"struck": list(change.struck), "documents": [asdict(document) for document in change.documents]}
    with journal.open("ab") as file:
        file.write(orjson.dumps(plain, default=sorted) + b"\n")


def read(journal: Path) -> Iterator[Change]:
    """Yield the changes of a journal in their order; a last line that was cut off by a crash is left out."""
    with journal.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                plain = orjson.loads(line)
                yield Change(frozenset(plain["struck"]), tuple(map(_document, plain["documents"])))


def _document(plain: dict[str, Any]) -> SearchDocument:
    return SearchDocument(
        **plain
        | {
            "tags": tuple(plain["tags"]),
            "state": frozenset(plain["state"]),
            "created": datetime.fromisoformat(plain["created"]),
        }
    )
