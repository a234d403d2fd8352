"""The method of equal shares, with exact fractions.

Everyone who voted has an equal share of the budget. Of what can still be paid by those who want it, each giving at
most the same price for the same use, the cheapest for them is bought; and so on (Peters, Pierczyński and Skowron,
Proportional Participatory Budgeting with Additive Utilities, NeurIPS 2021; equalshares.net). Then shares grow step by
step for as long as the money lasts ("Add1"), and what no share reaches is spent on what most want for its cost.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

MOST_STEPS = 1000
Points = Mapping[int, int]


def form_of(points: Points) -> tuple[tuple[int, int], ...]:
    """Return a ballot in the form in which ballots that say the same are equal."""
    return tuple(sorted((project, given) for project, given in points.items() if given))


@dataclass(frozen=True)
class Purchase:
    """A project that was bought. `price` is what a voter paid at most for one unit of use; None where no share paid."""

    project: int
    cost: int
    way: str
    price: Fraction | None = None


@dataclass
class Purse:
    """Voters who sent the same ballot and so hold the same: `held` each, and what each `paid` for what."""

    points: dict[int, int]
    count: int
    held: Fraction
    paid: dict[int, Fraction] = field(default_factory=dict)


@dataclass
class Shares:
    """How a budget was spent. `share` is what every voter had in the end; `missing` what those who wanted it lacked."""

    share: Fraction
    bought: list[Purchase]
    purses: list[Purse]
    missing: dict[int, Fraction] = field(default_factory=dict)
    steps: int = 0

    @property
    def spent(self) -> int:
        """What was spent, in the units of the budget."""
        return sum(purchase.cost for purchase in self.bought)

    def paid_by(self, points: Points) -> dict[int, Fraction]:
        """Return what a voter with this ballot paid for each project."""
        given = form_of(points)
        return next((purse.paid for purse in self.purses if form_of(purse.points) == given), {})


@dataclass(frozen=True)
class Budget:
    """What is to be spent on what. `by_cost`: what costs more is of more use; else all is of the same use."""

    amount: int
    costs: Mapping[int, int]
    ballots: Sequence[Points]
    by_cost: bool = True
    step: int = 0

    def use(self, project: int, points: int) -> int:
        """Return of how much use a project is to who gave it so many points."""
        return points * (self.costs[project] if self.by_cost else 1)

    def support(self, project: int) -> int:
        """Return how many want a project."""
        return sum(1 for ballot in self.ballots if ballot.get(project))

    def turn(self, project: int) -> tuple[int, int, int]:
        """Return by what ties are broken: more supporters first, then the lower cost, then the earlier number."""
        return -self.support(project), self.costs[project], project


def spend(budget: Budget) -> Shares:
    """Spend a budget by equal shares. Without a step, shares do not grow and nothing is bought beyond them.

    One project of cost 60 wanted by two of three voters with a budget of 90: both pay 30, which is all they have.
    """
    if not budget.ballots:
        return Shares(Fraction(0), [], [], {key: Fraction(cost) for key, cost in budget.costs.items()})
    share = Fraction(budget.amount, len(budget.ballots))
    outcome = _buy(budget, share)
    while budget.step and outcome.steps < MOST_STEPS and _affordable(budget, outcome):
        richer = _buy(budget, outcome.share + budget.step)
        if richer.spent > budget.amount:
            break
        richer.steps = outcome.steps + 1
        outcome = richer
    _note_missing(budget, outcome)
    if budget.step:
        _buy_with_the_rest(budget, outcome)
    return outcome


def _affordable(budget: Budget, outcome: Shares) -> list[int]:
    """Return what somebody wants, nobody bought, and the money that is left would pay."""
    bought = {purchase.project for purchase in outcome.bought}
    left = budget.amount - outcome.spent
    return [key for key, cost in budget.costs.items() if key not in bought and cost <= left and budget.support(key)]


def _buy(budget: Budget, share: Fraction) -> Shares:
    counted = Counter(map(form_of, budget.ballots))
    outcome = Shares(share, [], [Purse(dict(points), count, share) for points, count in sorted(counted.items())])
    prices = {}
    for project in budget.costs:
        wanted = sum(budget.use(project, purse.points.get(project, 0)) * purse.count for purse in outcome.purses)
        if wanted:
            prices[project] = Fraction(budget.costs[project], wanted)
    while chosen := _cheapest(budget, outcome.purses, prices):
        project, price = chosen
        del prices[project]
        for purse in outcome.purses:
            if project in purse.points and purse.held:
                paid = min(purse.held, price * budget.use(project, purse.points[project]))
                purse.paid[project], purse.held = paid, purse.held - paid
        outcome.bought.append(Purchase(project, budget.costs[project], "shares", price))
    return outcome


def _cheapest(budget: Budget, purses: Sequence[Purse], prices: dict[int, Fraction]) -> tuple[int, Fraction] | None:
    """Return the project with the least price. Prices only rise, so one known from before bounds the present one."""
    best: Fraction | None = None
    tied: list[int] = []
    for project in sorted(prices, key=lambda key: prices[key]):
        if best is not None and prices[project] > best:
            break
        price = _price(budget, purses, project)
        if price is None:
            del prices[project]
            continue
        prices[project] = price
        if best is None or price < best:
            best, tied = price, [project]
        elif price == best:
            tied.append(project)
    return (min(tied, key=budget.turn), best) if best is not None else None


def _price(budget: Budget, purses: Sequence[Purse], project: int) -> Fraction | None:
    """Return the least price at which the sum of min(held, price by use) is the cost, or None where they cannot pay.

    Cost 10, purses of 2 and 20 that want it alike (use 1): the poorer gives all, so the price is 8.
    """
    wanting = [(purse, budget.use(project, purse.points[project])) for purse in purses if project in purse.points]
    wanting.sort(key=lambda pair: pair[0].held / pair[1])
    missing, use_left = Fraction(budget.costs[project]), sum(use * purse.count for purse, use in wanting)
    for purse, use in wanting:
        price = missing / use_left
        if price * use <= purse.held:
            return price
        missing -= purse.held * purse.count
        use_left -= use * purse.count
    return None


def _note_missing(budget: Budget, outcome: Shares) -> None:
    bought = {purchase.project for purchase in outcome.bought}
    for project, cost in budget.costs.items():
        if project not in bought:
            held = sum(purse.held * purse.count for purse in outcome.purses if project in purse.points)
            outcome.missing[project] = cost - Fraction(held)


def _buy_with_the_rest(budget: Budget, outcome: Shares) -> None:
    """Buy with what is left, in the order of use for the cost."""

    def use_for_cost(project: int) -> Fraction:
        use = sum(budget.use(project, ballot.get(project, 0)) for ballot in budget.ballots)
        return Fraction(use, budget.costs[project])

    for project in sorted(_affordable(budget, outcome), key=lambda key: (-use_for_cost(key), budget.turn(key))):
        if budget.costs[project] <= budget.amount - outcome.spent:
            outcome.bought.append(Purchase(project, budget.costs[project], "rest"))
            del outcome.missing[project]
