"""The pages of waiting times; every number opens the questions that it counts."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from community.times.figures import SPANS, Series, grouped, series, span_of
from community.times.reading import FIRST, PEERS, SOLUTION, STAFF, Asked, Limits, asked, described
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.queries import spaces_of
from contributions.schemas import fold_tag
from core.durations import duration
from core.pages import full_time, iso
from core.paging import Cursor, page_of
from core.translation import gettext as _

blueprint = Blueprint("times", __name__)
WHO, MEASURES = (PEERS, STAFF), (FIRST, SOLUTION)
PAGE = 30
MONTHS_SHOWN = 24
SPACES_SHOWN = 30


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/staff/times")
def times() -> ResponseReturnValue:
    """Show the distributions, for peers and staff apart, by month and by space."""
    viewer, limits = current_viewer(), read_limits()
    questions = asked(viewer, limits)
    spaces = spaces_of(viewer)
    names = {str(space.id): space.name for space in spaces}
    return render_template(
        "community/times.html",
        total=len(questions),
        total_url=_rows_url(limits),
        summary=[_summary(questions, limits, measure, who) for measure in MEASURES for who in WHO],
        spreads=[_spread(questions, limits, measure) for measure in MEASURES],
        by_month=_by(questions, limits, "month", {}),
        by_space=_by(questions, limits, "space", names),
        limits=limits,
        spaces=[("", _("All spaces")), *names.items()],
        ages=[("12", _("12 months")), ("3", _("3 months")), ("36", _("3 years")), ("all", _("Since the beginning"))],
        months="all" if limits.months is None else str(limits.months),
    )


def read_limits() -> Limits:
    """Return what the address limits the figures to."""
    given = request.args
    months = None if given.get("months") == "all" else min(key_of(given.get("months")) or 12, 1200)
    return Limits(months, key_of(given.get("space")), fold_tag(given.get("tag", ""))[:60])


def _rows_url(limits: Limits, **more: object) -> str:
    query = {"months": limits.months or "all", "space": limits.space, "tag": limits.tag, **more}
    given = urlencode({name: value for name, value in query.items() if value not in {None, ""}})
    return f"{url_for('times.rows')}?{given}"


def _in_words(value: float | None) -> str:
    return duration(value) if value is not None else "-"


def names_of_measures() -> dict[tuple[str, str], str]:
    """Return what each series is called."""
    return {
        (FIRST, PEERS): _("First answer by peers"),
        (FIRST, STAFF): _("First answer by staff"),
        (SOLUTION, PEERS): _("Solution by peers"),
        (SOLUTION, STAFF): _("Solution by staff"),
    }


def _summary(questions: list[Asked], limits: Limits, measure: str, who: str) -> dict[str, Any]:
    known = series(questions, measure, who)
    share = round(100 * known.number / len(questions)) if questions else 0
    return {
        "name": names_of_measures()[measure, who],
        "count": known.number,
        "share": share,
        "url": _rows_url(limits, measure=measure, who=who),
        "quantiles": [_in_words(value) for value in known.quantiles],
    }


def span_names() -> list[str]:
    """Name the spans into which times are counted."""
    return [_("up to %(time)s", time=duration(end)) for end in SPANS] + [_("longer")]


def _spread(questions: list[Asked], limits: Limits, measure: str) -> dict[str, Any]:
    known = {who: series(questions, measure, who) for who in WHO}
    most = max([1, *(count for one in known.values() for count in one.spans)])
    rows = [
        {"name": name, "cells": [_bar(limits, known[who], who, number, most, measure) for who in WHO]}
        for number, name in enumerate(span_names())
    ]
    names = {FIRST: _("Until the first answer"), SOLUTION: _("Until the solution")}
    return {"title": names[measure], "rows": rows}


def _bar(limits: Limits, known: Series, who: str, number: int, most: int, measure: str) -> dict[str, Any]:
    count = known.spans[number]
    url = _rows_url(limits, measure=measure, who=who, bucket=number)
    return {"who": who, "text": count, "share": round(100 * count / most, 1), "url": url if count else ""}


def _by(questions: list[Asked], limits: Limits, by: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each month (the latest first) or space (the largest first): medians and counts of the four."""
    groups = grouped(questions, by)
    ordered = sorted(groups, key=lambda name: name if by == "month" else len(groups[name]), reverse=True)
    return [
        {
            "name": names.get(name, name),
            "count": len(groups[name]),
            "url": _rows_url(limits, **{by: name}),
            "cells": [_median(groups[name], limits, measure, who, **{by: name}) for measure in MEASURES for who in WHO],
        }
        for name in ordered[: MONTHS_SHOWN if by == "month" else SPACES_SHOWN]
    ]


def _median(questions: list[Asked], limits: Limits, measure: str, who: str, **of: str) -> dict[str, Any]:
    known = series(questions, measure, who)
    url = _rows_url(limits, measure=measure, who=who, **of) if known.number else ""
    return {"text": _in_words(known.quantiles[0]), "count": known.number, "url": url}


@blueprint.get("/staff/times/rows")
def rows() -> ResponseReturnValue:
    """List the questions behind a number, those that took longest first."""
    viewer, limits, given = current_viewer(), read_limits(), request.args
    measure = given.get("measure") if given.get("measure") in MEASURES else None
    who = given.get("who") if given.get("who") in WHO else None
    chosen = [one for one in asked(viewer, limits) if _fits(one, measure, who)]
    cursor = Cursor.decode(given["page"], 2) if given.get("page") else None
    key = (measure or FIRST, who or PEERS)
    keyed = sorted(((one.seconds.get(key, 0.0), one.id) for one in chosen), reverse=True)
    page = page_of(_slice(keyed, cursor), cursor, PAGE, lambda pair: pair)
    more = {name: given.get(name) for name in ("measure", "who", "bucket", "month")}
    return render_template(
        "community/times_rows.html",
        heading=names_of_measures()[measure, who] if measure and who else _("Questions"),
        rows=_described(viewer, page.rows, timed=measure is not None),
        total=len(chosen),
        pager=page.links(_rows_url(limits, **more)),
    )


def _fits(one: Asked, measure: str | None, who: str | None) -> bool:
    given = request.args
    if given.get("month") and one.month != given["month"]:
        return False
    if measure is None or who is None:
        return True
    seconds = one.seconds.get((measure, who))
    bucket = key_of(given.get("bucket"))
    return seconds is not None and (bucket is None or span_of(seconds) == bucket)


def _slice(keyed: list[tuple[float, int]], cursor: Cursor | None) -> list[tuple[float, int]]:
    """Return a page and one more, in the order in which `page_of` expects them."""
    if cursor is None:
        return keyed[: PAGE + 1]
    if cursor.backwards:
        return [pair for pair in reversed(keyed) if pair > cursor.key][: PAGE + 1]
    return [pair for pair in keyed if pair < cursor.key][: PAGE + 1]


def _described(viewer: Viewer, pairs: Any, *, timed: bool) -> list[dict[str, Any]]:
    found = described(viewer, [key for _seconds, key in pairs])
    return [
        {
            "url": KINDS[found[key].kind].address(key, found[key].title),
            "title": found[key].title,
            "space": found[key].space,
            "took": duration(seconds) if timed else "",
            "created_iso": iso(found[key].created_at),
            "created_full": full_time(found[key].created_at),
        }
        for seconds, key in pairs
        if key in found
    ]
