"""Open data of a round that is over: its rules, its result, and every ballot under its code, with nobody's name."""

import csv
import io
from collections import defaultdict
from typing import Any

import orjson
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.database import read
from ideas.rounds.models import BallotEntry, Mode, PairVote, Phase, Round, RoundBallot, RoundPair, RoundPayment
from ideas.rounds.queries import options_shown, result_of, round_for
from ideas.rounds.rules import options_of, rules_text

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rules_file(viewer: Viewer, key: int) -> bytes:
    """Return the rules of a round, of which the hash is told. Raises NotFound, also where words were taken down."""
    found = round_for(viewer, key)
    # The words of an idea that was taken down leave no way round.
    if any(option.taken_down for option in options_shown(viewer, key)):
        raise NotFound
    return rules_text(found, options_of(key))


def result_file(viewer: Viewer, key: int) -> bytes:
    """Return what came out of a round that was counted. Raises NotFound."""
    found = round_for(viewer, key)
    result = _counted(found)
    titles = {option.number: option.title for option in options_shown(viewer, key)}
    rows = [{**row, "title": titles[row["number"]]} for row in result["options"] if row["number"] in titles]
    about = {"round": key, "title": found.title, "closed_early": found.closed_early}
    return orjson.dumps({**about, **result, "options": rows}, option=orjson.OPT_INDENT_2)


def ballots_file(viewer: Viewer, key: int) -> str:
    """Return every ballot of a round that was counted as CSV, in the order of their codes. Raises NotFound."""
    found = round_for(viewer, key)
    _counted(found)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    if found.mode == Mode.PAIRWISE:
        writer.writerow(["ballot", "left", "right", "choice", "undecided", "counts", "fault"])
        writer.writerows(_pairs(key))
    else:
        titles = {option.id: (option.number, safe_cell(option.title)) for option in options_shown(viewer, key)}
        writer.writerow(["ballot", "option", "title", "value", "spent", "paid"])
        writer.writerows(_entries(key, titles))
    return sheet.getvalue()


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows as it is."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _counted(found: Round) -> dict[str, Any]:
    result = result_of(found) if found.phase == Phase.CLOSED else None
    if result is None:
        raise NotFound
    return result


def _entries(key: int, titles: dict[int, tuple[int, str]]) -> list[tuple[Any, ...]]:
    paid: dict[tuple[int, int], str] = defaultdict(str)
    payments = select(RoundPayment.ballot_id, RoundPayment.option_id, RoundPayment.amount)
    for ballot, option, amount in read(payments.where(RoundPayment.round_id == key)):
        paid[ballot, option] = amount
    entries = select(RoundBallot.id, RoundBallot.code, BallotEntry.option_id, BallotEntry.value, BallotEntry.cost)
    entries = entries.join(BallotEntry, BallotEntry.ballot_id == RoundBallot.id).where(BallotEntry.round_id == key)
    rows = read(entries.order_by(RoundBallot.code, BallotEntry.option_id)).all()
    return [(code, *titles[option], value, cost, paid[ballot, option]) for ballot, code, option, value, cost in rows]


def _pairs(key: int) -> list[tuple[Any, ...]]:
    numbers = {option.id: option.number for option in options_of(key)}
    columns = (RoundBallot.code, RoundPair.left_id, RoundPair.right_id, PairVote.choice, PairVote.undecided)
    votes = select(*columns, PairVote.valid, PairVote.fault).join_from(PairVote, RoundPair)
    votes = votes.join(RoundBallot, RoundBallot.id == RoundPair.ballot_id).where(RoundPair.round_id == key)
    rows = read(votes.order_by(RoundBallot.code, RoundPair.id, PairVote.id)).all()
    return [(row[0], numbers[row[1]], numbers[row[2]], *row[3:5], int(row[5]), row[6]) for row in rows]
