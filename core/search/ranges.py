"""Values that stand for a range: `2024-03`, `>2024-01-01`, `2024-01..2024-03`, `>3`, `..5`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


class Range(NamedTuple):
    """From `first` on, and before `end`; None where a side is open."""

    first: int | None
    end: int | None

    def both(self, other: "Range") -> "Range":
        """Return what lies in both ranges."""
        firsts = [side for side in (self.first, other.first) if side is not None]
        ends = [side for side in (self.end, other.end) if side is not None]
        return Range(max(firsts, default=None), min(ends, default=None))

    def holds(self, value: int) -> bool:
        """Whether a value lies in the range."""
        return (self.first is None or value >= self.first) and (self.end is None or value < self.end)


EVERYTHING = Range(None, None)


def _stretch_of_time(text: str) -> Range | None:
    """Return the seconds of a year, a month or a day, in UTC."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            return Range(int(first.timestamp()), int(first.timestamp()) + 86_400)
        after = first.replace(year=year + month // 12, month=month % 12 + 1) if month else first.replace(year=year + 1)
    except ValueError:
        return None
    return Range(int(first.timestamp()), int(after.timestamp()))


def _one_number(text: str) -> Range | None:
    return Range(int(text), int(text) + 1) if _NUMBER.fullmatch(text) else None


def _range(text: str, read: Callable[[str], Range | None]) -> Range | None:
    if ".." in text:
        low, high = text.split("..", 1)
        first, last = read(low) if low else EVERYTHING, read(high) if high else EVERYTHING
        return Range(first.first, last.end) if first and last and (low or high) else None
    sign = next((sign for sign in (">=", "<=", ">", "<") if text.startswith(sign)), "")
    value = read(text[len(sign) :])
    if value is None:
        return None
    return {
        "": value,
        ">": Range(value.end, None),
        ">=": Range(value.first, None),
        "<": Range(None, value.first),
        "<=": Range(None, value.end),
    }[sign]


def dates(text: str) -> Range | None:
    """Read a date, a bound or a stretch of dates as seconds since 1970; None where it is none."""
    return _range(text, _stretch_of_time)


def numbers(text: str) -> Range | None:
    """Read a whole number, a bound or a stretch of numbers; None where it is none."""
    return _range(text, _one_number)
