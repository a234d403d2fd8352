"""When places are open today, by the clock of where they stand."""

from collections.abc import Sequence
from datetime import UTC, date, timedelta, timezone, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from core.clock import now
from core.database import read
from core.zones import zone_of
from museum_guide.models import ClosedDay, OpeningHours


class Stands(NamedTuple):
    """Where a place stands: its row in the table `place` or `museum`, and what tells the time there."""

    table: str
    id: int
    museum_id: int | None
    longitude: float
    timezone: str | None

    @property
    def today(self) -> date:
        """The day that it is there. A place without a time zone has that of the sun: an hour for every 15 degrees."""
        sun = timezone(timedelta(hours=round(self.longitude / 15)))
        return now().astimezone(_zone(self.timezone) if self.timezone else sun).date()


class Hours(NamedTuple):
    """From when to when a place is open today, in minutes since its midnight; nothing where it is closed."""

    today: tuple[tuple[int, int], ...]

    @property
    def open_today(self) -> bool:
        """Whether it opens at all today."""
        return bool(self.today)

    @property
    def spans(self) -> list[str]:
        """The hours as they are read, such as 09:00-17:30; after midnight they begin again."""
        return [f"{_clock(opens)}-{_clock(closes)}" for opens, closes in self.today]


def hours_of(stand: Sequence[Stands]) -> dict[Stands, Hours]:
    """Return the hours of today where any are known: a place's own, or else those of the museum that it is."""
    if not stand:
        return {}
    museums = sorted({one.museum_id for one in stand if one.museum_id is not None})
    weekly, closed = _weekly([one.id for one in stand if one.table == "place"], museums), _closed(museums)
    found: dict[Stands, Hours] = {}
    for one in stand:
        rows = weekly.get(("place", one.id)) or weekly.get(("museum", one.museum_id))
        if rows:
            spans = sorted((row.opens, row.closes) for row in rows if row.weekday == one.today.weekday())
            found[one] = Hours(() if (one.museum_id, one.today) in closed else tuple(spans))
    return found


def _weekly(places: Sequence[int], museums: Sequence[int]) -> dict[tuple[str, int | None], list[Any]]:
    columns = select(
        *(OpeningHours.place_id, OpeningHours.museum_id, OpeningHours.weekday),
        *(OpeningHours.opens, OpeningHours.closes),
    )
    found: dict[tuple[str, int | None], list[Any]] = {}
    for row in read(columns.where(or_(OpeningHours.place_id.in_(places), OpeningHours.museum_id.in_(museums)))):
        key = ("place", row.place_id) if row.place_id else ("museum", row.museum_id)
        found.setdefault(key, []).append(row)
    return found


def _closed(museums: Sequence[int]) -> set[tuple[int | None, date]]:
    """Return the closed days of museums around today, wherever on earth today is."""
    if not museums:
        return set()
    day = now().date()
    days = ClosedDay.day.between(day - timedelta(days=1), day + timedelta(days=1))
    rows = read(select(ClosedDay.museum_id, ClosedDay.day).where(ClosedDay.museum_id.in_(museums), days))
    return {(row.museum_id, row.day) for row in rows}


def _zone(name: str) -> tzinfo:
    try:
        return zone_of(name)
    except ValueError:
        return UTC


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
