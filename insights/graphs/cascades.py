"""How far what was said went on: what follows from a post, and what spreads faster than usual."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from insights.graphs.building import replies_to
from insights.snapshot import Snapshot

RECENT = 7 * 24 * 3600.0
LEAST_VOICES = 3


class Cascade(NamedTuple):
    """What follows from a post: posts, different authors beside its own, and steps of the longest chain."""

    post: int
    size: int
    voices: int
    depth: int


class Spreading(NamedTuple):
    """A thread to watch: how many different members joined in it in the last week, and before."""

    thread: int
    lately: int
    before: int


def cascades(snapshot: Snapshot) -> dict[int, Cascade]:
    """Return the cascade of each post that has replies. Check value: a chain of three has size 2 and depth 2."""
    by_id = snapshot.by_id
    parent = {post.id: to for post, to in replies_to(snapshot)}
    size: dict[int, int] = defaultdict(int)
    depth: dict[int, int] = defaultdict(int)
    voices: dict[int, set[int]] = defaultdict(set)
    for key in parent:
        steps, above, seen = 1, parent.get(key), {key}
        author = by_id[key].author
        while above is not None and above not in seen:
            seen.add(above)
            size[above] += 1
            depth[above] = max(depth[above], steps)
            if author is not None and author != by_id[above].author:
                voices[above].add(author)
            steps, above = steps + 1, parent.get(above)
    return {key: Cascade(key, many, len(voices[key]), depth[key]) for key, many in size.items()}


def spreading(snapshot: Snapshot, most: int) -> Sequence[Spreading]:
    """Return the threads that most members joined in the last week, those of many voices first; never of few."""
    begin = snapshot.as_of.timestamp() - RECENT
    lately: dict[int, set[int]] = defaultdict(set)
    before: dict[int, set[int]] = defaultdict(set)
    for post in snapshot.posts:
        if post.author is not None:
            (lately if post.at >= begin else before)[post.thread].add(post.author)
    found = [
        Spreading(thread, len(joined - before[thread]), len(before[thread]))
        for thread, joined in lately.items()
        if len(joined - before[thread]) >= LEAST_VOICES
    ]
    return sorted(found, key=lambda one: (-one.lately, one.before, one.thread))[:most]
