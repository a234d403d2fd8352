"""When a museum is open, as it is typed, kept and said."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from babel import Locale

from core.clock import now
from core.translation import babel_locale
from core.translation import gettext as _
from core.zones import zone_of

SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|\u2013|to)\s*(\d{1,2})(?:[:.](\d{2}))?\Z")
DAY = 1440
LATEST = 1800
SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Span(NamedTuple):
    """From when to when something is open, in minutes since the midnight of its day."""

    opens: int
    closes: int


def read_spans(text: str) -> list[Span]:
    """Read the hours of a day, such as `9-12:30, 14:00-18:00`. Raises ValueError with words for whoever wrote them."""
    spans = [_span(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    if any(after.opens < before.closes for before, after in itertools.pairwise(spans)):
        raise ValueError(_("The hours of a day must follow one another."))
    return spans


def _span(part: str) -> Span:
    found = SPAN.match(part)
    if found:
        opens, closes = (int(found[place]) * 60 + int(found[place + 1] or 0) for place in (1, 3))
        closes = closes + DAY if closes <= opens else closes
        if opens < DAY and closes <= LATEST:
            return Span(opens, closes)
    raise ValueError(_("“%(words)s” are no hours: write them as 9:00-17:00.", words=part))


def written(spans: Iterable[Span]) -> str:
    """Return the hours of a day in the form in which they are read."""
    return ", ".join(f"{clock(span.opens)}-{clock(span.closes)}" for span in spans)


def clock(minutes: int) -> str:
    """Write minutes since midnight as a clock shows them; those of the next day begin anew."""
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"


def by_weekday(rows: Iterable[Any]) -> dict[int, list[Span]]:
    """Return the spans of each weekday (0 is Monday), in order."""
    days: dict[int, list[Span]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.weekday, row.opens)):
        days[row.weekday].append(Span(row.opens, row.closes))
    return days


def today_in(timezone: str) -> datetime:
    """Return the present moment on the clocks of a time zone; of UTC where it is not known."""
    try:
        return now().astimezone(zone_of(timezone))
    except ValueError:
        return now()


def said_today(days: dict[int, list[Span]], closed: Sequence[date], timezone: str) -> str:
    """Say when a museum is open today; nothing where it never said when."""
    here = today_in(timezone)
    if not days:
        return ""
    spans = [] if here.date() in closed else days.get(here.weekday(), [])
    if not spans:
        return _("Closed today")
    return _("Open today %(hours)s", hours=_shown(spans))


def week(days: dict[int, list[Span]]) -> list[tuple[str, str]]:
    """Return the hours of a week as a table shows them."""
    if not days:
        return []
    names = Locale.parse(babel_locale()).days["stand-alone"]["wide"]
    return [(names[day], _shown(days[day]) if days.get(day) else _("closed")) for day in range(7)]


def _shown(spans: Iterable[Span]) -> str:
    return written(spans).replace("-", "\u2013")


def schema_hours(days: dict[int, list[Span]]) -> list[dict[str, str]]:
    """Return the hours of a week in the words of schema.org."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{SCHEMA_DAYS[day]}",
            "opens": clock(span.opens),
            "closes": clock(span.closes),
        }
        for day, spans in sorted(days.items())
        for span in spans
    ]
