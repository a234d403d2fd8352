"""The chart of a subject, what can be said of it in words, and what stands on the overview of the insights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import lazy_gettext, ngettext
from insights.buzz.boomerang import Verdict
from insights.buzz.queries import date_of, open_alarms, subjects
from insights.charts import Cell, Chart, Series, line
from insights.dashboard.panels import Answers, InsightPage, InsightPanel, Line

LINES = 6
PAGES = (
    InsightPage("buzz", lazy_gettext("Buzz"), "/insights/buzz", 30),
    InsightPage("favourites", lazy_gettext("Favourites"), "/insights/favourites", 32),
)


def name_of(row: Row[Any]) -> str:
    """Return what a subject is called."""
    return row.subject or _("Something that has no name now")


def verdict_of(row: Row[Any]) -> str:
    """Say in words what can be said of the last two days."""
    if row.verdict == Verdict.SURGE:
        return _("Talk turns against it")
    if row.verdict == Verdict.CALM:
        return _("No more complaints than usual")
    if not row.verdict:
        return _("Being counted anew")
    if row.needed is None:
        return _("Too few mentions to tell")
    return _("Too few mentions to tell; it would take %(count)s people in two days", count=row.needed)


def feeling_of(tone: float | None) -> str:
    """Return a mean tone as a number from -1 to 1, or a dash where nothing says."""
    return "-" if tone is None else f"{tone:+.2f}"


def chart_of(key: str, days: Sequence[Row[Any]]) -> Chart | None:
    """Draw how many people spoke of a subject, and complained, on each day from the first to the last of these."""
    if not days:
        return None
    known = {row.day: row for row in days}
    span = range(days[0].day, days[-1].day + 1)
    voices = [float(known[day].voices) if day in known else 0.0 for day in span]
    against = [float(known[day].negative) if day in known else 0.0 for day in span]
    urls = [f"/insights/buzz/{key}/rows?day={date_of(day)}" for day in span]
    series = [Series(_("People"), voices, "accent", urls), Series(_("Of them complaining"), against, "madder", urls)]
    return line(_("People who speak of it, by day"), _("Day"), [date_of(day) for day in span], series)


def pages(_viewer: Viewer) -> Sequence[InsightPage]:
    """Return the tabs of this part."""
    return PAGES


def panels(_viewer: Viewer) -> list[InsightPanel]:
    """Return the panel of buzz; two statements."""
    waiting = len(open_alarms())
    return [
        InsightPanel(
            "buzz",
            Answers.NEW,
            _("Buzz"),
            _("Who speaks of what, here and outside, within 28 days. Everybody counts once, however much they say."),
            ngettext("%(num)s alarm of talk that turned", "%(num)s alarms of talk that turned", waiting)
            if waiting
            else "",
            PAGES[0].url,
            _("See who says what"),
            heads=(_("What"), _("People"), _("Tone from -1 to 1"), _("Complaining")),
            lines=[_line(row) for row in subjects()[:LINES]],
            quiet=_("Nothing is spoken of by three people or more."),
            rank=40,
        )
    ]


def _line(row: Row[Any]) -> Line:
    cells = (str(row.voices), feeling_of(row.tone), str(row.negative))
    return Line((Cell(name_of(row), f"/insights/buzz/{row.key}"), *(Cell(text) for text in cells)), row.key)
