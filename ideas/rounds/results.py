"""What came out of a round, as rows that a page can show."""

from collections.abc import Sequence
from typing import Any

from core.money import shown as in_words
from core.translation import gettext as _
from core.translation import ngettext
from ideas.rounds.models import Mode, Round
from ideas.rounds.words import amount, percent

Result = dict[str, Any]


def result_rows(found: Round, options: Sequence[Any], result: Result) -> list[Result]:
    """Return the options in the order of a result, each with its place, words, and a bar of 0 to 100."""
    by_number = {option.number: option for option in options}
    rows = [row for row in result["options"] if row["number"] in by_number]
    most = max((abs(row.get("total", 0)) for row in rows), default=0) or 1
    return [_row(found, by_number[row["number"]], row, most, bool(result.get("running"))) for row in rows]


def _row(found: Round, option: Any, row: Result, most: int, running: bool) -> Result:
    shown = {
        "number": row["number"],
        "title": _("Taken down") if option.taken_down else option.title,
        "place": row["place"],
        "won": False,
    }
    if found.mode == Mode.BUDGET and not running:
        return shown | _project(found, row)
    if found.mode == Mode.PAIRWISE:
        duels = _("chosen %(won)s times, not chosen %(lost)s times", won=row["won"], lost=row["lost"])
        return shown | {"text": percent(row["chance"]), "more": duels, "share": round(row["chance"] * 100, 1)}
    if found.mode == Mode.OPINIONS:
        return shown | _opinion(row)
    return shown | {"text": _sum(found, row), "more": "", "share": round(max(0, row["total"]) * 100 / most, 1)}


def _sum(found: Round, row: Result) -> str:
    if found.mode == Mode.QUADRATIC:
        sides = {"total": row["total"], "supporters": row["for"], "opponents": row["against"]}
        return _("%(total)s votes, from %(supporters)s for it and %(opponents)s against", **sides)
    if found.mode == Mode.VOTES:
        votes = ngettext("%(num)s vote", "%(num)s votes", row["total"])
        return _("%(votes)s from %(supporters)s members", votes=votes, supporters=row["for"])
    return ngettext("%(num)s supporter", "%(num)s supporters", row["for"])


def _opinion(row: Result) -> Result:
    seen = row["for"] + row["against"] + row["pass"]
    sides = {"agree": row["for"], "disagree": row["against"], "passed": row["pass"]}
    words = _("%(agree)s agree, %(disagree)s disagree, %(passed)s pass", **sides)
    share = row["for"] / seen if seen else 0.0
    return {"text": percent(share), "more": words, "share": round(share * 100, 1)}


def _project(found: Round, row: Result) -> Result:
    supporters = ngettext("%(num)s supporter", "%(num)s supporters", row["supporters"])
    words = {"cost": in_words(row["cost"], found.currency), "supporters": supporters}
    bought = {"more": _("%(cost)s, %(supporters)s", **words), "share": 0, "won": row["place"] is not None}
    if row["way"] == "shares":
        return bought | {"text": _("Paid by equal shares")}
    if row["way"] == "rest":
        return bought | {"text": _("Paid from what was left over")}
    return bought | {"text": _("Not paid: %(missing)s missing", missing=amount(row["missing"], found.currency))}


def summary_of(found: Round, result: Result) -> str:
    """Say in a sentence what a round came to."""
    ballots = ngettext("%(num)s ballot was counted.", "%(num)s ballots were counted.", result["ballots"])
    if result.get("void"):
        return ballots
    if found.mode == Mode.BUDGET:
        words = {"spent": in_words(result["spent"], found.currency), "budget": in_words(found.budget, found.currency)}
        return _("%(ballots)s %(spent)s of %(budget)s are spent.", ballots=ballots, **words)
    if found.mode == Mode.PAIRWISE:
        words = {"answers": result["answers"], "undecided": result["undecided"], "invalid": result["invalid"]}
        counted = _("%(answers)s choices, %(undecided)s times undecided, %(invalid)s answers not counted.", **words)
        return f"{ballots} {counted}"
    return ballots
