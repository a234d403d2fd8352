"""Equal shares against an independent implementation, and what holds for every budget and all ballots.

`equal_shares.json` holds instances of our own with what pabutools 1.2.3 (mpq fractions) makes of them under the tie-break
that the product declares: winners in order, what every voter paid, and the last share.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.rounds.shares import MOST_STEPS, Budget, Shares, spend

pytestmark = pytest.mark.once
INSTANCES = json.loads((Path(__file__).parent / "equal_shares.json").read_text(encoding="utf-8"))


def budget_of(instance: dict[str, Any]) -> Budget:
    ballots = [{int(key): value for key, value in ballot.items()} for ballot in instance["ballots"]]
    costs = {int(key): cost for key, cost in instance["costs"].items()}
    return Budget(instance["budget"], costs, ballots, instance["by_cost"], instance["step"])


def bought(outcome: Shares, way: str) -> list[int]:
    return [purchase.project for purchase in outcome.bought if purchase.way == way]


def test_the_instances_have_many_shapes() -> None:
    assert len(INSTANCES) >= 20
    assert {instance["by_cost"] for instance in INSTANCES} == {True, False}
    assert sum(instance["step"] > 0 for instance in INSTANCES) >= 20
    assert any(instance["points"] for instance in INSTANCES)
    assert sum(bool(instance["result"]["rest"]) for instance in INSTANCES) >= 5


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda one: f"{one['name']}, {one['by_cost']}, {one['step']}")
def test_winners_and_payments_are_those_of_an_independent_implementation(instance: dict[str, Any]) -> None:
    budget, expected = budget_of(instance), instance["result"]
    outcome = spend(budget)
    assert bought(outcome, "shares") == expected["bought"]
    assert bought(outcome, "rest") == expected["rest"]
    assert outcome.share == Fraction(expected["share"])
    for ballot, paid in zip(budget.ballots, expected["paid"], strict=True):
        assert outcome.paid_by(ballot) == {int(key): Fraction(amount) for key, amount in paid.items()}


def test_ten_points_over_three_projects() -> None:
    """The rules of Aarau 2023 (10 points over at least 3 projects, use is points by cost) in a town that one can check.

    Three voters, 90 francs, 30 each. A (30 francs) has 4 + 4 + 4 points: price 30 / 360, everybody pays 10. B (40) has
    4 + 4 + 0 points: price 40 / 320, two pay 20 and have nothing left. C (45) has 2 + 2 + 6 points, and 20 behind it.
    """
    ballots = [{1: 4, 2: 4, 3: 2}, {1: 4, 2: 4, 3: 2}, {1: 4, 3: 6}]
    outcome = spend(Budget(90, {1: 30, 2: 40, 3: 45}, ballots))
    assert [(one.project, one.price) for one in outcome.bought] == [(1, Fraction(1, 12)), (2, Fraction(1, 8))]
    assert [outcome.paid_by(ballot) for ballot in ballots] == [{1: 10, 2: 20}, {1: 10, 2: 20}, {1: 10}]
    assert outcome.missing == {3: 25}


budgets = st.builds(
    Budget,
    amount=st.integers(0, 300),
    costs=st.dictionaries(st.integers(1, 7), st.integers(1, 120), min_size=1),
    ballots=st.lists(st.dictionaries(st.integers(1, 7), st.integers(0, 3)), max_size=8),
    by_cost=st.booleans(),
    step=st.sampled_from([0, 1, 7]),
)


@settings(max_examples=60)
@given(budgets)
def test_whatever_is_wished_for_the_books_balance(given_budget: Budget) -> None:
    costs = given_budget.costs
    ballots = [{key: value for key, value in one.items() if key in costs} for one in given_budget.ballots]
    budget = Budget(given_budget.amount, costs, ballots, given_budget.by_cost, given_budget.step)
    outcome = spend(budget)
    numbers = [purchase.project for purchase in outcome.bought]
    assert len(set(numbers)) == len(numbers)
    assert outcome.spent <= budget.amount
    assert outcome.steps <= MOST_STEPS
    for purchase in outcome.bought:
        paid = sum(outcome.paid_by(ballot).get(purchase.project, 0) for ballot in ballots)
        assert paid == (costs[purchase.project] if purchase.way == "shares" else 0)
    for ballot in ballots:
        paid_for = outcome.paid_by(ballot)
        assert sum(paid_for.values()) <= outcome.share
        assert all(ballot[project] and amount >= 0 for project, amount in paid_for.items())
    assert set(outcome.missing) == set(costs) - set(numbers)
    assert all(amount > 0 for amount in outcome.missing.values())
