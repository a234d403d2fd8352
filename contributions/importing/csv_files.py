"""Reads CSV: questions, answers, ideas, members and what else an archive may hold, a file for each."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contributions.importing.csv_columns import Meaning, fields_of, kind_of, names_of, read_mapping, values_of
from contributions.importing.scratch import Scratch
from contributions.importing.tables_of_csv import FALLBACK, Record, Written, records, sniff
from core.archive.reading import Progress, RawLine
from core.archive.sending import Form, Sending, as_line
from core.errors import Refused
from core.signing import signer

ENDINGS = {".csv", ".tsv"}
TABLES = {"member": "id", "named": "word id"}
PEOPLE = ("author", "by", "state_by", "accepted_by", "official_by")
# What a row without an id is known again by.
TOLD_BY = ("title", "name", "question", "on", "created", "author")
ENDS = {"member": "member", "space": "space"}
WITHOUT_NAME = "Member"


def recognises(paths: Sequence[Path]) -> bool:
    """Whether there are CSV files."""
    return bool(_files(paths))


def read(sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    """Yield the rows of all files as the lines of an archive. Raises Refused."""
    mapping = read_mapping(sending.mapping)
    files = _files(sending.paths) or [path for path in sending.paths if path.is_file()]
    tables = [_Table.of(file, mapping, sending) for file in files]
    if not tables:
        raise Refused("there is no CSV; name .csv files or a folder of them")
    return _read(tables, sending, progress)


@dataclass(frozen=True)
class _Table:
    """A file, how it is written and what its columns mean."""

    path: Path
    kind: str | None
    written: Written
    fields: list[str | None]

    @classmethod
    def of(cls, path: Path, mapping: Mapping[str, Meaning], sending: Sending) -> "_Table":
        meaning = mapping.get(path.stem.lower(), Meaning())
        found = sniff(path)
        written = Written(meaning.encoding or found.encoding, meaning.delimiter or found.delimiter)
        sending.notes[f"files that are not UTF-8, read as {FALLBACK}"] += written.encoding == FALLBACK
        try:
            header = next(records(path, written), Record(1, []))
        except LookupError:
            raise Refused(f"{written.encoding!r} is not an encoding that is known here") from None
        kind = kind_of(path, meaning)
        fields = fields_of(header.cells, kind, meaning)
        if kind is None and "type" not in fields:
            raise Refused(
                f"nothing says what the rows of {path.name} are; name it questions.csv, say, or use --mapping"
            )
        return cls(path, kind, written, fields)

    def rows(self) -> Iterator[tuple[int, dict[str, Any], str]]:
        """Yield line, values and trouble for every row below the names of the columns."""
        for place, record in enumerate(records(self.path, self.written)):
            trouble = record.trouble
            if len(record.cells) > len(self.fields):
                trouble = f"has {len(record.cells)} cells for {len(self.fields)} columns"
            if place or trouble:
                values = {"type": self.kind} | values_of(self.fields, record.cells)
                yield record.line, values, trouble


def _read(tables: Sequence[_Table], sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    with Scratch(TABLES) as scratch:
        _meet_members(tables, scratch)
        for done, table in enumerate(tables, start=1):
            for line, values, trouble in table.rows():
                if trouble:
                    yield RawLine(table.path.name, line, b"", trouble)
                else:
                    yield from _lines(table.path.name, line, values, scratch, sending)
            if progress:
                progress("reading", done, len(tables))


def _meet_members(tables: Sequence[_Table], scratch: Scratch) -> None:
    """Note by what words the rows of other files may mean a member."""
    for table in tables:
        for line, values, trouble in table.rows():
            if not trouble and values["type"] == "member":
                _meet(scratch, (table.path.name, line), _member_id(values), names_of(values))
    scratch.derive(["CREATE INDEX named_word ON named (word)"])


def _meet(scratch: Scratch, place: tuple[str, int], key: str, words: Sequence[str]) -> None:
    for word in words:
        scratch.put("named", place, {"word": word, "id": key})


def _lines(file: str, line: int, values: dict[str, Any], scratch: Scratch, sending: Sending) -> Iterator[RawLine]:
    kind = values["type"]
    if kind == "member":
        values["id"] = _member_id(values)
        values.setdefault("name", WITHOUT_NAME)
        if not sending.emails:
            sending.notes["addresses of mail, left out"] += values.pop("email", None) is not None
    for field in PEOPLE:
        if field in values:
            yield from _member(file, line, values, field, scratch)
    if kind not in {"vote", "follow"}:
        values.setdefault("id", _known_by([str(values.get(name)) for name in TOLD_BY]))
    if address := values.pop("address", None):
        path = _path_of(str(address))
        yield as_line(file, line, type="address", path=path, **{ENDS.get(kind, "contribution"): values["id"]})
    yield as_line(file, line, **values)


def _path_of(address: str) -> str:
    """Return the path of an address that may be written with or without its host."""
    path = address.partition("://")[2].partition("/")[2] if "://" in address else address
    return f"/{path.lstrip('/')}"


def _member(file: str, line: int, values: dict[str, Any], field: str, scratch: Scratch) -> Iterator[RawLine]:
    """Put the id of the member whom a cell means in its place; yield a member where nobody has that name."""
    word = str(values[field])
    found = next(scratch.rows("SELECT min(id) AS id FROM named WHERE word = ?", word.casefold()))["id"]
    if found is None:
        found = _member_id({"email": word} if "@" in word else {"name": word})
        _meet(scratch, (file, line), found, [word.casefold()])
        yield as_line(file, line, type="member", id=found, name=WITHOUT_NAME if "@" in word else word[:200])
    values[field] = found


def _member_id(values: Mapping[str, Any]) -> str:
    """Return the id of a member. One who is known by an address alone gets one from which nobody can guess it."""
    if key := values.get("id"):
        return str(key)
    if email := values.get("email"):
        signed: bytes = signer("members of a CSV").make_signer().get_signature(str(email).casefold().encode())
        return f"m{_known_by([signed.hex()])}"
    return f"m{_known_by([str(values.get('name')).casefold()])}"


def _known_by(words: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:20]


def _files(paths: Sequence[Path]) -> list[Path]:
    inside = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [file for files in inside for file in files if file.suffix.lower() in ENDINGS and file.is_file()]


FORM = Form("csv", recognises, read)
