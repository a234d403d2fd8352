"""Places on the pages of the insights that their parts fill, each without knowing the others.

A part fills them in its `register`, inside `with app.app_context()`:

    places().fill(INSIGHT_PANELS, panels)   panels(viewer) -> [InsightPanel]: what stands on the dashboard
    places().fill(INSIGHT_PAGES, pages)     pages(viewer) -> [InsightPage]: the tabs above every page of the insights

A provider reads stored results of the last run that is done, with at most two statements, and computes nothing.
"""

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from flask_babel import LazyString

from accounts.viewers import Viewer
from core.pages import places
from insights.charts import Bar, Cell, Chart
from insights.maps import Heat, Map

INSIGHT_PANELS = "insight panels"
INSIGHT_PAGES = "insight pages"
Words: TypeAlias = LazyString | str
Picture: TypeAlias = Chart | Map | Heat | Sequence[Bar] | None


class Answers(enum.StrEnum):
    """The question of a product manager that a panel answers; the dashboard asks them in this order."""

    NEW = "new"
    GROWING = "growing"
    PEOPLE = "people"
    WAITING = "waiting"
    PROMISED = "promised"
    DIALOGUE = "dialogue"


class Drawn(enum.StrEnum):
    """How the picture of a panel is drawn: a macro of `insights/charts.html`, or a template of the part's own."""

    NOTHING = ""
    LINE = "line"
    COLUMNS = "columns"
    BARS = "bars"
    HEAT = "heat"
    MAP = "scatter"
    OWN = "own"


class Line(NamedTuple):
    """A row of a panel's table; the first cell names it. `key` is that of its mark where the picture is a map."""

    cells: Sequence[Cell]
    key: str = ""


class InsightPanel(NamedTuple):
    """A panel of the dashboard. Every number in `lines` opens its rows (`Cell.url`) and is exported as it stands.

    `headline` says the panel in a few words at the top of the page and in the mail ("3 topics are growing") and opens
    `url`, the part's own page; empty where there is nothing to say. `reading` is one sentence on how to read it and how
    far to trust it. `picture` is what `drawn` says; with Drawn.OWN, `template` is included and finds `panel`. A picture
    whose macro brings its table (LINE, COLUMNS, BARS, HEAT) is followed by `lines` only where `beside` is true.
    """

    key: str
    answers: Answers
    title: Words
    reading: Words = ""
    headline: Words = ""
    url: str = ""
    url_text: Words = ""
    drawn: Drawn = Drawn.NOTHING
    picture: Picture = None
    template: str = ""
    shown: Any = None
    heads: Sequence[Words] = ()
    lines: Sequence[Line] = ()
    beside: bool = False
    quiet: Words = ""
    wide: bool = False
    rank: int = 50


class InsightPage(NamedTuple):
    """A tab above the pages of the insights; `key` is what its pages give to `insight_tabs` as the current one."""

    key: str
    text: Words
    url: str
    rank: int = 50


def insight_panels(viewer: Viewer) -> list[InsightPanel]:
    """Return every panel, in the order of the questions that they answer and of their ranks."""
    found = [panel for provider in places().of(INSIGHT_PANELS) for panel in provider(viewer)]
    order = list(Answers)
    return sorted(found, key=lambda panel: (order.index(panel.answers), panel.rank))


def insight_pages(viewer: Viewer) -> list[InsightPage]:
    """Return the tabs above the pages of the insights."""
    found = [page for provider in places().of(INSIGHT_PAGES) for page in provider(viewer)]
    return sorted(found, key=lambda page: page.rank)
