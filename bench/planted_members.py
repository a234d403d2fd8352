"""A community that was made up, in which it is known who the lead users are, and who only looks like one.

What sets lead users apart is what the sources say of them (E. von Hippel 1986; Franke, von Hippel and Schreier 2006;
Kratzer and Lettl 2009): they write of what spreads before others do, they help themselves, they need it more, they
stand between groups. So the community tests the program, not the theory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from insights.snapshot import Cast, Post, Snapshot

WEEKS = 52
MEMBERS, LEADERS, ANSWERERS, SPAMMERS, SEEKERS = 600, 30, 20, 4, 60
FIELDS, TRENDS, WORDS = 12, 140, 900
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1).total_seconds()
SYLLABLES = ("ka", "lo", "mi", "ter", "ven", "sol", "dra", "pli", "non", "que", "bar", "zu", "fen", "gor", "hy", "jas")
OWN = (
    "I built a small bracket for it.", "My workaround is to restart the queue.", "I wrote a script that does it.",
    "We patched it ourselves last night.", "Here is my patch for anyone who wants it.", "I made my own adapter.",
    "I soldered a second lead to it.", "Put a shim between both and it runs.", "I have modified the firmware.",
)  # fmt: skip
NEED = (
    "It happens every time we start.", "We still cannot close the month.", "This blocks us.", "It cost us hours.",
    "I would pay for that.", "We really need this.", "Nothing works and nobody answers.",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A community and who is who in it, as ids of members."""

    snapshot: Snapshot
    leaders: frozenset[int]
    spammers: frozenset[int]
    founder: int


@dataclass(frozen=True)
class People:
    """What members are like: the founder first, then the kinds in their order, then everybody else.

    `lead` is how many weeks sooner they take something up; `own` and `need` are shares of their posts.
    """

    posts: Any
    lead: Any
    own: Any
    need: Any
    bridging: Any
    home: Any
    liked: Any


def plant(seed: int, effect: float = 1.0) -> Planted:
    """Return a community of 600 members over a year; at an effect of 0 lead users are like everybody."""
    rng = np.random.default_rng(seed)
    people = _people(rng, effect)
    words = _vocabulary(rng)
    born = np.sort(rng.uniform(3.0, WEEKS - 9.0, TRENDS))
    adopted = _adoption(rng, people, born)
    posts, votes = _written(rng, people, words, adopted)
    as_of = BEGIN + timedelta(weeks=WEEKS)
    kinds = np.arange(1, MEMBERS + 1)
    return Planted(
        Snapshot(as_of, posts, votes),
        frozenset(kinds[1 : 1 + LEADERS].tolist()),
        frozenset(kinds[1 + LEADERS + ANSWERERS : 1 + LEADERS + ANSWERERS + SPAMMERS].tolist()),
        1,
    )


def _people(rng: Any, effect: float) -> People:
    posts = np.clip(rng.lognormal(2.5, 0.8, MEMBERS), 3, 120)
    lead, own = rng.normal(0, 2.5, MEMBERS), rng.beta(1.2, 16, MEMBERS)
    need, bridging = rng.beta(1.5, 12, MEMBERS), rng.beta(1.2, 10, MEMBERS)
    liked = rng.normal(0, 0.35, MEMBERS)
    leaders, answerers, spammers, seekers = _kinds()
    posts[leaders] *= 1.0 + 0.3 * effect
    lead[leaders] += 7.0 * effect
    own[leaders] += 0.24 * effect
    need[leaders] += 0.10 * effect
    bridging[leaders] += 0.2 * effect
    liked[leaders] += 0.3 * effect
    posts[answerers] = rng.uniform(100, 200, ANSWERERS)
    own[answerers] *= 0.7
    posts[spammers] = rng.uniform(60, 120, SPAMMERS)
    lead[spammers], own[spammers], liked[spammers] = 12.0, 0.0, -1.0
    need[seekers] += 0.4
    posts[0], lead[0] = 180.0, 0.0
    return People(posts, lead, np.clip(own, 0, 0.9), np.clip(need, 0, 0.9), bridging, rng.integers(0, FIELDS, MEMBERS),
                  liked)  # fmt: skip


def _kinds() -> list[slice]:
    ends = np.cumsum([1, LEADERS, ANSWERERS, SPAMMERS, SEEKERS]).tolist()
    return [slice(begin, end) for begin, end in pairwise(ends)]


def _vocabulary(rng: Any) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < WORDS + TRENDS:
        made["".join(rng.choice(SYLLABLES, rng.integers(2, 5)))] = None
    return list(made)


def _adoption(rng: Any, people: People, born: Any) -> Any:
    """Return the week from which each member uses each trend; infinite for what they never take up."""
    share = rng.uniform(0.06, 0.3, TRENDS)
    takes = rng.random((MEMBERS, TRENDS)) < share
    takes[_kinds()[2]] = True
    spread = rng.logistic(12.0, 4.0, (MEMBERS, TRENDS)) - people.lead[:, None]
    return np.where(takes, born + np.maximum(spread, 0.0), np.inf)


def _written(rng: Any, people: People, words: Sequence[str], adopted: Any) -> tuple[list[Post], list[Cast]]:
    """Return the posts in the order of time, and the votes on them."""
    many = rng.poisson(people.posts)
    author = np.repeat(np.arange(MEMBERS), many)
    since = rng.uniform(0, 0.5, MEMBERS) * (rng.random(MEMBERS) < 0.5) * WEEKS
    since[0] = 0.0
    when = since[author] + rng.random(len(author)) * (WEEKS - since[author])
    early = (author == 0) & (rng.random(len(author)) < 0.4)
    when[early] = rng.uniform(0, 2, int(early.sum()))
    order = np.argsort(when, kind="stable")
    posts: list[Post] = []
    votes: list[Cast] = []
    open_threads: list[list[Post]] = [[] for _field in range(FIELDS)]
    for key, place in enumerate(order.tolist(), start=1):
        member, week = int(author[place]), float(when[place])
        bridges = rng.random() < people.bridging[member]
        field = int(rng.integers(0, FIELDS)) if bridges else int(people.home[member])
        body = _body(rng, people, member, words, (field, week, adopted))
        posts.append(_placed(rng, key, (member, week, field), body, open_threads[field]))
        votes.extend(_votes(rng, posts[-1], people.liked[member], np.flatnonzero(people.home == field) + 1))
    return posts, votes


def _body(rng: Any, people: People, member: int, words: Sequence[str], at: tuple[int, float, Any]) -> str:
    field, week, adopted = at
    each = WORDS // FIELDS
    common = [words[field * each + int(each * rng.random() ** 2)] for _word in range(int(rng.integers(8, 20)))]
    known = np.flatnonzero(adopted[member] <= week)
    # What is new to somebody is what they talk about.
    fresh = known[adopted[member][known] > week - 14.0]
    if len(fresh):
        common += [words[WORDS + int(place)] for place in rng.choice(fresh, min(2, len(fresh)), replace=False)]
    said = [" ".join(common) + "."]
    if rng.random() < people.own[member]:
        said.append(str(rng.choice(OWN)))
    if rng.random() < people.need[member]:
        said.append(str(rng.choice(NEED)))
    return " ".join(said)


def _placed(rng: Any, key: int, who: tuple[int, float, int], body: str, threads: list[Post]) -> Post:
    """Return a post: a question, or an answer to one of the latest of its field."""
    member, week, field = who
    at = BEGIN.timestamp() + week * WEEK
    asks = not threads or rng.random() < 0.35
    root = threads[-1 - int(rng.integers(0, min(len(threads), 8)))] if threads else None
    if asks or root is None:
        opened = Post(key, "question", member + 1, at, key, None, None, f"On {body[:30]}", body, "en", field + 1,
                      accepted=False, staff=False)  # fmt: skip
        threads.append(opened)
        return opened
    accepted = bool(rng.random() < 0.15)
    return Post(key, "answer", member + 1, at, root.id, root.id, None, "", body, "en", field + 1, accepted, staff=False)


def _votes(rng: Any, post: Post, liked: float, readers: Any) -> list[Cast]:
    many = int(rng.poisson(0.8 * np.exp(liked)))
    value = -1 if liked < -0.9 and rng.random() < 0.5 else 1
    voters = rng.choice(readers, many).tolist()
    return [Cast(post.id, voter, value, post.at + 3600.0) for voter in set(voters) - {post.author}]
