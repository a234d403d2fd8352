"""Why a member stands in a ranking: the posts in which they were first, helped themselves, or needed it badly."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from insights.lead_users.phrases import OWN_SOLUTION, STRONG_NEED
from insights.lead_users.scoring import Scores
from insights.lead_users.terms import LEAST_ADOPTERS, ahead_of, first_uses
from insights.snapshot import Post

TERMS, OWN, NEED, SOLVED = 3, 2, 1, 3
MOST_FOLLOWERS = 50


class Grounds(NamedTuple):
    """One reason: a post, and for `ahead` the term and the posts of those who took it up later."""

    member: int
    kind: str
    post: int
    term: str = ""
    followers: Sequence[int] = ()


def reasons_for(scores: Scores, places: Sequence[int]) -> Iterator[Grounds]:
    """Yield the reasons for some of the scored members, given by their places in `scores.members`."""
    yield from _ahead(scores, set(places))
    written: dict[int, list[Post]] = {place: [] for place in places}
    for post, author in zip(scores.uses.posts, scores.uses.author.tolist(), strict=True):
        if author in written:
            written[author].append(post)
    for place in places:
        member, latest = int(scores.members[place]), written[place][::-1]
        own = [post for post in latest if OWN_SOLUTION.search(post.body)]
        need = [post for post in latest if STRONG_NEED.search(post.text)]
        yield from (Grounds(member, "own", post.id) for post in own[:OWN])
        yield from (Grounds(member, "need", post.id) for post in need[:NEED])


def _ahead(scores: Scores, places: set[int]) -> Iterator[Grounds]:
    """Yield the terms with which members were earliest, weighed by how many followed."""
    uses = scores.uses
    first, term, user = first_uses(uses.term, uses.author[uses.post], len(uses.members))
    share, adopters = ahead_of(term, first)
    good = (share > 0.5) & (adopters >= LEAST_ADOPTERS) & np.isin(user, list(places))
    order = np.flatnonzero(good)
    order = order[np.lexsort((term[order], -(share * np.log(adopters))[order], user[order]))]
    said: dict[int, list[str]] = {}
    for one in order.tolist():
        member, word = int(uses.members[user[one]]), uses.terms[term[one]]
        before = said.setdefault(member, [])
        if len(before) == TERMS or any(word in other or other in word for other in before):
            continue
        before.append(word)
        later = np.sort(first[(term == term[one]) & (first > first[one])])
        posts = [uses.posts[uses.post[place]].id for place in later.tolist()]
        yield Grounds(member, "ahead", uses.posts[uses.post[first[one]]].id, word[:100], posts[:MOST_FOLLOWERS])
