"""Reads what Polis publishes of a conversation, as a round of opinions: a folder with comments.csv and votes.csv."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from core.archive.reading import Progress, RawLine
from core.archive.sending import Form, Sending, as_line
from core.clock import format_time
from core.errors import Refused

STATEMENTS, VOTES = ("comments.csv", "comments.csv.gz"), ("votes.csv", "votes.csv.gz")
SPACE = "polis"
LEFT_OUT = "statements that moderators had taken out, left out with their votes"
Row = dict[str, str]


def recognises(paths: Sequence[Path]) -> bool:
    """Whether there are folders with statements and votes."""
    return bool(_conversations(paths))


def read(sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    """Yield the lines of an archive that the conversations stand for. Raises Refused."""
    folders = _conversations(sending.paths)
    if not folders:
        raise Refused("there is no conversation; name a folder that holds comments.csv and votes.csv")
    return _read(folders, sending, progress)


def _read(folders: Sequence[Path], sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    yield as_line(SPACE, 1, type="space", id=SPACE, name="Polis")
    for done, folder in enumerate(folders, start=1):
        yield from _conversation(folder, sending)
        if progress:
            progress("reading", done, len(folders))


def _conversation(folder: Path, sending: Sending) -> Iterator[RawLine]:
    statements = {int(row["comment_id"]): row for row in _rows(folder, STATEMENTS)}
    kept = {key for key, row in statements.items() if row.get("moderated") != "-1"}
    sending.notes[LEFT_OUT] += len(statements) - len(kept)
    said = [row for row in _rows(folder, VOTES) if int(row["comment_id"]) in kept]
    said.sort(key=lambda row: int(row["created_ms"]))
    if not said:
        raise Refused(f"nobody has voted in {folder.name}")
    yield _round(folder.name, [statements[key] for key in sorted(kept)], said)
    ballots: dict[str, list[Row]] = {}
    for row in said:
        ballots.setdefault(row["participant"], []).append(row)
    for number, (participant, votes) in enumerate(ballots.items(), start=1):
        key = f"{folder.name}-{participant}"
        yield as_line(folder.name, number, type="member", id=key, name=f"Participant {participant}")
        yield _ballot(folder.name, number, key, votes)


def _round(name: str, statements: Sequence[Row], said: Sequence[Row]) -> RawLine:
    words = name.removeprefix("polis_").replace("_", " ").replace(".", " ")
    opens = min(int(row["created_ms"]) for row in (*statements, *said))
    closes = _moment(said[-1]["created_ms"]) + timedelta(seconds=1)
    fields: dict[str, Any] = {"title": words[:1].upper() + words[1:], "mode": "opinions", "space": SPACE}
    times = {
        "opens": format_time(_moment(opens)),
        "closes": format_time(closes),
        "created": format_time(_moment(opens)),
    }
    options = [{"number": int(row["comment_id"]) + 1, "title": row["text"][:2000] or "…"} for row in statements]
    return as_line(name, 0, type="round", id=name, **fields, **times, closed=format_time(closes), options=options)


def _ballot(name: str, number: int, member: str, votes: Sequence[Row]) -> RawLine:
    """Return the ballot of a participant; of several votes on a statement the last one holds."""
    last = {int(row["comment_id"]) + 1: int(row["vote"]) for row in votes}
    times = {
        "cast": format_time(_moment(votes[0]["created_ms"])),
        "changed": format_time(_moment(votes[-1]["created_ms"])),
    }
    given = [{"option": option, "value": value} for option, value in sorted(last.items())]
    code = f"p{member.rpartition('-')[2]}"[:20]
    return as_line(name, number, type="ballot", round=name, by=member, code=code, votes=given, **times)


def _moment(milliseconds: str | int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(milliseconds))


def _conversations(paths: Sequence[Path]) -> list[Path]:
    folders = [folder for path in paths if path.is_dir() for folder in (path, *sorted(path.iterdir()))]
    return [folder for folder in folders if folder.is_dir() and _file(folder, STATEMENTS) and _file(folder, VOTES)]


def _file(folder: Path, names: Sequence[str]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _rows(folder: Path, names: Sequence[str]) -> Iterator[Row]:
    path = _file(folder, names)
    if path is None:
        raise Refused(f"{folder} has no {names[0]}")
    with _open(path) as stream:
        yield from csv.DictReader(stream)


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


FORM = Form("polis", recognises, read)
