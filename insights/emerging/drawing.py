"""The map of weak signals, and what stands on the overview of the insights."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import lazy_gettext, ngettext
from insights.charts import Cell
from insights.dashboard.panels import Answers, Drawn, InsightPage, InsightPanel
from insights.dashboard.panels import Line as TableLine
from insights.emerging.queries import drawn_cards
from insights.maps import Axes, Map, Mark, scatter

LINES = 6
PAGE = InsightPage("emerging", lazy_gettext("Emerging"), "/insights/emerging", 20)


def signals(rows: Sequence[Row[Any]]) -> Map | None:
    """Draw open alarms: across how many people speak of it, up how many times as often as before (both logarithms).

    Weak signals, of few people and growing fast, stand at the upper left. After Yoon's map of keywords (2012), with the
    lower bound of the growth in place of the growth.
    """
    marks = [
        Mark(
            f"e{row.alarm_id}", row.label, math.log(row.authors), math.log(max(row.growth_low, 1.0)), row.strength,
            int(row.clock == "slow"), f"/insights/emerging/{row.alarm_id}",
            ngettext("%(num)s person", "%(num)s people", row.authors),
        )
        for row in rows
        if row.label and not row.closed
    ]  # fmt: skip
    if not marks:
        return None
    axes = Axes(_("more people"), _("grows faster"))
    return scatter(_("Weak and strong signals"), marks, axes=axes)


def pages(_viewer: Viewer) -> Sequence[InsightPage]:
    """Return the tab of this part."""
    return (PAGE,)


def panels(_viewer: Viewer) -> list[InsightPanel]:
    """Return the panel of what emerges; one statement."""
    rows = [row for row in drawn_cards() if not row.closed and row.label]
    count = len(rows)
    return [
        InsightPanel(
            "emerging",
            Answers.GROWING,
            _("Just emerging"),
            _("Things that are spoken of more often than chance has it, by at least three people."),
            ngettext("%(num)s thing is just emerging", "%(num)s things are just emerging", count) if count else "",
            PAGE.url,
            _("See them with their posts"),
            Drawn.NOTHING,
            heads=(_("What"), _("People"), _("Times as often, at least")),
            lines=[_line(row) for row in rows[:LINES]],
            quiet=_("Nothing grows faster than chance has it."),
            rank=10,
        )
    ]


def _line(row: Row[Any]) -> TableLine:
    url = f"/insights/emerging/{row.alarm_id}"
    return TableLine((Cell(row.label, url), Cell(str(row.authors)), Cell(f"{row.growth_low:.1f}")), f"e{row.alarm_id}")
