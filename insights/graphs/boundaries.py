"""How much the firm and its customers are one network: contacts between the sides, against what chance would give."""

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np

from insights.graphs.building import Network
from insights.snapshot import Snapshot


class Boundary(NamedTuple):
    """Contacts within staff, within customers, and between them.

    `crossing` is 0 for sides that never meet; at 1 they meet as often as if everybody turned to anybody.
    """

    staff: float
    customers: float
    between: float
    crossing: float


def sides(snapshot: Snapshot) -> frozenset[int]:
    """Return the members who wrote most of their posts as staff."""
    told: dict[int, int] = defaultdict(int)
    for post in snapshot.posts:
        if post.author is not None:
            told[post.author] += 1 if post.staff else -1
    return frozenset(member for member, balance in told.items() if balance > 0)


def crossing(network: Network, staff: frozenset[int]) -> Boundary:
    """Return the boundary-crossing index: the share of contacts between sides over the share expected by chance.

    With contacts s within staff, c within customers, x between: `2 x (s + c + x) / ((2 s + x) (2 c + x))`, which grows
    with every contact between the sides. Check value: s = c = x gives 2/3.
    """
    inside = np.isin(network.members, list(staff))
    total: Any = network.contacts.sum() / 2
    within = network.contacts[inside][:, inside].sum() / 2
    among = network.contacts[~inside][:, ~inside].sum() / 2
    between = float(total - within - among)
    ends = (2 * within + between) * (2 * among + between)
    return Boundary(float(within), float(among), between, float(2 * between * total / ends) if ends else 0.0)
