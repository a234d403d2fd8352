"""Receipts of a budget: who paid how much for what. Voters are numbers of people, and each sees their own share."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.database import read
from core.money import shown as in_words
from core.translation import gettext as _
from core.translation import ngettext
from ideas.rounds.models import Mode, Round, RoundBallot, RoundPayment
from ideas.rounds.pages import frame_of
from ideas.rounds.queries import options_shown, own_ballot, result_of, round_for
from ideas.rounds.words import amount

Result = dict[str, Any]


def receipts_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return the receipts of a budget that was counted. Raises NotFound."""
    found = round_for(viewer, key)
    result = result_of(found)
    if found.mode != Mode.BUDGET or result is None or result.get("void"):
        raise NotFound
    options = {option.number: option for option in options_shown(viewer, key)}
    return {
        **frame_of(found, viewer),
        "rows": [_receipt(found, options[row["number"]], row) for row in result["options"] if row["number"] in options],
        "share": amount(result["share"], found.currency),
        "first_share": amount(str(Fraction(found.budget, result["ballots"] or 1)), found.currency),
        "grown": ngettext("%(num)s step", "%(num)s steps", result["steps"]) if result["steps"] else "",
        "left": in_words(found.budget - result["spent"], found.currency),
        "own": _own(found, own_ballot(viewer, key), list(options.values()), result),
    }


def _receipt(found: Round, option: Any, row: Result) -> Result:
    missing = row["missing"]
    return {
        "number": row["number"],
        "title": _("Taken down") if option.taken_down else option.title,
        "cost": in_words(row["cost"], found.currency),
        "supporters": row["supporters"],
        "way": row["way"],
        "price": row["price"],
        "paid": [
            {
                "text": amount(paid, found.currency),
                "exact": paid,
                "people": ngettext("%(num)s person paid", "%(num)s people paid", count),
            }
            for paid, count in row["paid"]
        ],
        "missing": amount(missing, found.currency) if missing else "",
        "missing_exact": missing,
    }


def _own(found: Round, ballot: RoundBallot | None, options: Sequence[Any], result: Result) -> Result | None:
    if ballot is None:
        return None
    columns = select(RoundPayment.option_id, RoundPayment.amount).where(RoundPayment.ballot_id == ballot.id)
    paid = {row.option_id: row.amount for row in read(columns)}
    left = Fraction(result["share"]) - sum(map(Fraction, paid.values()))
    lines = [
        {
            "title": _("Taken down") if option.taken_down else option.title,
            "text": amount(paid[option.id], found.currency),
            "exact": paid[option.id],
        }
        for option in options
        if option.id in paid
    ]
    return {"code": ballot.code, "lines": lines, "left": amount(str(left), found.currency), "left_exact": str(left)}
