"""Addresses of the health of the dialogue, and of the rows behind its numbers."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import person
from contributions.kinds import KINDS
from core.durations import duration
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _
from insights.charts import Series, columns, line
from insights.health import reading
from insights.health.panels import dart_bars, waits_drawn, weeks_drawn
from insights.health.sums import PARTS, SIDES, SPANS

blueprint = Blueprint("insights_health", __name__, url_prefix="/insights/health")


@blueprint.get("")
def health() -> ResponseReturnValue:
    """Show how long people wait, who answers, how far customers came, and the four parts of DART."""
    sums = reading.sheet()
    shown = {} if sums is None else _drawn(sums)
    return render_template("insights/health/health.html", sums=sums, **shown)


def _drawn(sums: dict[str, Any]) -> dict[str, Any]:
    waits = sums["waits"]
    names = {"peers": _("Peers"), "staff": _("Staff")}
    return {
        "weeks": weeks_drawn(sums),
        "waits": waits_drawn(sums),
        "halves": [(names[side], [_length(value) for value in waits[side]["quantiles"]]) for side in names],
        "shares": _shares(sums),
        "dart": dart_bars(sums),
        "axes": axes(),
        "ladder": _ladder(sums),
    }


def axes() -> dict[str, tuple[str, str, str]]:
    """Return what each axis leads from and to, and the rule by which a customer comes on it."""
    return {
        "agent": (_("Passive buyers"), _("Active agents"), _("wrote anything")),
        "partner": (_("Buyers"), _("Partners"), _("wrote an idea")),
        "experience": (
            _("Needs researched"),
            _("Experience understood"),
            _("wrote twice in a thread in which staff wrote"),
        ),
        "knowledge": (
            _("Reliance on experts"),
            _("Knowledge of customers"),
            _("gave an answer that was accepted or has two votes"),
        ),
    }


def _length(seconds: float | None) -> str:
    return "-" if seconds is None else duration(seconds)


def _shares(sums: dict[str, Any]) -> Any:
    labels = [month for month, _customers, _staff in sums["shares"]]
    series = [
        Series(_("Customers"), [customers for _month, customers, _staff in sums["shares"]]),
        Series(_("Staff"), [staff for _month, _customers, staff in sums["shares"]], "brass"),
    ]
    return columns(_("Replies by the month in which their thread began"), _("Month"), labels, series)


def _ladder(sums: dict[str, Any]) -> Any:
    tones = dict(zip(axes(), ("accent", "brass", "sky", "madder"), strict=True))
    series = [
        Series(to, sums["ladder"]["reached"][axis], tones[axis], [f"/insights/health/steps/{axis}"] * 12)
        for axis, (_from, to, _rule) in axes().items()
    ]
    return line(_("Customers who have come on each axis"), _("Month"), sums["ladder"]["months"], series)


@blueprint.get("/threads/<figure>")
def threads(figure: str) -> ResponseReturnValue:
    """List the threads behind a number."""
    page = reading.threads(current_viewer(), figure, _cursor())
    rows = [
        {
            "url": KINDS[row.kind].address(row.thread_id, row.title),
            "title": row.title,
            "space": row.space,
            "when": (iso(row.begun_at), ago(row.begun_at), full_time(row.begun_at)),
        }
        for row in page.rows
    ]
    pager = page.links(f"/insights/health/threads/{figure}")
    return render_template("insights/health/rows.html", heading=heading(figure), rows=rows, pager=pager)


def heading(figure: str) -> str:
    """Return what the threads are that a figure counts."""
    part, _dash, rest = figure.partition("-")
    words = (_("Dialogue"), _("Access"), _("Risk"), _("Transparency"))
    names = dict(zip(PARTS, words, strict=True))
    if part in names:
        met = _("%(part)s: met", part=names[part])
        return met if rest == "met" else _("%(part)s: not met yet", part=names[part])
    if part in SIDES:
        span = int(rest)
        time = _("up to %(time)s", time=duration(SPANS[span])) if span < len(SPANS) else _("longer")
        who = _("First answer by peers") if part == "peers" else _("First answer by staff")
        return f"{who}: {time}"
    names = {"unanswered": _("Questions without an answer"), "question": _("Questions"), "idea": _("Ideas")}
    return names[figure]


@blueprint.get("/steps/<axis>")
def steps(axis: str) -> ResponseReturnValue:
    """List the customers who came on an axis, each with the post by which they did."""
    page = reading.steps(current_viewer(), axis, _cursor())
    rows = [
        {
            "url": f"/contributions/{row.post_id}"
            if row.thread_id
            else KINDS[row.kind].address(row.post_id, row.title),
            "title": row.title or _("What they wrote"),
            "author": person(row.member_id, row.name, row.roles_held),
            "when": (iso(row.at), ago(row.at), full_time(row.at)),
        }
        for row in page.rows
    ]
    _from, to, rule = axes()[axis]
    pager = page.links(f"/insights/health/steps/{axis}")
    lead = _("Customers who %(rule)s, from when on.", rule=rule)
    return render_template("insights/health/rows.html", heading=to, lead=lead, rows=rows, pager=pager)


def _cursor() -> Cursor | None:
    given = request.args.get("page")
    return Cursor.decode(given, 2) if given else None
