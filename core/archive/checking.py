"""Turns the text of a line into its shape, or into problems that say where, what and what to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from core.archive.lines import Line
from core.archive.reading import RawLine
from core.archive.registry import RecordType
from core.archive.report import Problem

ADVICE = "Mend the line, or leave it out with --skip-invalid"
REASONS = {
    "missing": "is missing",
    "string_type": "is not a text",
    "int_type": "is not a whole number",
    "bool_type": "is neither true nor false",
    "list_type": "is not a list",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "literal_error": "is not one of {expected}",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "too_long": "holds more than {max_length} entries",
}


@dataclass(frozen=True)
class Checked:
    """A line that was understood."""

    kind: RecordType
    line: Line


class Checker:
    """Checks one line after the other, and counts the fields that no type knows."""

    def __init__(self, types: dict[str, RecordType], shift_days: int = 0) -> None:
        self.types = types
        self.context = {"shift_days": shift_days}
        self.fields = {name: _written_fields(kind) for name, kind in types.items()}
        self.unknown_fields: dict[str, Counter[str]] = {}

    def check(self, raw: RawLine) -> tuple[str, Checked | list[Problem], str | None]:
        """Return the type as far as it is known, the line or what is wrong with it, and its id where it has one."""
        if raw.trouble:
            return "?", [problem(raw, None, raw.trouble, "Mend the file and run the import again")], None
        try:
            fields = orjson.loads(raw.content)
        except orjson.JSONDecodeError as error:
            return "?", [problem(raw, None, f"is not JSON in UTF-8 ({error.msg} at character {error.colno})")], None
        if not isinstance(fields, dict):
            return "?", [problem(raw, None, "is not a JSON object in braces")], None
        return self._check_fields(raw, fields)

    def _check_fields(self, raw: RawLine, fields: dict[str, Any]) -> tuple[str, Checked | list[Problem], str | None]:
        name, key = fields.get("type"), fields.get("id")
        key = key if isinstance(key, str) else None
        kind = self.types.get(name) if isinstance(name, str) else None
        if kind is None or not isinstance(name, str):
            reason = "is missing" if name is None else f"{str(name)[:40]!r} is not a type of line that is known here"
            known = f"Known are {', '.join(sorted(self.types))}"
            return "?", [problem(raw, "type", reason, known)], key
        if b"\\u0000" in raw.content and _holds_null(fields):
            return name, [problem(raw, None, "holds the character NUL, which no database keeps")], key
        try:
            line = kind.shape.model_validate(fields, context=self.context)
        except ValidationError as error:
            return name, list(_problems(raw, error)), key
        self._count_unknown(name, fields)
        return name, Checked(kind, line), key

    def _count_unknown(self, name: str, fields: dict[str, Any]) -> None:
        for field in fields.keys() - self.fields[name]:
            self.unknown_fields.setdefault(name, Counter())[field[:60]] += 1


def _written_fields(kind: RecordType) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in kind.shape.model_fields.items())


def problem(raw: RawLine, field: str | None, reason: str, advice: str = ADVICE) -> Problem:
    """Return a problem of a line that has not been staged."""
    return Problem(raw.file, raw.number, field, reason, advice)


def _problems(raw: RawLine, error: ValidationError) -> Iterator[Problem]:
    for found in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in found["loc"]) or None
        reason = REASONS.get(found["type"], found["msg"].removeprefix("Value error, "))
        context = {name: str(value) for name, value in found.get("ctx", {}).items()}
        yield problem(raw, field, reason.format_map(context) if found["type"] in REASONS else reason)


def _holds_null(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_null(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_holds_null(part) for part in value)
