"""Times as other programs write them, in the form of an archive."""

import re

PARTED = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:\s*(UTC|Z|[+-]\d{2}(?::?\d{2})?))?)?"
)


def moment(text: str | None) -> str | None:
    """Return a time such as `2024-05-31 9:30` as ISO 8601; what is none is returned as it is, for the check to tell."""
    found = PARTED.fullmatch((text or "").strip())
    if found is None:
        return text or None
    day, time, zone = found.groups()
    time = time or "00:00"
    hour = f"0{time}" if time[1] == ":" else time
    return f"{day}T{hour}{'Z' if zone in {None, 'UTC'} else zone}"
