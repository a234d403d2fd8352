"""Who turns to whom: replies, votes, mentions and shared threads of members, as matrices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from insights.snapshot import Post, Snapshot

# In a larger crowd nobody has met anybody.
LARGEST_CROWD = 30
Pair = tuple[int, int]


class Network(NamedTuple):
    """Matrices of scipy over the same `members` (ids, sorted): rows turn to columns, so often.

    `replies`: from who replies to whom; `votes`: from who votes for whom; `mentions`: from who names whom; `interest`:
    how much two members shared threads, each thread being shared among those in it; `contacts`: the first three
    together, in both directions.
    """

    members: Any
    replies: Any
    votes: Any
    mentions: Any
    interest: Any
    contacts: Any

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)


def build(snapshot: Snapshot) -> Network:
    """Return the network of everyone who wrote, was named or voted."""
    by_id = snapshot.by_id
    authors = {post.author for post in snapshot.posts if post.author is not None}
    members = np.array(sorted(authors | {cast.member for cast in snapshot.votes}), dtype=np.int64)
    named = [(by_id[one.post].author, one.member) for one in snapshot.mentions if one.member in authors]
    voted = [(cast.member, by_id[cast.post].author) for cast in snapshot.votes if cast.value > 0]
    replies = _matrix(members, reply_pairs(snapshot))
    votes, mentions = _matrix(members, _between_two(voted)), _matrix(members, _between_two(named))
    ties = replies + votes + mentions
    interest = _matrix(members, *_interest(snapshot.posts))
    return Network(members, replies, votes, mentions, interest + interest.T, (ties + ties.T).tocsr())


def reply_pairs(snapshot: Snapshot) -> Iterator[Pair]:
    """Yield who replied and to whom, once for each reply; nobody replies to themselves."""
    by_id = snapshot.by_id
    return _between_two((post.author, by_id[to].author) for post, to in replies_to(snapshot))


def replies_to(snapshot: Snapshot) -> Iterator[tuple[Post, int]]:
    """Yield each reply and the post it replies to: its parent, else what it stands under, else its thread."""
    by_id = snapshot.by_id
    for post in snapshot.posts:
        to = next((key for key in (post.parent, post.host, post.thread) if key in by_id and key != post.id), None)
        if to is not None:
            yield post, to


def _between_two(pairs: Iterable[tuple[int | None, int | None]]) -> Iterator[Pair]:
    return ((one, other) for one, other in pairs if one is not None and other is not None and one != other)


def _interest(posts: Iterable[Post]) -> tuple[list[Pair], list[float]]:
    """Return pairs in the same thread; a thread of n gives each pair 1/(n - 1), after Newman, PRE 64 (2001) 016132."""
    crowds: dict[int, set[int]] = defaultdict(set)
    for post in posts:
        if post.author is not None:
            crowds[post.thread].add(post.author)
    pairs: list[Pair] = []
    weights: list[float] = []
    for crowd in crowds.values():
        if 1 < len(crowd) <= LARGEST_CROWD:
            found = list(combinations(sorted(crowd), 2))
            pairs += found
            weights += [1 / (len(crowd) - 1)] * len(found)
    return pairs, weights


def _matrix(members: Any, pairs: Iterable[Pair], weights: Any = None) -> Any:
    from scipy.sparse import csr_array

    size = len(members)
    places = np.searchsorted(members, np.array(list(pairs), dtype=np.int64).reshape(-1, 2))
    given = np.ones(len(places)) if weights is None else np.array(weights)
    return csr_array((given, (places[:, 0], places[:, 1])), shape=(size, size))
