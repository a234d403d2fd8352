"""Months of the calendar, in UTC."""

import re
from datetime import UTC, datetime

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII)


def first_of(moment: datetime) -> datetime:
    """Return the moment in which a month begins."""
    return datetime(moment.year, moment.month, 1, tzinfo=UTC)


def later(month: datetime, by: int) -> datetime:
    """Return the first of the month so many months later; earlier where `by` is negative."""
    number = month.year * 12 + month.month - 1 + by
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def last_months(present: datetime, count: int) -> list[datetime]:
    """Return the firsts of the last `count` months, the present one last."""
    return [later(first_of(present), back) for back in range(1 - count, 1)]


def month_named(text: str) -> datetime | None:
    """Return the first of a month such as 2024-05; None for anything else."""
    found = MONTH.match(text)
    return datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC) if found and int(found[1]) else None


def name_of(month: datetime) -> str:
    """Return a month as 2024-05."""
    return f"{month.year:04}-{month.month:02}"
