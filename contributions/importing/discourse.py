"""Reads the dump in a Discourse backup, without a server. What only some could read stays so, or is left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from sqlite3 import Row
from typing import Any

import orjson

from contributions.importing import discourse_spaces, discourse_tables
from contributions.importing.copied_tables import FAILURES, copied_rows, opened
from contributions.importing.discourse_markdown import to_markdown
from contributions.importing.scratch import Scratch
from contributions.importing.times import moment
from core.archive.reading import Progress, RawLine
from core.archive.sending import Form, Sending, as_line
from core.clock import format_time, now
from core.errors import Refused

HEAD = 200
OPENING = b"PostgreSQL database dump"
EVERY = 10_000


def recognises(paths: Sequence[Path]) -> bool:
    """Whether this is a dump of PostgreSQL, or a backup that holds one."""
    return any(_is_dump(path) for path in _files(paths))


def read(sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    """Yield a dump as the lines of an archive. Raises Refused where there is none."""
    files = [path for path in _files(sending.paths) if _is_dump(path)]
    if len(files) != 1:
        raise Refused("name one dump of a Discourse: dump.sql, dump.sql.gz, or the .tar.gz of a backup that holds it")
    return _read(files[0], sending, progress)


def _read(file: Path, sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    with Scratch(discourse_tables.TABLES) as scratch:
        yield from _gathered(file, scratch, progress)
        scratch.derive(discourse_tables.DERIVED)
        yield from _members(scratch, sending.emails)
        yield from discourse_spaces.lines(scratch)
        for lines in (_tags, _threads, _replies, _likes, _bookmarks):
            yield from lines(scratch)
        sending.notes.update({note: scratch.count(query) for note, query in discourse_tables.NOTED.items()})


def _gathered(file: Path, scratch: Scratch, progress: Progress | None) -> Iterator[RawLine]:
    line = 0
    try:
        with opened(file) as stream:
            for line, table, values, trouble in copied_rows(stream, scratch.columns):
                if trouble:
                    yield RawLine(file.name, line, b"", trouble)
                else:
                    scratch.put(table, (file.name, line), values)
                if progress and line % EVERY == 0:
                    progress("reading", line, 0)
    except FAILURES as error:
        yield RawLine(file.name, line + 1, b"", f"cannot be read: {error}")


def _line(row: Row, type_: str, /, **fields: Any) -> RawLine:
    return as_line(row["file_"], row["line_"], type=type_, **fields)


def _members(scratch: Scratch, emails: bool) -> Iterator[RawLine]:
    today = format_time(now())
    for row in scratch.rows(discourse_tables.USERS):
        key = f"u{row['id']}"
        open_page = not row["hidden"]
        about = "\n\n".join(filter(None, [to_markdown(row["bio_raw"] or ""), row["website"]])) if open_page else None
        suspended = moment(row["suspended_till"]) or ""
        yield _line(
            row,
            "member",
            id=key,
            # The user name is what was shown beside every post; whether the other name was is up to settings.
            name=row["username"],
            joined=moment(row["created_at"]),
            roles=[role for role, named in (("staff", row["admin"]), ("moderator", row["moderator"])) if named == "t"],
            email=row["email"] if emails else None,
            about=about,
            location=(row["location"] or "")[:100] if open_page else None,
            active=False if suspended > today or suspended == "infinity" else None,
        )
        yield _line(row, "address", path=f"/u/{(row['username'] or '').lower()}", member=key)


def _tags(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(discourse_tables.TAGS):
        yield _line(row, "tag", name=row["name"], description=row["description"])


def _written(row: Row, *, gone: bool, unseen: bool) -> dict[str, Any]:
    state = {"state": "deleted"} if gone else {"state": "hidden"} if unseen else {}
    return {
        "id": row["key"],
        "author": None if row["author"] is None else f"u{row['author']}",
        "body": to_markdown(row["raw"] or ""),
        "created": moment(row["created_at"]),
        "edited": moment(row["last_version_at"]) if row["edited"] else None,
        "score": row["unattributed"],
        **state,
    }


def _threads(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(discourse_tables.THREADS):
        gone = bool(row["topic_deleted_at"] or row["deleted_at"])
        written = _written(row, gone=gone, unseen=row["visible"] == "f" or row["hidden"] == "t")
        yield _line(
            row,
            row["kind"],
            title=row["title"],
            space=discourse_spaces.key_of(row["category"]),
            tags=orjson.loads(row["tags"]),
            views=row["views"],
            **written,
        )
        yield _line(row, "address", path=f"/t/{row['topic_id']}", contribution=row["key"])
        yield _line(row, "address", path=f"/p/{row['id']}", contribution=row["key"])


def _replies(scratch: Scratch) -> Iterator[RawLine]:
    """A reply in a question answers it, unless it replies to an answer and did not solve the question."""
    for row in scratch.rows(discourse_tables.REPLIES):
        written = _written(row, gone=bool(row["deleted_at"]), unseen=row["hidden"] == "t")
        thread = f"t{row['topic_id']}"
        if row["kind"] == "question" and (row["solved"] or not row["replies_to"]):
            yield _line(row, "answer", question=thread, **written, **_acceptance(row))
        else:
            on = f"p{row['replies_to']}" if row["replies_to"] else thread
            yield _line(row, "comment", on=on, **written)
        yield _line(row, "address", path=f"/t/{row['topic_id']}/{row['post_number']}", contribution=row["key"])
        yield _line(row, "address", path=f"/p/{row['id']}", contribution=row["key"])


def _acceptance(row: Row) -> dict[str, Any]:
    if not row["solved"]:
        return {}
    by = None if row["solved_by"] is None else f"u{row['solved_by']}"
    return {"accepted": True, "accepted_at": moment(row["solved_at"]), "accepted_by": by}


def _likes(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(discourse_tables.LIKES):
        yield _line(row, "vote", on=row["key"], by=f"u{row['user_id']}", value=1, created=moment(row["at"]))


def _bookmarks(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(discourse_tables.BOOKMARKS):
        yield _line(row, "follow", on=f"t{row['topic']}", by=f"u{row['user_id']}", since=moment(row["at"]))


def _files(paths: Sequence[Path]) -> list[Path]:
    inside = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [file for files in inside for file in files if file.is_file()]


def _is_dump(path: Path) -> bool:
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return False
    try:
        with opened(path) as stream:
            return OPENING in stream.read(HEAD)
    except FAILURES:
        return False


FORM = Form("discourse", recognises, read)
