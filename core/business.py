"""The business clock: counts hours only while staff is there."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = re.compile(r"(\w{3})-(\w{3}) (\d\d:\d\d)-(\d\d:\d\d)(?: (\S+))?\Z")
WRONG = "write it like mon-fri 09:00-17:00 Europe/Berlin"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class BusinessHours:
    """Days of the week (0 is Monday) and the times between which somebody is there, in a time zone."""

    days: frozenset[int] = frozenset(range(7))
    opens: time = time(0, 0)
    closes: time | None = None
    zone: tzinfo = UTC

    @classmethod
    def parse(cls, words: str) -> "BusinessHours":
        """Read hours such as `mon-fri 09:00-17:00 Europe/Berlin`; nothing means always. Raises ValueError."""
        if not words.strip():
            return cls()
        found = WORDS.match(" ".join(words.lower().split()[:2]) + "".join(f" {word}" for word in words.split()[2:]))
        if not found or found[1] not in DAYS or found[2] not in DAYS:
            raise ValueError(WRONG)
        first, last = DAYS.index(found[1]), DAYS.index(found[2])
        days = frozenset((first + number) % 7 for number in range((last - first) % 7 + 1))
        opens, closes = time.fromisoformat(found[3]), time.fromisoformat(found[4])
        if opens >= closes:
            raise ValueError(WRONG)
        return cls(days, opens, closes, _zone(found[5]))

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how much of the time from one moment to another is business time.

        Monday to Friday, 9 to 17: from Friday 16:00 to Monday 10:00 there are two hours.
        """
        if self.closes is None:
            return max(end - begin, timedelta())
        begin, end = begin.astimezone(self.zone), end.astimezone(self.zone)
        weeks = max((end - begin).days // 7, 0)
        day, total = begin + timedelta(weeks=weeks), self._week() * weeks
        while day.date() <= end.date():
            total += self._of_day(day, day, end)
            day = (day + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return total

    def before(self, at: datetime, hours: int) -> datetime:
        """Return a moment from which so many business hours have passed at another moment."""
        if self.closes is None:
            return at - hours * HOUR
        local = at.astimezone(self.zone)
        left, begin = hours * HOUR, local.replace(hour=0, minute=0, second=0, microsecond=0)
        while (done := self._of_day(begin, begin, local)) < left:
            left -= done
            local, begin = begin - timedelta(microseconds=1), begin - timedelta(days=1)
        closed = min(local, self._at(begin, self.closes))
        return (closed - left).astimezone(UTC)

    def _week(self) -> timedelta:
        opened = timedelta(hours=self.opens.hour, minutes=self.opens.minute)
        closes = self.closes or time(0)
        return (timedelta(hours=closes.hour, minutes=closes.minute) - opened) * len(self.days)

    def _of_day(self, day: datetime, begin: datetime, end: datetime) -> timedelta:
        if day.weekday() not in self.days or self.closes is None:
            return timedelta()
        first, last = max(begin, self._at(day, self.opens)), min(end, self._at(day, self.closes))
        return max(last - first, timedelta())

    def _at(self, day: datetime, moment: time) -> datetime:
        return day.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)


def _zone(name: str | None) -> tzinfo:
    if not name or name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name} is no time zone that is known here") from None
