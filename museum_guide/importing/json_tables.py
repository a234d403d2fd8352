"""Reads JSON of any depth: a list of objects, an object that holds one, or one object a line."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from core.errors import Refused
from museum_guide.importing.tables import LONGEST_COLUMN, Raw, Sheet

LOOKED_AT = 1000
DEEPEST = 30


def is_json(head: bytes) -> bool:
    """Whether a file begins as JSON does; a cell of CSV begins with a brace only where a quotation mark follows."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    inside = text[1:].lstrip()
    return text[:1] in {b"[", b"{"} and inside[:1] in {b"{", b'"', b"[", b"]", b"}"}


def open_json(path: Path) -> Sheet:
    """Open a file of objects. Raises Refused."""
    records, form = _records(path)
    columns: dict[str, None] = {}
    for _line, record in islice(records, LOOKED_AT):
        columns.update(dict.fromkeys(flat(record)) if isinstance(record, dict) else {})
    return Sheet(form, list(columns), partial(_rows, records), {"encoding": "utf-8"})


def flat(record: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values of an object by their paths: {"a": {"b": [{"c": 1}]}} holds 1 under `a.b[].c`.

    What stands in a tree under the same name again and again is found under one path, the ends of its branches alone.
    """
    found: dict[str, list[str]] = {}
    _walk(record, (), found, 0)
    return found


def _walk(value: Any, path: tuple[str, ...], found: dict[str, list[str]], depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        inside = path[-1].removesuffix("[]") if path and path[-1].endswith("[]") else ""
        branch = inside if isinstance(value.get(inside), list) else "children"
        on = bool(branch and isinstance(value.get(branch), list) and value[branch])
        for name, inner in value.items():
            if on and name == branch:
                _walk(inner, (*path[:-1], name) if inside == branch else (*path, name), found, depth + 1)
            elif not on:
                _walk(inner, (*path, name), found, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, (*path[:-1], f"{path[-1]}[]") if path else ("[]",), found, depth + 1)
    elif value is not None and (text := as_text(value)).strip():
        found.setdefault(".".join(path)[:LONGEST_COLUMN], []).append(text)


def as_text(value: Any) -> str:
    """Return a plain value as a cell would hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _rows(records: list[tuple[int, Any]]) -> Iterator[Raw]:
    for line, record in records:
        if not isinstance(record, dict):
            yield Raw(line, {}, {}, trouble="is not an object in braces")
            continue
        clean = _without_nul(record)
        notes = ("held the character NUL, which is left out",) if clean != record else ()
        original = {name: value for name, value in clean.items() if value not in (None, "", [], {})}
        yield Raw(line, flat(clean), original, notes)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {name.replace("\0", ""): _without_nul(inner) for name, inner in value.items()}
    return [_without_nul(inner) for inner in value] if isinstance(value, list) else value


def _records(path: Path) -> tuple[list[tuple[int, Any]], str]:
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        whole = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        lines = _lines(content)
        if lines is None:
            where = f"{error.msg} at line {error.lineno}, character {error.colno}"
            raise Refused(f"{path.name} begins like JSON and is none ({where})") from None
        return lines, "json lines"
    return list(enumerate(_list_in(whole), start=1)), "json"


def _lines(content: bytes) -> list[tuple[int, Any]] | None:
    """Return one object a line; what is none stays text, for the report. None where the first lines are none."""
    found: list[tuple[int, Any]] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            try:
                found.append((number, orjson.loads(line)))
            except orjson.JSONDecodeError:
                found.append((number, None))
        if number == 3 and not any(isinstance(record, dict) for _line, record in found):
            return None
    return found if any(isinstance(record, dict) for _line, record in found) else None


def _list_in(whole: Any) -> list[Any]:
    """Return the longest list of objects that an object holds; the object itself where it holds none."""
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        return []
    lists = [inner for inner in whole.values() if isinstance(inner, list) and any(isinstance(i, dict) for i in inner)]
    objects = [inner for inner in whole.values() if isinstance(inner, dict)]
    if lists and not any(name.lower() in {"id", "title"} for name in whole):
        return max(lists, key=len)
    if len(objects) > 1 and len(objects) == len(whole):
        return objects
    nested = [_list_in(inner) for inner in objects if len(whole) < 6 and len(inner) < 6]
    return max(nested, key=len) if any(len(one) > 1 for one in nested) else [whole]
