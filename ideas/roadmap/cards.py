"""Promises as pages show them: days in words, evidence by name, and the bar that draws them on a line of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask_babel import LazyString

from accounts.people import Person, person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from core.clock import now
from core.times import decimal, written_day
from core.translation import gettext as _
from core.translation import lazy_gettext, ngettext
from ideas.links import IdeaLink
from ideas.roadmap.evidence import BY_KEY, Dream, dream
from ideas.roadmap.expecting import DELIVERED, Told, told_of
from ideas.roadmap.models import Outcome

MARGIN = 14
OUTCOMES: dict[str, LazyString] = {
    "open": lazy_gettext("Open"),
    "kept": lazy_gettext("Kept"),
    "late": lazy_gettext("Kept late"),
    "broken": lazy_gettext("Broken"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
LOOKS = {"open": "answered", "kept": "solved", "late": "official", "broken": "deleted", "withdrawn": "closed"}


class Bar(NamedTuple):
    """Where a promise lies on a line of time 100 long: its days, the last day promised first, and the present day."""

    start: float
    width: float
    first: float
    delivered: float | None
    today: float


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """A promise in a list or on its page."""

    id: int
    url: str
    title: str
    author: Person | None
    idea: IdeaLink | None
    outcome: str
    outcome_text: LazyString
    look: str
    window: str
    confidence: int
    evidence: LazyString
    evidence_url: str
    slip: int
    slip_text: str
    overdue: bool
    told: Told
    mean_text: str
    gap_text: str
    dream: Dream | None
    bar: Bar | None
    comments: int


def cards(viewer: Viewer, rows: Sequence[Any], links: Mapping[int, IdeaLink]) -> list[PromiseCard]:
    """Return the cards of a page; they share one line of time, so their bars can be compared."""
    today = today_number()
    days = [day for row in rows for day in (row.earliest_day, row.latest_day, row.first_latest_day)] + [today]
    line = (min(days) - MARGIN, max(days) + MARGIN)
    return [card(viewer, row, links, line) for row in rows]


def card(viewer: Viewer, row: Any, links: Mapping[int, IdeaLink], line: tuple[int, int] | None = None) -> PromiseCard:
    """Return the card of a row with the columns of a promise and its sums; what is dreamy is for staff to know."""
    told, slip = told_of(row), slip_of(row)
    return PromiseCard(
        id=row.id,
        url=KINDS["promise"].address(row.id, row.title),
        title=row.title,
        author=person(row.author_id, row.author_name, row.author_roles),
        idea=links.get(row.idea_id),
        outcome=row.outcome,
        outcome_text=OUTCOMES[row.outcome],
        look=LOOKS[row.outcome],
        window=window(row),
        confidence=row.confidence,
        evidence=BY_KEY[row.evidence].name,
        evidence_url=row.evidence_url,
        slip=slip,
        slip_text=slip_words(slip),
        overdue=row.outcome == Outcome.OPEN and row.latest_day < today_number(),
        told=told,
        mean_text="" if told.mean is None else decimal(f"{told.mean:.1f}"),
        gap_text=gap_words(told),
        dream=_dream(viewer, row, told),
        bar=_bar(row, line) if line else None,
        comments=row.comment_count,
    )


def _dream(viewer: Viewer, row: Any, told: Told) -> Dream | None:
    waits = row.outcome == Outcome.OPEN and viewer.standing.employee
    return dream(row.evidence, row.confidence, told.expected) if waits else None


def today_number() -> int:
    """Return the present day in UTC as promises count days."""
    return now().date().toordinal()


def slip_of(row: Any) -> int:
    """Return by how many days a promise came, or is said to come, after the last day that was promised first."""
    last = row.delivered_day if row.outcome in DELIVERED else row.latest_day
    return int(last - row.first_latest_day)


def slip_words(days: int) -> str:
    """Say how far a promise moved from what was promised first; nothing where it did not."""
    if days > 0:
        return ngettext("%(num)s day later than promised first", "%(num)s days later than promised first", days)
    if days < 0:
        return ngettext("%(num)s day earlier than promised first", "%(num)s days earlier than promised first", -days)
    return ""


def gap_words(told: Told) -> str:
    """Say by how much what members got fell short of what they expected, with its interval; nothing for too few."""
    if told.gap is None:
        return ""
    gap, low, high = (decimal(f"{bound:+.1f}") for bound in told.gap)
    return ngettext(
        "%(num)s member said before and after: expected less got is %(gap)s on the same scale (%(low)s … %(high)s).",
        "%(num)s members said before and after: expected less got is %(gap)s on the same scale (%(low)s … %(high)s).",
        told.got_count,
        gap=gap,
        low=low,
        high=high,
    )


def window(row: Any) -> str:
    """Say for when a promise is, or on what day it was delivered."""
    if row.delivered_day is not None:
        return _("Delivered on %(day)s", day=day_words(row.delivered_day))
    if row.earliest_day == row.latest_day:
        return day_words(row.latest_day)
    return _("%(first)s to %(last)s", first=day_words(row.earliest_day), last=day_words(row.latest_day))


def day_words(number: int) -> str:
    """Write a day as promises count them."""
    return written_day(date.fromordinal(number))


def _bar(row: Any, line: tuple[int, int]) -> Bar:
    begin, length = line[0], line[1] - line[0]

    def at(day: int) -> float:
        return round(100 * (day - begin) / length, 1)

    start = at(row.earliest_day)
    delivered = None if row.delivered_day is None else min(100.0, max(0.0, at(row.delivered_day)))
    return Bar(start, max(1.5, at(row.latest_day) - start), at(row.first_latest_day), delivered, at(today_number()))
