"""Being ahead of the trend: using what later spreads before others do, beyond what one's times of posting explain."""

from typing import Any, NamedTuple

import numpy as np

from insights.lead_users.terms import LEAST_ADOPTERS, Uses, ahead_of, first_uses

KAPPA = 5.0
SHUFFLES = 60
# With so many uses a shuffle takes long and says more: fewer serve.
MANY_USES = 500_000
FEWER_SHUFFLES = 24
LEAST_TERMS = 3


class Ahead(NamedTuple):
    """For each member of `Uses.members`: how far ahead (standard deviations over the null), and in how many terms."""

    z: Any
    terms: Any


def ahead_of_trend(uses: Uses, seed: int) -> Ahead:
    """Return how far ahead of the trend each member is.

    `A = (sum of e^2 + kappa * mean e^2) / (n + kappa)`, where e is the share of adopters who came later; squared, since
    to be among the first says more than to come before the middle. Its null distribution comes from shuffling the
    authors of the posts of each week, which keeps how much each member writes and when:
    `z = (A - mean) / (sd + 0.02)`. Without it those who write much look ahead, or behind.
    """
    users = len(uses.members)
    observed, counts = _shrunk(uses, uses.author, users)
    rng = np.random.default_rng(seed)
    shuffles = SHUFFLES if len(uses.term) < MANY_USES else FEWER_SHUFFLES
    total, squares = np.zeros(users), np.zeros(users)
    for _round in range(shuffles):
        drawn, _n = _shrunk(uses, _shuffled(uses, rng), users)
        total += drawn
        squares += drawn**2
    mean = total / shuffles
    spread = np.sqrt(np.maximum(squares / shuffles - mean**2, 0.0))
    return Ahead((observed - mean) / (spread + 0.02), counts)


def _shrunk(uses: Uses, author: Any, users: int) -> tuple[Any, Any]:
    place, term, user = first_uses(uses.term, author[uses.post], users)
    share, adopters = ahead_of(term, place)
    spread = adopters >= LEAST_ADOPTERS
    share, user = share[spread] ** 2, user[spread]
    counts = np.bincount(user, minlength=users)
    mean = float(share.mean()) if len(share) else 0.5
    return (np.bincount(user, share, users) + KAPPA * mean) / (counts + KAPPA), counts


def _shuffled(uses: Uses, rng: Any) -> Any:
    """Return the authors, dealt anew among the posts of the same week."""
    order = np.lexsort((rng.random(len(uses.week)), uses.week))
    dealt = np.empty_like(uses.author)
    # Posts stand in the order of time, so those of a week stand together.
    dealt[:] = uses.author[order]
    return dealt
