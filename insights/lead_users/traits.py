"""What is counted of each member: own solutions, needs, attention, expertise, and backing what was built later."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from insights.lead_users.phrases import OWN_SOLUTION, STRONG_NEED
from insights.lead_users.terms import Uses
from insights.snapshot import Snapshot

# A rate of few posts is drawn towards that of all as if there were so many more.
PRIOR = 4.0
SHIPPED = "delivered"


class Traits(NamedTuple):
    """Rates for each member of `Uses.members`, drawn towards the mean where there is little; `posts` is a count.

    `own` and `need`: of posts that tell of a solution of one's own, of an urgent need; `votes`: votes for posts a post;
    `accepted`: of answers; `backed`: of votes for ideas, those for ideas that were built later.
    """

    posts: Any
    own: Any
    need: Any
    votes: Any
    accepted: Any
    backed: Any


def traits(uses: Uses, snapshot: Snapshot) -> Traits:
    """Count what members wrote and what became of it."""
    place = {member: number for number, member in enumerate(uses.members.tolist())}
    size = len(place)
    posts = np.bincount(uses.author, minlength=size)
    own, need = np.zeros(size), np.zeros(size)
    answers, accepted = np.zeros(size), np.zeros(size)
    for post, author in zip(uses.posts, uses.author.tolist(), strict=True):
        own[author] += OWN_SOLUTION.search(post.body) is not None
        need[author] += STRONG_NEED.search(post.text) is not None
        if post.kind == "answer":
            answers[author] += 1
            accepted[author] += post.accepted
    for_ideas, for_built = _backing(snapshot, place)
    return Traits(
        posts,
        drawn(own, posts),
        drawn(need, posts),
        drawn(_votes(snapshot, place), posts),
        drawn(accepted, answers),
        drawn(for_built, for_ideas),
    )


def drawn(hits: Any, among: Any) -> Any:
    """Return `(hits + 4 p) / (among + 4)`, p being the share of all. Check: 1 of 1 where p is 0.5 gives 0.6."""
    mean = hits.sum() / among.sum() if among.sum() else 0.0
    result: Any = (hits + PRIOR * mean) / (among + PRIOR)
    return result


def _votes(snapshot: Snapshot, place: Mapping[int, int]) -> Any:
    found = np.zeros(len(place))
    by_id = snapshot.by_id
    for cast in snapshot.votes:
        author = by_id[cast.post].author
        if author is not None and author in place and author != cast.member:
            found[place[author]] += cast.value
    return found


def _backing(snapshot: Snapshot, place: Mapping[int, int]) -> tuple[Any, Any]:
    """Count votes of members for ideas of others, and of these the ones that came before the idea was built."""
    built = {
        idea: min(at for at, phase in moves if phase == SHIPPED)
        for idea, moves in snapshot.statuses.items()
        if any(phase == SHIPPED for _at, phase in moves)
    }
    by_id = snapshot.by_id
    voted, early = Counter[int](), Counter[int]()
    for cast in snapshot.votes:
        idea = by_id[cast.post]
        if idea.kind == "idea" and cast.value > 0 and cast.member in place and idea.author != cast.member:
            voted[cast.member] += 1
            early[cast.member] += cast.at < built.get(cast.post, -np.inf)
    return tuple(np.array([counted[member] for member in place], dtype=float) for counted in (voted, early))  # type: ignore[return-value]
