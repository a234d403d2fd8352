"""What the health puts on the dashboard: what came in, what waits, what was promised, and how the dialogue goes."""

from datetime import datetime
from typing import Any

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.promised import open_promises
from core.durations import duration
from core.pages import ago
from core.times import calendar_day
from core.translation import gettext as _
from core.translation import ngettext
from insights.charts import Bar, Cell, Chart, Series, columns, line
from insights.dashboard.panels import Answers, Drawn, InsightPanel, Line
from insights.health.reading import sheet, waiting
from insights.health.sums import SPANS

ROWS = "/insights/health/threads"
WAITING = 6
KINDS_DRAWN = (("questions", "accent"), ("ideas", "brass"), ("others", "sky"))


def panels(viewer: Viewer) -> list[InsightPanel]:
    """Return the panels of the dashboard: three statements."""
    sums = sheet()
    found = [_promised(viewer)]
    if sums is None:
        return found
    return [_new(sums), _waiting(viewer, sums), *found, _waits(sums), _dart(sums)]


def _new(sums: dict[str, Any]) -> InsightPanel:
    last = sum(sums["weeks"][-1][key] for key, _tone in KINDS_DRAWN)
    chart = weeks_drawn(sums)
    return InsightPanel(
        "new",
        Answers.NEW,
        _("New threads"),
        _("Questions, ideas and the rest, week by week."),
        ngettext("%(num)s new thread in seven days", "%(num)s new threads in seven days", last),
        "/questions",
        _("Read the newest"),
        Drawn.LINE,
        chart,
        heads=(_("Week from"), *(name for name, _tone in chart.legend)),
        lines=[Line([Cell(label), *cells]) for label, cells in chart.rows],
        rank=90,
    )


def weeks_drawn(sums: dict[str, Any]) -> Chart:
    """Return the threads of the last half year as lines."""
    names = {"questions": _("Questions"), "ideas": _("Ideas"), "others": _("Others")}
    labels = [calendar_day(datetime.fromisoformat(week["begins"])) for week in sums["weeks"]]
    series = [Series(names[key], [week[key] for week in sums["weeks"]], tone) for key, tone in KINDS_DRAWN]
    return line(_("New threads by week"), _("Week from"), labels, series)


def _waiting(viewer: Viewer, sums: dict[str, Any]) -> InsightPanel:
    count = sums["unanswered"]
    lines = [
        Line(
            [
                Cell(row.title, KINDS[row.kind].address(row.thread_id, row.title)),
                Cell(ago(row.begun_at)),
                Cell(str(row.score)),
            ]
        )
        for row in waiting(viewer, WAITING)
    ]
    return InsightPanel(
        "waiting",
        Answers.WAITING,
        _("Questions without an answer"),
        _("Those that most others have too stand on top, then those that wait longest."),
        ngettext("%(num)s question waits", "%(num)s questions wait", count)
        if count
        else _("Every question is answered"),
        f"{ROWS}/unanswered",
        _("See all that wait"),
        heads=(_("Question"), _("Asked"), _("Votes")),
        lines=lines,
        quiet=_("Every question has an answer."),
    )


def _promised(viewer: Viewer) -> InsightPanel:
    promises = open_promises(viewer)
    late = sum(promise.late for promise in promises)
    lines = [
        Line(
            [
                Cell(one.title, one.url),
                Cell(_("late: %(day)s", day=one.when) if one.late else one.when),
                Cell(percent(one.sure)),
            ]
        )
        for one in promises
    ]
    if late:
        says = ngettext("%(num)s promise is late", "%(num)s promises are late", late)
    else:
        says = _("Nothing is late") if promises else ""
    return InsightPanel(
        "promised",
        Answers.PROMISED,
        _("Open promises"),
        _("Those that are due first, and how sure we said we are."),
        says,
        "/roadmap",
        _("To the roadmap"),
        heads=(_("Promise"), _("Until"), _("Sure")),
        lines=lines,
        quiet=_("No promise is open."),
    )


def _waits(sums: dict[str, Any]) -> InsightPanel:
    chart = waits_drawn(sums)
    middle = sums["waits"]["peers"]["quantiles"][0]
    says = _("Half within %(time)s", time=duration(middle)) if middle is not None else ""
    return InsightPanel(
        "waits",
        Answers.DIALOGUE,
        _("Time to the first answer"),
        _("How many questions had to wait how long, and for whom."),
        says,
        "/insights/health",
        _("How the dialogue goes"),
        Drawn.COLUMNS,
        chart,
        heads=(_("Time"), *(name for name, _tone in chart.legend)),
        lines=[Line([Cell(label), *cells]) for label, cells in chart.rows],
        rank=10,
    )


def waits_drawn(sums: dict[str, Any]) -> Chart:
    """Return how long questions waited as columns; each number opens its questions."""
    names = {"peers": _("Peers"), "staff": _("Staff")}
    labels = [_("up to %(time)s", time=duration(end)) for end in SPANS] + [_("longer")]
    series = [
        Series(names[side], sums["waits"][side]["spans"], tone, [f"{ROWS}/{side}-{at}" for at in range(len(labels))])
        for side, tone in (("peers", "accent"), ("staff", "brass"))
    ]
    return columns(_("Questions by the time to the first answer"), _("Time"), labels, series)


def _dart(sums: dict[str, Any]) -> InsightPanel:
    bars = dart_bars(sums)
    return InsightPanel(
        "dart",
        Answers.DIALOGUE,
        _("Dialogue, access, risk, transparency"),
        _("In how many threads customers and makers meet as equals."),
        "",
        "/insights/health",
        _("What each counts"),
        Drawn.BARS,
        bars,
        heads=(_("Part"), _("Share")),
        lines=[Line([Cell(bar.name, bar.url), Cell(bar.text)]) for bar in bars],
        rank=20,
    )


def dart_bars(sums: dict[str, Any]) -> list[Bar]:
    """Return the four parts of DART as bars; each opens what does not meet it yet."""
    names = {
        "dialogue": (_("Dialogue"), _("Heard from the other side within two days")),
        "access": (_("Access"), _("Somebody of staff took part")),
        "risk": (_("Risk"), _("A promise, with how sure it is, that customers answered")),
        "transparency": (_("Transparency"), _("An idea of thirty days with a decision on record")),
    }
    found = []
    for part, (name, hint) in names.items():
        counted, met = sums["dart"][part]["counted"], sums["dart"][part]["met"]
        share = 100 * met / counted if counted else 0.0
        text = _("%(met)s of %(counted)s", met=met, counted=counted) if counted else "-"
        found.append(Bar(name, text, round(share, 1), f"{ROWS}/{part}-missed" if counted > met else "", "accent", hint))
    return found


def percent(share: float) -> str:
    """Return a number of per cent in words."""
    return _("%(share)s %%", share=round(share))
