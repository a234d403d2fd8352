"""The sums that pages show, made from what is known of threads: by week, by month, by the time that it took."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from insights.health.ladder import AXES

HOUR, DAY = 3600, 86400
# Upper ends of the spans in seconds; the last span is open.
SPANS = (HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
QUANTILES = (0.5, 0.9)
WEEKS, MONTHS = 26, 12
PARTS = ("dialogue", "access", "risk", "transparency")
SIDES = {"peers": "peer_seconds", "staff": "staff_seconds"}


def sums_of(facts: Sequence[Any], steps: Counter[tuple[str, str]], as_of: datetime) -> dict[str, Any]:
    """Return what the sheet of a run holds. `steps` counts first steps by axis and month."""
    questions = [fact for fact in facts if fact.kind == "question"]
    return {
        "weeks": _by_week(facts, as_of),
        "questions": len(questions),
        "unanswered": sum(unanswered(fact) for fact in questions),
        "waits": {side: _waits(questions, field) for side, field in SIDES.items()},
        "shares": _shares(facts, as_of),
        "dart": {part: _part(facts, part) for part in PARTS},
        "ladder": _ladder(steps, as_of),
    }


def unanswered(fact: Any) -> bool:
    """Whether nobody has answered."""
    return fact.peer_seconds is None and fact.staff_seconds is None


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return a quantile of ordered values, interpolated linearly (Hyndman and Fan 1996, type 7).

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.5
    """
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    above = min(int(place) + 1, len(ordered) - 1)
    return ordered[int(place)] + (ordered[above] - ordered[int(place)]) * (place - int(place))


def months_until(as_of: datetime) -> list[str]:
    """Return the last twelve months as `2026-05`, the present one last.

    >>> months_until(datetime(2026, 2, 3))[-3:]
    ['2025-12', '2026-01', '2026-02']
    """
    last = as_of.year * 12 + as_of.month - 1
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(last - MONTHS + 1, last + 1)]


def _by_week(facts: Sequence[Any], as_of: datetime) -> list[dict[str, Any]]:
    """Return threads by kind for each of the last weeks of seven days, counted back from the moment of the run."""
    counts: Counter[tuple[int, str]] = Counter()
    for fact in facts:
        counts[(as_of - fact.begun_at) // timedelta(days=7), fact.kind] += 1
    weeks = range(WEEKS - 1, -1, -1)
    return [
        {
            "begins": (as_of - timedelta(days=7 * (week + 1))).isoformat(),
            "questions": counts[week, "question"],
            "ideas": counts[week, "idea"],
            "others": sum(count for (at, kind), count in counts.items() if at == week)
            - counts[week, "question"]
            - counts[week, "idea"],
        }
        for week in weeks
    ]


def _waits(questions: Sequence[Any], field: str) -> dict[str, Any]:
    ordered = sorted(seconds for fact in questions if (seconds := getattr(fact, field)) is not None)
    spans = [0] * (len(SPANS) + 1)
    for seconds in ordered:
        spans[bisect_right(SPANS, seconds)] += 1
    return {"number": len(ordered), "quantiles": [quantile(ordered, share) for share in QUANTILES], "spans": spans}


def _shares(facts: Sequence[Any], as_of: datetime) -> list[list[Any]]:
    """Return for each month the replies of customers and of staff in the threads that began in it."""
    customers: Counter[str] = Counter()
    staff: Counter[str] = Counter()
    for fact in facts:
        month = f"{fact.begun_at:%Y-%m}"
        customers[month] += fact.customers
        staff[month] += fact.staff
    return [[month, customers[month], staff[month]] for month in months_until(as_of)]


def _part(facts: Sequence[Any], part: str) -> dict[str, int]:
    counted = [met for fact in facts if (met := getattr(fact, part)) is not None]
    return {"counted": len(counted), "met": sum(counted)}


def _ladder(steps: Counter[tuple[str, str]], as_of: datetime) -> dict[str, Any]:
    """Return how many customers had come on each axis by the end of each month."""
    months = months_until(as_of)
    reached = {
        axis: [sum(count for (on, when), count in steps.items() if on == axis and when <= month) for month in months]
        for axis in AXES
    }
    return {"months": months, "reached": reached}
