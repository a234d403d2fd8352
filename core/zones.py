"""The time zones of the world, by the names that the IANA gives them."""

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Regions of the world in the list of time zones; what else stands there are old names and offsets.
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1024)
def zone_of(name: str) -> tzinfo:
    """Return a time zone. Raises ValueError where none of that name is known."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"{name} is no time zone that is known here") from error


@lru_cache(maxsize=1)
def all_zones() -> tuple[str, ...]:
    """Name the time zones that somebody may live in; UTC comes first, the others are sorted."""
    places = (name for name in available_timezones() if name.partition("/")[0] in REGIONS and "/" in name)
    return ("UTC", *sorted(places))
