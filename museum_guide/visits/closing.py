"""When a museum's day begins and ends, told in UTC by the clock that hangs there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Row, select

from core.database import read
from core.zones import zone_of
from museum_guide.models import OpeningHours

# How long a visit lasts where nobody wrote down when the museum closes.
USUAL = timedelta(hours=8)
DAY = timedelta(days=1)


def zone_at(name: str) -> tzinfo:
    """Return the time zone of a museum; that of the world where its name is not known."""
    try:
        return zone_of(name)
    except ValueError:
        return UTC


def today_at(zone: str, at: datetime) -> date:
    """Return the day that it is at a museum."""
    return at.astimezone(zone_at(zone)).date()


def day_of(museum_id: int, zone: str, day: date) -> tuple[datetime, datetime]:
    """Return when a day at a museum begins and ends: at its midnights, or with the night on which it is open longer."""
    midnight, next_one = _at(zone, day, 0), _at(zone, day + DAY, 0)
    closes = [_at(zone, day, row.closes) for row in _hours(museum_id, [day.weekday()])]
    return midnight, max([next_one, *closes])


def closing(museum_id: int, zone: str, at: datetime) -> datetime | None:
    """Return when whoever is in a museum has to leave; None where it is not open at all by what is written down.

    A break at noon sends nobody home: of the hours of a day the last ones count.
    """
    today = today_at(zone, at)
    rows = _hours(museum_id, [(today - DAY).weekday(), today.weekday()])
    # Hours that go on after midnight belong to the evening before.
    for day in (today - DAY, today):
        spans = [(row.opens, row.closes) for row in rows if row.weekday == day.weekday()]
        if spans and _at(zone, day, min(spans)[0]) <= at < (last := _at(zone, day, max(end for _start, end in spans))):
            return last
    return None


def _hours(museum_id: int, weekdays: Sequence[int]) -> Sequence[Row[Any]]:
    columns = select(OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
    return read(columns.where(OpeningHours.museum_id == museum_id, OpeningHours.weekday.in_(weekdays))).all()


def _at(zone: str, day: date, minutes: int) -> datetime:
    """Return a moment of a day by the clock on the wall, in UTC; minutes past 1440 are those of the next day."""
    over, minutes = divmod(minutes, 24 * 60)
    wall = datetime.combine(day + over * DAY, time(minutes // 60, minutes % 60), zone_at(zone))
    return wall.astimezone(UTC)
