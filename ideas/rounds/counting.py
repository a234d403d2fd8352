"""Counts a round once, when it has closed, and keeps what came out; nothing of it is counted again for a page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from core.clock import now
from core.database import db, locked, once
from core.events import publish
from core.outbox import Delivery
from ideas.rounds.events import RoundCounted
from ideas.rounds.models import (
    BallotEntry,
    Mode,
    PairVote,
    Phase,
    Round,
    RoundBallot,
    RoundOption,
    RoundPair,
    RoundPayment,
    RoundResult,
)
from ideas.rounds.rules import options_of, still_stands
from ideas.rounds.shares import Budget, Shares, form_of, spend

LANE = "round counting"
DIGITS = 6
Row = dict[str, Any]


def count_rounds(deliveries: Sequence[Delivery]) -> None:
    """Count the rounds that closed."""
    for delivery in deliveries:
        count_round(delivery.payload["round_id"])


def count_round(key: int) -> None:
    """Count a round that is closed; one that was counted before stays as it is."""
    found = locked(select(Round).where(Round.id == key, Round.phase == Phase.CLOSED))
    if found is None or db.session.get(RoundResult, key) is not None:
        return
    options = options_of(key)
    result: Row = {"mode": found.mode, "ballots": found.ballot_count, "rules_hash": found.rules_hash}
    if still_stands(found, options):
        result |= _counted(found, options)
    else:
        result |= {"void": True, "options": []}
    db.session.execute(once(RoundResult).values(round_id=key, result=result, counted_at=now()))
    publish(RoundCounted(actor_id=None, round_id=key))


def _counted(found: Round, options: Sequence[RoundOption]) -> Row:
    if found.mode == Mode.PAIRWISE:
        return pairs_counted(found.id, options)
    if found.mode == Mode.BUDGET:
        return _budget_counted(found, options)
    return sums_counted(found.mode, found.id, options)


def sums_counted(mode: str, key: int, options: Sequence[RoundOption]) -> Row:
    """Return the sums of what ballots gave, the most first; options with the same sum share a place.

    Opinions go by (agree + 1) / (seen + 2), as in Polis.
    """
    value = BallotEntry.value
    columns = (BallotEntry.option_id, value, func.count())
    counted = select(*columns).where(BallotEntry.round_id == key).group_by(BallotEntry.option_id, value)
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for option_id, worth, ballots in db.session.execute(counted):
        given[option_id][worth] = ballots
    rows = [_sum(option, given[option.id]) for option in options]
    ranks = [round(_agreed(row), DIGITS) if mode == Mode.OPINIONS else row["total"] for row in rows]
    return {"options": _placed(zip(ranks, rows, strict=True))}


def _sum(option: RoundOption, given: dict[int, int]) -> Row:
    return {
        "number": option.number,
        "total": sum(worth * ballots for worth, ballots in given.items()),
        "for": sum(ballots for worth, ballots in given.items() if worth > 0),
        "against": sum(ballots for worth, ballots in given.items() if worth < 0),
        "pass": given.get(0, 0),
    }


def _agreed(row: Row) -> float:
    return float((row["for"] + 1) / (row["for"] + row["against"] + row["pass"] + 2))


def _placed(ranked: Iterable[tuple[float, Row]]) -> list[Row]:
    ordered = sorted(ranked, key=lambda pair: (-pair[0], pair[1]["number"]))
    values = [rank for rank, _row in ordered]
    return [{"place": values.index(rank) + 1, **row} for rank, row in ordered]


def pairs_counted(key: int, options: Sequence[RoundOption]) -> Row:
    """Return the options by their mean chance to be chosen over another one, from the answers that count."""
    # It opens numpy, which only who counts needs.
    from ideas.rounds.bradley_terry import chances, strengths

    at = {option.id: place for place, option in enumerate(options)}
    columns = (RoundPair.left_id, RoundPair.right_id, PairVote.choice, PairVote.valid, func.count())
    grouped = select(*columns).join(RoundPair, RoundPair.id == PairVote.pair_id).where(RoundPair.round_id == key)
    wins: dict[tuple[int, int], int] = defaultdict(int)
    undecided = invalid = 0
    for left, right, choice, valid, times in db.session.execute(grouped.group_by(*columns[:4])):
        if not valid:
            invalid += times
        elif choice == "none":
            undecided += times
        else:
            pair = (at[left], at[right]) if choice == "left" else (at[right], at[left])
            wins[pair] += times
    strong = strengths(len(options), wins)
    rows = [
        {
            "number": option.number,
            "chance": round(chance, DIGITS),
            "strength": round(strength, DIGITS),
            "won": sum(times for (winner, _loser), times in wins.items() if winner == place),
            "lost": sum(times for (_winner, loser), times in wins.items() if loser == place),
        }
        for place, (option, strength, chance) in enumerate(zip(options, strong, chances(strong), strict=True))
    ]
    placed = _placed((row["chance"], row) for row in rows)
    return {"options": placed, "answers": sum(wins.values()), "undecided": undecided, "invalid": invalid}


def _budget_counted(found: Round, options: Sequence[RoundOption]) -> Row:
    numbers = {option.id: option.number for option in options}
    ballots = _ballots(found.id, numbers)
    costs = {option.number: option.cost for option in options}
    budget = Budget(found.budget, costs, list(ballots.values()), found.by_cost, found.step)
    outcome = spend(budget)
    _keep_payments(found.id, ballots, outcome, {number: key for key, number in numbers.items()})
    bought = {purchase.project: place for place, purchase in enumerate(outcome.bought, start=1)}
    rows = [_project(budget, outcome, number, bought.get(number)) for number in costs]
    # What was bought comes first, in that order; then what lacked least.
    rows.sort(key=lambda row: (row["place"] is None, row["place"] or outcome.missing[row["number"]], row["number"]))
    totals = {"spent": outcome.spent, "share": str(outcome.share), "steps": outcome.steps}
    return {"options": rows, "budget": found.budget, "currency": found.currency, **totals}


def _project(budget: Budget, outcome: Shares, number: int, place: int | None) -> Row:
    purchase = next((one for one in outcome.bought if one.project == number), None)
    paying = [(purse.paid[number], purse.count) for purse in outcome.purses if number in purse.paid]
    return {
        "number": number,
        "place": place,
        "cost": budget.costs[number],
        "supporters": budget.support(number),
        "way": purchase.way if purchase else None,
        "price": str(purchase.price) if purchase and purchase.price is not None else None,
        "missing": str(outcome.missing[number]) if number in outcome.missing else None,
        # How many paid what: the receipt that everybody sees, the dearest first.
        "paid": [[str(amount), count] for amount, count in _alike(paying)],
    }


def _alike(paying: Sequence[tuple[Any, int]]) -> list[tuple[Any, int]]:
    counted: dict[Any, int] = defaultdict(int)
    for amount, count in paying:
        counted[amount] += count
    return sorted(counted.items(), reverse=True)


def _ballots(key: int, numbers: dict[int, int]) -> dict[int, dict[int, int]]:
    """Return what every ballot gives, by ballot and number of option; an empty one too, as it has a share."""
    every = db.session.scalars(select(RoundBallot.id).where(RoundBallot.round_id == key).order_by(RoundBallot.id))
    ballots: dict[int, dict[int, int]] = {ballot: {} for ballot in every}
    columns = (BallotEntry.ballot_id, BallotEntry.option_id, BallotEntry.value)
    for ballot, option, value in db.session.execute(select(*columns).where(BallotEntry.round_id == key)):
        ballots[ballot][numbers[option]] = value
    return ballots


def _keep_payments(key: int, ballots: dict[int, dict[int, int]], outcome: Shares, keys: dict[int, int]) -> None:
    paid = {form_of(purse.points): purse.paid for purse in outcome.purses}
    rows = [
        {"ballot_id": ballot, "option_id": keys[number], "round_id": key, "amount": str(amount)}
        for ballot, points in ballots.items()
        for number, amount in paid[form_of(points)].items()
    ]
    if rows:
        db.session.execute(insert(RoundPayment), rows)
