"""What the dashboard shows of topics: which grow, and all of them on a map."""

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import ngettext
from insights.charts import Cell
from insights.dashboard.panels import Answers, Drawn, InsightPanel, Line
from insights.topics.queries import largest_topics
from insights.topics.shown import GROWING, label_of, map_of, trend_words

SHOWN = 8


def panels(_viewer: Viewer) -> list[InsightPanel]:
    """Return the panels of topics."""
    rows = largest_topics()
    grow = sorted((row for row in rows if row.growth >= GROWING), key=lambda row: (-row.growth, row.topic_id))
    growing = InsightPanel(
        "growing-topics",
        Answers.GROWING,
        _("Topics that grow"),
        reading=_("Their share of all posts in the last four weeks, against the twelve before."),
        headline=ngettext("%(num)s topic grows", "%(num)s topics grow", len(grow)) if grow else "",
        url="/insights/topics?by=growth",
        url_text=_("All topics by growth"),
        heads=(_("Topic"), _("Trend"), _("Threads")),
        lines=[
            Line((_cell(row), Cell(trend_words(row.growth)), Cell(str(row.threads), _address(row))), f"t{row.topic_id}")
            for row in grow[:SHOWN]
        ],
        quiet=_("No topic grows beyond its usual share."),
    )
    map_panel = InsightPanel(
        "topic-map",
        Answers.GROWING,
        _("Map of topics"),
        reading=_("The larger, the more threads; what lies near one another is akin."),
        url="/insights/topics/map",
        url_text=_("The whole map"),
        drawn=Drawn.MAP,
        picture=map_of(rows[:60]),
        heads=(_("Topic"), _("Threads")),
        lines=[Line((_cell(row), Cell(str(row.threads), _address(row))), f"t{row.topic_id}") for row in rows[:60]],
        wide=True,
        rank=90,
    )
    return [growing, map_panel] if rows else []


def _cell(row: object) -> Cell:
    return Cell(label_of(row), _address(row))


def _address(row: object) -> str:
    return f"/insights/topics/{row.topic_id}"  # type: ignore[attr-defined]
