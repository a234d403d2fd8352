"""Finds accounts that vote as one. It only ever points at them: a person looks, and decides.

Two accounts are tied where they voted for the same ideas within a day of each other, on several ideas and days and more
often than chance has it, or where each voted for what the other wrote and they share ideas as well. Whoever is tied to
at least four others, all of them densely tied among themselves, stands in a ring. Visitors behind one network who vote
in one afternoon are not tied, as that is one day; networks are not looked at, nor kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp
from typing import Any, NamedTuple

HOURS = 24.0
# What two accounts must share at least: ideas, and days on which they voted alike.
SHARED = 4
DAYS = 3
# How unlikely it must be that as much is shared by chance.
RARE = 1e-3
TIES = 4
SMALLEST = 5
DENSE = 0.5
# Where more than this vote within a day, voting together says nothing.
CROWD = 60


# For pairs of members the ideas for which they voted within a day of each other, each with its day.
Alike = dict[tuple[int, int], list[tuple[int, int]]]


class Cast(NamedTuple):
    """A vote for an idea: who, for which, whose it is, and when in hours since any moment."""

    member: int
    idea: int
    author: int | None
    at: float


@dataclass(frozen=True)
class Ring:
    """Accounts that vote as one: who they are, for which ideas, and what part of all pairs among them is tied."""

    members: frozenset[int]
    ideas: frozenset[int]
    density: float


def find_rings(votes: Sequence[Cast]) -> list[Ring]:
    """Return the rings among some votes, the largest first."""
    import networkx as nx

    alike = _voted_alike(votes)
    graph: Any = nx.Graph()
    graph.add_edges_from(_tied(votes, alike))
    found = [group for part in nx.connected_components(graph) for group in _dense(graph.subgraph(part))]
    rings = [_ring(members, density, alike) for members, density in found]
    return sorted(rings, key=lambda ring: (-len(ring.members), min(ring.members)))


def _voted_alike(votes: Iterable[Cast]) -> Alike:
    alike: Alike = defaultdict(list)
    for idea, cast in _by_idea(votes).items():
        for at, earlier in enumerate(cast):
            near = [later for later in cast[at + 1 : at + 1 + CROWD] if later.at - earlier.at <= HOURS]
            if len(near) < CROWD:
                for later in near:
                    pair = (min(earlier.member, later.member), max(earlier.member, later.member))
                    alike[pair].append((idea, int(earlier.at // HOURS)))
    return alike


def _by_idea(votes: Iterable[Cast]) -> dict[int, list[Cast]]:
    cast: defaultdict[int, list[Cast]] = defaultdict(list)
    for vote in sorted(votes, key=lambda vote: vote.at):
        cast[vote.idea].append(vote)
    return cast


def _tied(votes: Sequence[Cast], alike: Alike) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share more than if one had voted whenever and for whatever others did."""
    counts, mutual = Counter(vote.member for vote in votes), _mutual(votes)
    together = _company(votes)
    for pair, shared in alike.items():
        one, other = pair
        ideas, days = len({idea for idea, _day in shared}), len({day for _idea, day in shared})
        if ideas >= SHARED and (days >= DAYS or pair in mutual):
            mean = max(together[one] * counts[other], together[other] * counts[one]) / len(votes)
            if _tail(ideas, mean) < RARE:
                yield pair


def _company(votes: Sequence[Cast]) -> Counter[int]:
    """Return for each member how many voted beside them: for the same idea on the same day, over all their votes."""
    beside = Counter((vote.idea, int(vote.at // HOURS)) for vote in votes)
    company: Counter[int] = Counter()
    for vote in votes:
        company[vote.member] += beside[vote.idea, int(vote.at // HOURS)] - 1
    return company


def _mutual(votes: Iterable[Cast]) -> set[tuple[int, int]]:
    """Return the pairs of members each of whom voted for an idea of the other."""
    ways = {(vote.member, vote.author) for vote in votes if vote.author is not None}
    return {(one, other) for one, other in ways if one < other and (other, one) in ways}


def _tail(count: int, mean: float) -> float:
    """Return how likely a Poisson variable of this mean is to reach a count. Check value: 4, 1.0: 0.0190."""
    term, below = exp(-mean), 0.0
    for step in range(count):
        below += term
        term *= mean / (step + 1)
    # Summed upwards where the difference from 1 would be lost.
    return max(1 - below, term)


def _dense(graph: Any) -> Iterator[tuple[frozenset[int], float]]:
    """Yield the densely tied groups of a connected graph, asking for more ties until what is left is dense."""
    import networkx as nx

    ties = TIES
    while graph.number_of_nodes() >= SMALLEST:
        graph = nx.k_core(graph, ties)
        parts = list(nx.connected_components(graph))
        if len(parts) > 1:
            for part in parts:
                yield from _dense(graph.subgraph(part))
            return
        density = nx.density(graph) if graph.number_of_nodes() >= SMALLEST else 0.0
        if density >= DENSE:
            yield frozenset(graph.nodes), density
            return
        ties += 1


def _ring(members: frozenset[int], density: float, alike: Alike) -> Ring:
    pairs = combinations(sorted(members), 2)
    times = Counter(idea for pair in pairs for idea in {idea for idea, _day in alike.get(pair, ())})
    return Ring(members, frozenset(idea for idea, count in times.items() if count >= len(members)), density)
