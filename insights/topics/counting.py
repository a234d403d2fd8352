"""What can be counted of topics: threads, posts, people, months, growth; and where they stand on the map."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from insights.snapshot import Post, Snapshot

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

DAY = 86400.0
RECENT, BASE = 28 * DAY, 84 * DAY
# How many posts at the usual rate are added to both sides before they are compared.
PRIOR = 2.0
MONTHS = 24


class Counts(NamedTuple):
    """What was counted of the posts of a topic."""

    posts: int
    authors: int
    months: dict[str, int]
    growth: float


def replies_of(snapshot: Snapshot) -> dict[int, list[Post]]:
    """Return the posts of each thread, the one that opens it included."""
    found: dict[int, list[Post]] = defaultdict(list)
    for post in snapshot.posts:
        found[post.thread].append(post)
    return found


def count(posts: Sequence[Post], as_of: datetime, all_posts: tuple[int, int]) -> Counts:
    """Return what can be counted of posts; `all_posts` are those of everybody, recent and before."""
    recent, base = rates(posts, as_of)
    authors = len({post.author for post in posts if post.author is not None})
    return Counts(len(posts), authors, by_month([post.at for post in posts]), growth((recent, base), all_posts))


def rates(posts: Iterable[Post], as_of: datetime) -> tuple[int, int]:
    """Return how many posts are of the last 28 days, and how many of the 84 before them."""
    end = as_of.timestamp()
    recent = base = 0
    for post in posts:
        age = end - post.at
        recent += age < RECENT
        base += RECENT <= age < RECENT + BASE
    return recent, base


def growth(own: tuple[int, int], everything: tuple[int, int]) -> float:
    """Return by what factor a topic's part of everything grew, as a logarithm to base 2, shrunk towards nought.

    log2((x + a) / (n + a/m)) - log2((y + a) / (N + a/m)): x of n posts recent, y of N before, m the mean part, a = 2.
    >>> round(growth((8, 12), (100, 300)), 2)
    0.82
    """
    mean = (sum(own) + PRIOR) / (sum(everything) + PRIOR)
    weight = PRIOR / mean
    now, before = ((own[at] + PRIOR) / (everything[at] + weight) for at in (0, 1))
    return round(math.log2(now / before), 4)


def by_month(moments: Sequence[float]) -> dict[str, int]:
    """Return how many of some moments are in each month of UTC, without a gap, at most the last MONTHS of them."""
    found = Counter(month_of(at) for at in moments)
    if not found:
        return {}
    first, last = (12 * int(name[:4]) + int(name[5:]) - 1 for name in (min(found), max(found)))
    names = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(max(first, last - MONTHS + 1), last + 1)]
    return {name: found[name] for name in names}


def month_of(at: float) -> str:
    """Return the month of a moment, such as 2024-05."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m")


def groups_of(centres: "Vectors") -> list[int]:
    """Return which kindred topics belong together: about as many groups as the root of their number, from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(centres) < 3:
        return [0] * len(centres)
    tree = linkage(centres, method="average", metric="cosine")
    wanted = max(2, round(math.sqrt(len(centres))))
    return [int(number) - 1 for number in fcluster(tree, wanted, criterion="maxclust")]


def places_on_map(centres: "Vectors", before: Mapping[int, tuple[float, float]]) -> Any:
    """Return where topics stand on the map, (topics, 2) from 0 to 1: the more kindred, the nearer (classical scaling).

    `before` are the places that some had in the last run; the map is turned so that they move as little as can be.
    """
    import numpy as np

    if len(centres) < 3:
        return np.array([[(place + 1) / (len(centres) + 1), 0.5] for place in range(len(centres))]).reshape(-1, 2)
    apart = np.clip(1 - centres.astype(np.float64) @ centres.astype(np.float64).T, 0, 2)
    inner = apart - apart.mean(axis=0) - apart.mean(axis=1, keepdims=True) + apart.mean()
    values, directions = np.linalg.eigh(-(inner + inner.T) / 4)
    found = directions[:, -2:] * np.sqrt(np.maximum(values[-2:], 0))
    found *= np.where(found[np.abs(found).argmax(axis=0), [0, 1]] < 0, -1, 1)
    found = _turned(found, before) if len(before) >= 3 else found
    low, high = found.min(axis=0), found.max(axis=0)
    return (found - low) / np.where(high > low, high - low, 1)


def _turned(found: Any, before: Mapping[int, tuple[float, float]]) -> Any:
    """Turn or mirror places so that they lie as near as can be to those before (orthogonal Procrustes problem)."""
    import numpy as np

    old = np.array(list(before.values()))
    new = found[list(before)]
    left, _sizes, right = np.linalg.svd((new - new.mean(axis=0)).T @ (old - old.mean(axis=0)))
    return (found - new.mean(axis=0)) @ (left @ right)
