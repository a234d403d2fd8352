"""Puts together what reports show; what fewer than five visits tell is never in it, on a page or in a table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Any

from babel import Locale

from core.clock import now
from core.money import shown
from core.times import decimal
from core.translation import babel_locale
from core.translation import gettext as _
from museum_guide.addresses import artefact_address, museum_address, room_address
from museum_guide.artefacts.codes import keypad_number
from museum_guide.languages import name_of
from museum_guide.models import Museum
from museum_guide.reports.figures import (
    Power,
    Whole,
    appreciation,
    grouped,
    hidden,
    powers,
    room_powers,
    stops_of,
    whole,
)
from museum_guide.reports.queries import (
    Looks,
    Seen,
    Shown,
    looks_since,
    referrals_since,
    rooms_of,
    takings_since,
    works_on_view,
)
from museum_guide.suggestions.lengths import stay
from museum_guide.visits.closing import zone_at

PERIODS = (7, 28, 91, 365)
USUAL_PERIOD = 28
PAGE = 50
NOTHING = "\u2013"
# How strongly a room is coloured on the plan, by the share of visits that stop there.
STEPS = (0.1, 0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Report:
    """What a museum's report of a period is made from."""

    museum: Museum
    days: int
    seen: Looks
    works: Sequence[Shown]

    @property
    def present(self) -> int:
        """How many visits looked at something."""
        return len(self.seen.visits)

    def frame(self, current: str) -> dict[str, Any]:
        """Return what every page of the report has: the museum, its tabs, and the choice of a period."""
        base = f"{museum_address(self.museum.slug)}/report"
        names = {"": _("Overview"), "/rooms": _("Rooms"), "/works": _("Works")}
        return {
            "museum": self.museum,
            "days": self.days,
            "base": base,
            "tabs": [
                {"url": f"{base}{path}?days={self.days}", "text": name, "current": path == current}
                for path, name in names.items()
            ],
            "periods": [(str(days), _("%(count)s days", count=days)) for days in PERIODS],
            "enough": hidden(self.present) not in {None, 0},
        }


def report_of(museum: Museum, days: str) -> Report:
    """Read what a report is made from: two statements. A period that is not offered is four weeks."""
    period = int(days) if days.isdigit() and int(days) in PERIODS else USUAL_PERIOD
    return Report(museum, period, looks_since(museum.id, now() - timedelta(days=period)), works_on_view(museum.id))


def overview(report: Report) -> dict[str, Any]:
    """Return the overview: two statements more."""
    since = now() - timedelta(days=report.days)
    stops = stops_of(report.seen.looks)
    works = [one.work for one in report.works]
    takings = takings_since(report.museum.id, since)
    begun, square_metres = next((int(row.number), float(row.amount)) for row in takings if not row.currency)
    figures = whole(works, [visit.minutes for visit in report.seen.visits], stops, square_metres)
    by_visit: dict[int, list[Any]] = {}
    for stop in stops:
        by_visit.setdefault(stop.visit, []).append(stop)
    by_key = {work.key: work for work in works}
    scores = [
        (visit.language, score)
        for visit in report.seen.visits
        if (score := appreciation(by_visit.get(visit.visit, []), by_key)) is not None
    ]
    return report.frame("") | {
        "stats": _stats(begun, figures),
        "index": _index(scores),
        "takings": [_taking(row) for row in takings if row.currency],
        "weekdays": _weekdays(report.seen.visits, zone_at(report.museum.timezone)),
        "referrals": [_referral(row) for row in referrals_since(report.museum.id, since)],
    }


def _stats(begun: int, figures: Whole) -> list[tuple[str, str, str]]:
    """Return the figures of the museum as (number, what it is, how it is counted)."""
    rows: list[tuple[str, str, str]] = [(few(begun), _("visits begun"), "")]
    if figures.minutes is not None:
        length = _("%(number)s min", number=round(figures.minutes))
        rows.append((length, _("median time with the guide"), _("from the first look to the last")))
    if figures.sweep_rate is not None:
        rate = _("%(number)s m² a minute", number=round(figures.sweep_rate))
        rows.append((rate, _("sweep rate"), _("area by mean time; the slower, the closer they looked")))
    if figures.diligent is not None:
        rows.append((percent(figures.diligent), _("stop at more than half of what is shown"), ""))
    return rows


def few(count: int) -> str:
    """Write a count; one to four are told as fewer than five."""
    return _("fewer than 5") if hidden(count) is None else str(count)


def percent(share: float | None) -> str:
    """Write a share in percent, and a dash where it is not told."""
    return NOTHING if share is None else _("%(number)s %%", number=round(100 * share))


def _index(scores: Iterable[tuple[str, float]]) -> list[dict[str, Any]]:
    scores = list(scores)
    everybody = grouped(("all", score) for _language, score in scores)
    rows = [(_("All visits"), count, value) for _name, count, value in everybody]
    languages = grouped(scores)
    # Where some are left out, the rest would tell of them.
    if len(languages) > 1 and sum(count for _code, count, _value in languages) == len(scores):
        rows += [(name_of(code) if code else _("Other languages"), count, value) for code, count, value in languages]
    return [{"name": name, "visits": count, "index": round(value)} for name, count, value in rows]


def _taking(row: Any) -> dict[str, str]:
    return {"tickets": str(row.number), "amount": shown(int(row.amount), row.currency)}


def _weekdays(visits: Sequence[Seen], zone: tzinfo) -> list[dict[str, Any]]:
    names = Locale.parse(babel_locale()).days["stand-alone"]["wide"]
    days = Counter(visit.started_at.astimezone(zone).weekday() for visit in visits)
    most = max([count for count in days.values() if hidden(count)], default=1)
    return [
        {"name": names[day], "visits": few(days[day]), "share": round(20 * (hidden(days[day]) or 0) / most)}
        for day in range(7)
    ]


def _referral(row: Any) -> dict[str, Any]:
    told = {name: few(int(getattr(row, name))) for name in ("shown", "opened", "redeemed")}
    return {"to": row.way == "to", "name": row.name, "url": museum_address(row.slug)} | told


def rooms_page(report: Report) -> dict[str, Any]:
    """Return the rooms of a museum, on the plans of its floors and as tables: one statement more."""
    found = room_powers([one.work for one in report.works], stops_of(report.seen.looks), report.present)
    floors: dict[int, dict[str, Any]] = {}
    for row in rooms_of(report.museum.id):
        floor = floors.setdefault(
            row.floor_id,
            {
                "name": row.floor_name,
                "plan": f"{museum_address(report.museum.slug)}/floors/{row.floor_id}/plan" if row.plan_width else "",
                "width": row.plan_width,
                "height": row.plan_height,
                "rooms": [],
            },
        )
        floor["rooms"].append(_room(report, row, found))
    for floor in floors.values():
        drawn = [room for room in floor["rooms"] if room["drawn"]]
        floor["width"] = floor["width"] or max((room["right"] for room in drawn), default=0)
        floor["height"] = floor["height"] or max((room["bottom"] for room in drawn), default=0)
    return report.frame("/rooms") | {"floors": list(floors.values())}


def _room(report: Report, row: Any, found: Mapping[int, Power]) -> dict[str, Any]:
    power = found.get(row.id, Power(None))
    drawn = None not in {row.x, row.y, row.width, row.height}
    edges = {"right": row.x + row.width, "bottom": row.y + row.height} if drawn else {}
    return {
        "name": row.name,
        "url": room_address(report.museum.slug, row.slug),
        "drawn": drawn,
        "at": {name: getattr(row, name) for name in ("x", "y", "width", "height")},
        "heat": heat(power.attraction),
        **edges,
        **told(power),
    }


def heat(attraction: float | None) -> str:
    """Return the step of a colour for an attraction: 0 to 4, and `none` where it is not told."""
    return "none" if attraction is None else str(sum(attraction >= step for step in STEPS))


def told(power: Power) -> dict[str, str]:
    """Write what an artefact or room does to visits."""
    return {
        "stops": NOTHING if power.stops is None else str(power.stops),
        "attraction": percent(power.attraction),
        "seconds": NOTHING if power.seconds is None else stay(power.seconds),
        "holding": NOTHING if power.holding is None else decimal(f"{power.holding:.2f}"),
    }


def works_page(report: Report, after: int) -> dict[str, Any]:
    """Return a page of the works by number, those behind `after`."""
    found = powers([one.work for one in report.works], stops_of(report.seen.looks), report.present)
    rows = [one for one in report.works if one.row.number > after]
    page = rows[:PAGE]
    base = f"{museum_address(report.museum.slug)}/report/works?days={report.days}"
    return report.frame("/works") | {
        "rows": [
            {
                "number": keypad_number(one.row.number),
                "title": one.row.title,
                "url": artefact_address(report.museum.slug, one.row.number),
                "room": one.row.room_name or "",
                **told(found[one.work.key]),
            }
            for one in page
        ],
        "pager": {
            "newer_url": base if after else None,
            "older_url": f"{base}&after={page[-1].row.number}" if len(rows) > PAGE else None,
        },
    }
