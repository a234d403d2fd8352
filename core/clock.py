"""The one clock of the house, so that a test or a demo can stop it with ATRIUM_NOW."""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC, or the fixed moment that ATRIUM_NOW names."""
    fixed = os.environ.get("ATRIUM_NOW")
    return parse_time(fixed) if fixed else datetime.now(UTC)


def parse_time(text: str) -> datetime:
    """Read an ISO 8601 time; one without an offset is taken as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def format_time(moment: datetime) -> str:
    """Write a time as ISO 8601 in UTC with a final Z, with microseconds only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
