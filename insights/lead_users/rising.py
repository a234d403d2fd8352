"""Rising members: those who wrote little so far, and whose help may count most in the months to come."""

import math
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from insights.snapshot import Post, Snapshot

DAY = 24 * 3600.0
# Who wrote more is known already.
FEW_POSTS = 50
LEAST_HELP = 3
# Help counts half after so many days; on how many days somebody helped is looked at twice as far back.
HALF_LIFE = 30.0
WINDOW = 60.0
# The share of first answers is drawn towards one half as if there were so many more.
PRIOR = 8.0


class Rising(NamedTuple):
    """A member, what is expected of them (only its order means something), and the posts in which they helped."""

    member: int
    expected: float
    posts: Sequence[Post]


@dataclass
class _Help:
    lately: float = 0.0
    days: set[int] = field(default_factory=set)
    first: int = 0
    posts: list[Post] = field(default_factory=list)


def rising_members(snapshot: Snapshot, few: int = FEW_POSTS, least: int = LEAST_HELP) -> list[Rising]:
    """Return members with few posts so far, those first of whom most help is expected.

    `sqrt(h * d) * sqrt((f + 4) / (n + 8))`: h is answers to others, halved every 30 days, d the days of the last 60 on
    which they helped, f of n their answers that were the first. Somebody who keeps coming back is expected to; what was
    accepted is too little in so few posts to say more, and is not used. Staff is left out.
    """
    written: dict[int, int] = defaultdict(int)
    staff: set[int] = set()
    for post in snapshot.posts:
        if post.author is not None:
            written[post.author] += 1
            if post.staff:
                staff.add(post.author)
    helped = _helped(snapshot, {member for member, many in written.items() if many <= few} - staff)
    found = [
        Rising(
            member,
            math.sqrt(help_.lately * len(help_.days) * (help_.first + PRIOR / 2) / (len(help_.posts) + PRIOR)),
            help_.posts,
        )
        for member, help_ in helped.items()
        if len(help_.posts) >= least and help_.days
    ]
    return sorted(found, key=lambda one: (-one.expected, one.member))


def _helped(snapshot: Snapshot, among: Container[int | None]) -> dict[int, _Help]:
    now, by_id = snapshot.as_of.timestamp(), snapshot.by_id
    helped: dict[int, _Help] = defaultdict(_Help)
    answered: set[int] = set()
    for post in sorted(snapshot.posts, key=lambda one: (one.at, one.id)):
        asked = by_id.get(post.thread)
        if post.kind != "answer" or post.author is None or asked is None or asked.author == post.author:
            continue
        first = post.thread not in answered
        answered.add(post.thread)
        if post.author in among:
            one, age = helped[post.author], (now - post.at) / DAY
            one.posts.append(post)
            one.first += first
            one.lately += 0.5 ** (age / HALF_LIFE)
            if age <= WINDOW:
                one.days.add(int(post.at // DAY))
    return helped
