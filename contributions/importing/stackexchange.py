"""Reads a Stack Exchange dump: a folder of Users.xml, Posts.xml and their like, as they are published."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from sqlite3 import Row
from typing import Any

from contributions.importing.html_to_markdown import to_markdown
from contributions.importing.rows_of_xml import Unreadable, rows_of
from contributions.importing.scratch import Scratch
from contributions.importing.stackexchange_tables import (
    ANSWERS,
    BALLOTS,
    COMMENTS,
    COUNTED,
    DERIVED,
    DUPLICATES,
    FAVOURITES,
    HISTORY,
    NOTED,
    QUESTIONS,
    TABLES,
    TAGS,
    USERS,
)
from core.archive.reading import Progress, RawLine
from core.archive.sending import Form, Sending, as_line
from core.errors import Refused

PACKED = b"7z\xbc\xaf\x27\x1c"
COMMUNITY = -1


def recognises(paths: Sequence[Path]) -> bool:
    """Whether these are files or a folder of a Stack Exchange dump."""
    return any(_heads_dump(file) for file in _files(paths)) or any(_is_packed(path) for path in paths)


def read(sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    """Yield a dump as the lines of an archive. Raises Refused where it is still packed."""
    if any(_is_packed(path) for path in sending.paths):
        raise Refused("a .7z file is not read as it is; unpack it, and name the folder in which Posts.xml is")
    files = [file for file in _files(sending.paths) if file.stem in COUNTED or file.stem in TABLES]
    if not files:
        raise Refused("there is no Posts.xml; name the folder in which it is")
    return _read(files, sending, progress)


def _read(files: Sequence[Path], sending: Sending, progress: Progress | None) -> Iterator[RawLine]:
    with Scratch(TABLES) as scratch:
        yield from _gathered(files, scratch, sending, progress)
        scratch.derive(DERIVED)
        for lines in (_members, _tags, _questions, _answers, _comments, _votes, _follows, _duplicates, _revisions):
            yield from lines(scratch)
        sending.notes.update({note: scratch.count(query) for note, query in NOTED.items()})


def _gathered(
    files: Sequence[Path], scratch: Scratch, sending: Sending, progress: Progress | None
) -> Iterator[RawLine]:
    """Fill the scratch tables; yield a line with trouble for every file that breaks off."""
    for done, file in enumerate(files, start=1):
        try:
            for line, values in rows_of(file):
                if file.stem in COUNTED:
                    sending.notes[COUNTED[file.stem]] += 1
                elif _is_wanted(file.stem, values):
                    scratch.put(file.stem, (file.name, line), values)
        except Unreadable as trouble:
            yield RawLine(file.name, trouble.line, b"", str(trouble))
        if progress:
            progress("reading", done, len(files))


def _is_wanted(table: str, values: dict[str, str]) -> bool:
    """Whether a row says something: votes that name nobody are in the scores already."""
    if table == "Votes":
        return "UserId" in values or values.get("VoteTypeId") == "1"
    return True


def _line(row: Row, type_: str, /, **fields: Any) -> RawLine:
    return as_line(row["file_"], row["line_"], type=type_, **fields)


def _address(row: Row, path: str, **to: str) -> RawLine:
    return _line(row, "address", path=path, **to)


def _members(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(USERS):
        key = f"u{row['Id']}"
        about = to_markdown(row["AboutMe"] or "")
        if row["WebsiteUrl"]:
            about = f"{about}\n\n{to_markdown(row['WebsiteUrl'])}".strip()
        yield _line(
            row,
            "member",
            id=key,
            name=row["DisplayName"] or "",
            joined=row["CreationDate"],
            about=about,
            location=(row["Location"] or "")[:100],
            active=None if row["Id"] != COMMUNITY else False,
        )
        yield _address(row, f"/users/{row['Id']}", member=key)


def _tags(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(TAGS):
        yield _line(row, "tag", name=row["TagName"], description=to_markdown(row["Body"]))


def _written(row: Row) -> dict[str, Any]:
    deleted = {"state": "deleted"} if row["DeletionDate"] else {}
    return {
        "id": f"p{row['Id']}",
        "author": _member(row["author"]),
        "body": to_markdown(row["Body"] or ""),
        "created": row["CreationDate"],
        "edited": row["LastEditDate"],
        "score": _opening_score(row),
        **deleted,
    }


def _opening_score(row: Row) -> Any:
    """Return what is left of a score without the votes that have rows; what is no number stays, to be told."""
    score = row["Score"] or 0
    return score - (row["attributed"] or 0) if isinstance(score, int) else score


def _questions(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(QUESTIONS):
        yield _line(
            row, "question", title=row["Title"], tags=tag_names(row["Tags"]), views=row["ViewCount"], **_written(row)
        )
        yield _address(row, f"/questions/{row['Id']}", contribution=f"p{row['Id']}")


def _answers(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(ANSWERS):
        accepted = {"accepted": True, "accepted_at": row["accepted_at"], "accepted_by": _member(row["asker"])}
        question = {"question": f"p{row['ParentId']}"} if row["ParentId"] else {}
        yield _line(row, "answer", **question, **_written(row), **(accepted if row["asked"] else {}))
        yield _address(row, f"/a/{row['Id']}", contribution=f"p{row['Id']}")


def _comments(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(COMMENTS):
        yield _line(
            row,
            "comment",
            id=f"c{row['Id']}",
            on=f"p{row['PostId']}",
            author=_member(row["author"]),
            body=row["Text"] or "",
            created=row["CreationDate"],
            score=row["Score"] or 0,
        )


def _votes(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(BALLOTS):
        value = 1 if row["VoteTypeId"] == 2 else -1
        voted = {"on": f"p{row['PostId']}", "by": f"u{row['UserId']}", "value": value, "created": row["CreationDate"]}
        yield _line(row, "vote", id=f"v{row['Id']}", **voted)


def _follows(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(FAVOURITES):
        yield _line(row, "follow", on=f"p{row['PostId']}", by=f"u{row['UserId']}", since=row["CreationDate"])


def _duplicates(scratch: Scratch) -> Iterator[RawLine]:
    for row in scratch.rows(DUPLICATES):
        ends = {"of": f"p{row['RelatedPostId']}", "is": f"p{row['PostId']}", "created": row["CreationDate"]}
        yield _line(row, "duplicate", id=f"d{row['Id']}", **ends)


def _revisions(scratch: Scratch) -> Iterator[RawLine]:
    """Put the history of titles, bodies and tags, which a dump keeps apart, together again."""
    for _post, rows in groupby(scratch.rows(HISTORY), key=lambda row: row["PostId"]):
        whole: dict[str, Any] = {"body": ""}
        for number, (_guid, parts) in enumerate(groupby(rows, key=lambda row: row["RevisionGUID"]), start=1):
            for row in parts:
                part = ("title", "body", "tags")[(row["PostHistoryTypeId"] - 1) % 3]
                whole[part] = tag_names(row["Text"]) if part == "tags" else row["Text"] or ""
            said = {"editor": _member(row["author"]), "comment": row["Comment"] or "", "created": row["CreationDate"]}
            yield _line(row, "revision", on=f"p{row['PostId']}", number=number, **whole, **said)


def _member(key: int | None) -> str | None:
    return None if key is None else f"u{key}"


def tag_names(text: str | None) -> list[str]:
    """Return the tags in a text, in the older (`<a><b>`) or the newer (`|a|b|`) way of writing them."""
    return [name for name in (text or "").replace("><", "|").strip("<>|").split("|") if name]


def _files(paths: Sequence[Path]) -> list[Path]:
    inside = [sorted(path.iterdir()) if path.is_dir() else [path] for path in paths]
    return [file for files in inside for file in files if file.suffix.lower() == ".xml" and file.is_file()]


def _heads_dump(file: Path) -> bool:
    with file.open("rb") as stream:
        head = stream.read(400).decode("utf-8-sig", errors="replace").lower()
    return file.stem in TABLES and f"<{file.stem.lower()}" in head


def _is_packed(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(PACKED)) == PACKED


FORM = Form("stackexchange", recognises, read)
