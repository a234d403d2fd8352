"""Does the board find what is good, whoever posted it and whenever? Simulated readers meet the product's ranking."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import click
import numpy as np

from bench.tables import show
from ideas.ranking.scoring import USUAL, appeal, board, explores, rearranged
from ideas.ranking.weighing import FIRM

# What the field says of such boards: the chance that the idea in a slot is read, and how far anybody looks.
DEPTH = 40
CHANCE = 1 / np.arange(1, DEPTH + 1) ** 0.8
DAYS = 100
BEST = 20
PAGE = 20
# How often a day what was read and voted becomes the order of the board.
TURNS = 8
FEW = 10


@dataclass(frozen=True)
class Scenario:
    """A board over a hundred days: its ideas come evenly, and every reader comes once in ten days."""

    name: str
    ideas: int
    readers: int

    @property
    def visits(self) -> int:
        """How many come between two turns of the board."""
        return self.readers // 10 // TURNS


SCENARIOS = (Scenario("large", 400, 1500), Scenario("small", 120, 400))


class World:
    """Ideas with an appeal that nobody knows, drawn from Beta(2, 18), and readers who vote at their first reading."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.appeal = self.chance.beta(2, 18, scenario.ideas)
        self.born = np.arange(scenario.ideas) * DAYS // scenario.ideas
        self.reads = np.zeros(scenario.ideas, int)
        self.votes = np.zeros(scenario.ideas, int)
        self.read = np.zeros((scenario.readers, scenario.ideas), bool)

    def visit(self, order: Any) -> None:
        """Let a reader go down a board."""
        reader = self.chance.integers(len(self.read))
        opened = np.asarray(order)[self.chance.random(len(order)) < CHANCE[: len(order)]]
        new = opened[~self.read[reader, opened]]
        self.read[reader, new] = True
        self.reads[new] += 1
        self.votes[new[self.chance.random(len(new)) < self.appeal[new]]] += 1

    def estimates(self, count: int) -> list[float]:
        """Return the appeal of the first ideas as the product estimates it, with the mean of the board as it does."""
        usual = (int(self.votes[:count].sum()) + FIRM * USUAL) / (int(self.reads[:count].sum()) + FIRM)
        pairs = zip(self.votes[:count].tolist(), self.reads[:count].tolist(), strict=True)
        return [appeal(votes, reads, usual) for votes, reads in pairs]


def _descending(values: Any) -> list[int]:
    """The newest first among equals, as on the board."""
    found: list[int] = np.lexsort((-np.arange(len(values)), -np.asarray(values))).tolist()
    return found


def _most_voted(world: World, count: int) -> Iterator[list[int]]:
    order = _descending(world.votes[:count])[:DEPTH]
    while True:
        yield order


def _wilson(world: World, count: int) -> Iterator[list[int]]:
    order = _descending(_lower_bounds(world, count))[:DEPTH]
    while True:
        yield order


def _lower_bounds(world: World, count: int) -> Any:
    reads, z = np.maximum(world.reads[:count], 1), 1.96
    share = world.votes[:count] / reads
    reach = z * np.sqrt(share * (1 - share) / reads + z * z / 4 / reads**2)
    return np.where(world.reads[:count] > 0, (share + z * z / 2 / reads - reach) / (1 + z * z / reads), 0)


def _random(world: World, count: int) -> Iterator[list[int]]:
    while True:
        yield world.chance.permutation(count)[:DEPTH].tolist()


def _fair(world: World, count: int) -> Iterator[list[int]]:
    """The board of the product, page by page: its estimates, its exploration slots, a seed for every visit."""
    estimates, readers = world.estimates(count), world.reads[:count].tolist()
    best = _descending(estimates)
    least: list[int] = np.lexsort((np.arange(count), world.reads[:count])).tolist()
    while True:
        seed = int(world.chance.integers(2**24))
        slots = list(islice(board(best, least, explores(seed)), DEPTH))
        pages = (slots[at : at + PAGE] for at in range(0, len(slots), PAGE))
        drawn = (
            rearranged(page, seed + at, lambda idea: (estimates[idea], readers[idea])) for at, page in enumerate(pages)
        )
        yield [idea for page in drawn for idea, _explored in page]


Ranking = Callable[[World, int], Iterator[list[int]]]
RANKINGS: dict[str, Ranking] = {"most voted": _most_voted, "Wilson": _wilson, "random": _random, "fair": _fair}


def simulate(scenario: Scenario, ranking: str, seed: int) -> dict[str, float]:
    """Run one board and say what part of the truly best it shows on top, and of those that came in the last third.

    The board on top is that of the ranking; where that is random, the estimates of what was read take its place.
    """
    world = World(scenario, seed)
    for day in range(DAYS):
        count = int(np.searchsorted(world.born, day, side="right"))
        for _turn in range(TURNS if count else 0):
            for order in islice(RANKINGS[ranking](world, count), scenario.visits):
                world.visit(order)
    return _judged(world, _on_top(world, ranking))


def _on_top(world: World, ranking: str) -> set[int]:
    values = {"most voted": world.votes, "Wilson": _lower_bounds(world, len(world.born))}
    final = values.get(ranking, world.estimates(len(world.born)))
    return set(_descending(final)[:BEST])


def _judged(world: World, on_top: set[int]) -> dict[str, float]:
    best = set(_descending(world.appeal)[:BEST])
    late = {idea for idea in best if world.born[idea] >= DAYS * 2 / 3}
    unread = float((world.reads < FEW).mean())
    return {"found": len(best & on_top), "late": len(late), "late found": len(late & on_top), "unread": unread}


def row_of(scenario: Scenario, ranking: str, seeds: range) -> dict[str, Any]:
    """Return the figures of a ranking over several seeds: shares of 0 to 1."""
    runs = [simulate(scenario, ranking, seed) for seed in seeds]
    total = {name: sum(run[name] for run in runs) for name in runs[0]}
    return {
        "board": scenario.name,
        "ranking": ranking,
        "recall of the best 20": total["found"] / BEST / len(runs),
        "of those that came late": total["late found"] / max(total["late"], 1),
        "read by fewer than 10": total["unread"] / len(runs),
    }


@click.command()
@click.option("--seeds", default=12, show_default=True, help="How many boards are simulated with each ranking.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
@click.option("--only", default="", help="The board: large or small.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def ideas(seeds: int, first: int, only: str, as_json: bool) -> None:
    """Simulate boards of ideas under several rankings."""
    chosen = [scenario for scenario in SCENARIOS if only in ("", scenario.name)]
    rows = [row_of(scenario, name, range(first, first + seeds)) for scenario in chosen for name in RANKINGS]
    show({"rows": rows}, rows, as_json=as_json)
