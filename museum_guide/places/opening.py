"""When places are open today, by the clock of where they stand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta, timezone, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from core.clock import now
from core.database import read
from core.zones import zone_of
from museum_guide.models import ClosedDay, Museum, OpeningHours, Place

Key = tuple[str, int]


class Hours(NamedTuple):
    """From when to when a place is open today, in minutes since its midnight; nothing where it is closed."""

    today: tuple[tuple[int, int], ...]

    @property
    def open_today(self) -> bool:
        """Whether it opens at all today."""
        return bool(self.today)

    @property
    def spans(self) -> list[str]:
        """The hours as they are read, such as 09:00–17:30; after midnight they begin again."""
        return [f"{_clock(opens)}–{_clock(closes)}" for opens, closes in self.today]


def hours_of(keys: Sequence[Key]) -> dict[Key, Hours]:
    """Return the hours of today for those places and museums of which hours are known."""
    places, museums = _keys_of(keys, "place"), _keys_of(keys, "museum")
    if not keys:
        return {}
    stand = {("place", row.id): row for row in _places(places)}
    museums |= {row.museum_id for row in stand.values() if row.museum_id is not None}
    stand |= {("museum", row.id): row for row in _museums(museums)}
    days = {key: _today(row) for key, row in stand.items()}
    hours = _weekly(places, museums)
    closed = _closed(museums, days.values())
    return {key: found for key in keys if (found := _hours(key, stand, days, hours, closed)) is not None}


def _hours(
    key: Key, stand: dict[Key, Any], days: dict[Key, date], weekly: dict[Key, list[Any]], closed: set[tuple[int, date]]
) -> Hours | None:
    """Return the hours of a place: its own, or else those of the museum that it is."""
    museum = key[1] if key[0] == "museum" else stand[key].museum_id
    source = key if key in weekly or museum is None else ("museum", museum)
    if source not in weekly:
        return None
    day = days[source]
    if museum is not None and (museum, day) in closed:
        return Hours(())
    return Hours(tuple(sorted((row.opens, row.closes) for row in weekly[source] if row.weekday == day.weekday())))


def _keys_of(keys: Iterable[Key], table: str) -> set[int]:
    return {key for name, key in keys if name == table}


def _places(keys: set[int]) -> Iterable[Any]:
    return read(select(Place.id, Place.museum_id, Place.longitude).where(Place.id.in_(keys))) if keys else []


def _museums(keys: set[int]) -> Iterable[Any]:
    columns = select(Museum.id, Museum.id.label("museum_id"), Museum.timezone)
    return read(columns.where(Museum.id.in_(keys))) if keys else []


def _weekly(places: set[int], museums: set[int]) -> dict[Key, list[Any]]:
    of_these = or_(OpeningHours.place_id.in_(places), OpeningHours.museum_id.in_(museums))
    columns = select(
        OpeningHours.place_id, OpeningHours.museum_id, OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes
    )
    found: dict[Key, list[Any]] = {}
    for row in read(columns.where(of_these)):
        found.setdefault(("place", row.place_id) if row.place_id else ("museum", row.museum_id), []).append(row)
    return found


def _closed(museums: set[int], days: Iterable[date]) -> set[tuple[int, date]]:
    wanted = set(days)
    if not museums:
        return set()
    columns = select(ClosedDay.museum_id, ClosedDay.day)
    rows = read(columns.where(ClosedDay.museum_id.in_(museums), ClosedDay.day.in_(wanted)))
    return {(row.museum_id, row.day) for row in rows}


def _today(row: Any) -> date:
    """Return the day that it is there. A place without a time zone has that of the sun: an hour for 15 degrees."""
    zone = _named(row.timezone) if hasattr(row, "timezone") else timezone(timedelta(hours=round(row.longitude / 15)))
    return now().astimezone(zone).date()


def _named(name: str) -> tzinfo:
    try:
        return zone_of(name)
    except ValueError:
        return UTC


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
