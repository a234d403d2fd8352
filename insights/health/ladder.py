"""From customers who buy to customers who take part: four axes, each a written rule on what a member did.

After Prahalad and Ramaswamy, "Co-opting customer competence", Harvard Business Review 78(1), 2000.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from insights.snapshot import Post, Snapshot

AGENT, PARTNER, EXPERIENCE, KNOWLEDGE = AXES = ("agent", "partner", "experience", "knowledge")
TURNS, TRUSTED = 2, 2


class Step(NamedTuple):
    """That a member first met the rule of an axis at a moment (seconds since 1970), by a post."""

    member: int
    axis: str
    at: float
    post: int


def steps_of(snapshot: Snapshot) -> list[Step]:
    """Return the first step of every customer on every axis that they came on.

    agent: wrote anything. partner: wrote an idea. experience: wrote twice in a thread in which staff wrote.
    knowledge: gave an answer that was accepted, or that stands at two votes or more.
    """
    found: dict[tuple[int, str], Step] = {}
    for step in sorted(_steps(snapshot), key=lambda step: (step.at, step.post)):
        found.setdefault((step.member, step.axis), step)
    return sorted(found.values())


def _steps(snapshot: Snapshot) -> Iterator[Step]:
    with_staff = {post.thread for post in snapshot.posts if post.staff}
    turns: Counter[tuple[int, int]] = Counter()
    trusted = _trusted(snapshot)
    for post in sorted(snapshot.posts, key=lambda post: (post.at, post.id)):
        if post.author is None or post.staff:
            continue
        yield Step(post.author, AGENT, post.at, post.id)
        if post.kind == "idea":
            yield Step(post.author, PARTNER, post.at, post.id)
        turns[post.author, post.thread] += 1
        if turns[post.author, post.thread] >= TURNS and post.thread in with_staff:
            yield Step(post.author, EXPERIENCE, post.at, post.id)
        if post.id in trusted:
            yield Step(post.author, KNOWLEDGE, post.at, post.id)


def _trusted(snapshot: Snapshot) -> set[int]:
    score: Counter[int] = Counter()
    for vote in snapshot.votes:
        score[vote.post] += vote.value

    def relied_on(post: Post) -> bool:
        return post.kind == "answer" and (post.accepted or score[post.id] >= TRUSTED)

    return {post.id for post in snapshot.posts if relied_on(post)}
