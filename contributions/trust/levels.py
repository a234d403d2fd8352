"""The bars of the trust levels in communities of each size, and which level figures make: plain functions.

In a large community the bars are Discourse's defaults; smaller ones have fewer threads to read and fewer to like.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from contributions.reputation.sizes import Size

ARRIVED, MEMBER, REGULAR, LEADER = 1, 2, 3, 4
WINDOW = timedelta(days=100)
GRACE = timedelta(days=14)
# A regular is one no longer who falls below this part of a bar.
KEPT_FROM = 0.9
PART_OF_NEW = 0.25


@dataclass(frozen=True)
class Figures:
    """What is counted of a member: of all time, and (`recent_…`) of the last WINDOW.

    `known` says that enough of their posts stand since more than a day; see `moderation.newcomers`.
    """

    known: bool = False
    threads: int = 0
    posts: int = 0
    minutes: int = 0
    days: int = 0
    given: int = 0
    received: int = 0
    replied: int = 0
    recent_days: int = 0
    recent_replied: int = 0
    recent_threads: int = 0
    recent_posts: int = 0
    recent_given: int = 0
    recent_received: int = 0
    recent_people: int = 0
    recent_received_days: int = 0
    recent_flagged: int = 0


class Community(NamedTuple):
    """What came new in the last WINDOW: threads and posts."""

    threads: int = 0
    posts: int = 0


class Bar(NamedTuple):
    """One bar of a level: which figure, what the member has, what it takes; `most` for one that must not be passed."""

    figure: str
    have: int
    needed: int
    most: bool = False

    def reached(self, part: float = 1.0) -> bool:
        """Whether the figure is there, or a part of it."""
        return self.have <= self.needed if self.most else self.have >= self.needed * part


# Of regulars: the parts of what is new, which `bars_of` adds, are capped at these.
CAPS = {"recent_threads": 500, "recent_posts": 20_000}
BARS: Mapping[Size, Mapping[int, Mapping[str, int]]] = {
    Size.SMALL: {
        ARRIVED: {"threads": 2, "posts": 8, "minutes": 5},
        MEMBER: {"threads": 8, "posts": 30, "minutes": 20, "days": 5, "given": 1, "received": 1, "replied": 2},
        REGULAR: {"recent_days": 20, "recent_replied": 5, "recent_given": 10, "recent_received": 6}
        | {"recent_people": 2, "recent_received_days": 3, "recent_flagged": 5},
    },
    Size.MEDIUM: {
        ARRIVED: {"threads": 4, "posts": 20, "minutes": 8},
        MEMBER: {"threads": 14, "posts": 60, "minutes": 40, "days": 10, "given": 1, "received": 1, "replied": 3},
        REGULAR: {"recent_days": 35, "recent_replied": 8, "recent_given": 20, "recent_received": 12}
        | {"recent_people": 3, "recent_received_days": 5, "recent_flagged": 5},
    },
    Size.LARGE: {
        ARRIVED: {"threads": 5, "posts": 30, "minutes": 10},
        MEMBER: {"threads": 20, "posts": 100, "minutes": 60, "days": 15, "given": 1, "received": 1, "replied": 3},
        REGULAR: {"recent_days": 50, "recent_replied": 10, "recent_given": 30, "recent_received": 20}
        | {"recent_people": 5, "recent_received_days": 7, "recent_flagged": 5},
    },
}


def bars_of(level: int, figures: Figures, community: Community, size: Size) -> list[Bar]:
    """Return the bars of a level from 1 to 3 with what a member has of each."""
    needed = dict(BARS[size][level])
    if level == REGULAR:
        new = {"recent_threads": community.threads, "recent_posts": community.posts}
        needed |= {name: min(CAPS[name], ceil(PART_OF_NEW * count)) for name, count in new.items()}
    return [Bar(name, getattr(figures, name), least, name == "recent_flagged") for name, least in needed.items()]


def next_level(
    current: int, since: datetime | None, figures: Figures, community: Community, size: Size, at: datetime
) -> int:
    """Return the level that a member has from now on. The highest is given and taken by hand alone.

    What was reached is kept, but for REGULAR, which is lost below KEPT_FROM of a bar once GRACE is over.
    """
    if current == LEADER:
        return LEADER
    if current == REGULAR:
        in_grace = since is not None and at - since < GRACE
        kept = all(bar.reached(KEPT_FROM) for bar in bars_of(REGULAR, figures, community, size))
        return REGULAR if in_grace or kept else MEMBER
    level = current
    while level < REGULAR and _reached(level + 1, figures, community, size):
        level += 1
    return level


def _reached(level: int, figures: Figures, community: Community, size: Size) -> bool:
    # Who takes part without having read much here, as by mail, has arrived as well.
    if level == ARRIVED and figures.known:
        return True
    return all(bar.reached() for bar in bars_of(level, figures, community, size))
