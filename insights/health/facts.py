"""What is known of each thread: how long it waited for whom, who took part, and which parts of DART it meets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from insights.snapshot import Post, Snapshot

HOUR, DAY = 3600.0, 86400.0
# Two days, by which a dialogue still is one; thirty, after which an idea should have heard something.
PROMPT, PATIENCE = 2 * DAY, 30 * DAY


def facts_of(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield a row for each thread, by the formulas of docs/insights-dashboard.md."""
    replies: dict[int, list[Post]] = defaultdict(list)
    for post in snapshot.posts:
        if not post.opens_thread:
            replies[post.thread].append(post)
    voted = {vote.post for vote in snapshot.votes}
    until = snapshot.as_of.timestamp()
    for thread in snapshot.threads:
        others = [post for post in replies[thread.id] if post.author is None or post.author != thread.author]
        yield {
            **_waited(thread, others),
            "thread_id": thread.id,
            "kind": thread.kind,
            "begun_at": moment(thread.at),
            "by_staff": thread.staff,
            "customers": sum(not post.staff for post in others),
            "staff": sum(post.staff for post in others),
            **_dart(thread, others, thread.id in voted, bool(snapshot.statuses.get(thread.id)), until),
        }


def moment(at: float) -> datetime:
    """Return seconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(at, UTC)


def _waited(thread: Post, others: Sequence[Post]) -> dict[str, float | None]:
    answers = [post for post in others if post.kind == "answer"] if thread.kind == "question" else others
    solved = [post for post in answers if post.accepted]
    return {
        "peer_seconds": _first(thread, [post for post in answers if not post.staff]),
        "staff_seconds": _first(thread, [post for post in answers if post.staff]),
        "solved_seconds": _first(thread, solved),
    }


def _first(thread: Post, posts: Sequence[Post]) -> float | None:
    """An import may hold a reply that is dated before its thread: that took no time."""
    return max(0.0, min(post.at for post in posts) - thread.at) if posts else None


def _dart(thread: Post, others: Sequence[Post], voted: bool, decided: bool, until: float) -> dict[str, bool | None]:
    """Return the four parts; None where a thread is too young, or of another kind."""
    prompt = any(post.at - thread.at <= PROMPT and post.staff != thread.staff for post in others)
    asks = thread.kind in {"question", "discussion", "idea"}
    return {
        "dialogue": prompt if asks and until - thread.at >= PROMPT else None,
        "access": any(post.staff for post in others) if asks and not thread.staff else None,
        "risk": voted or any(not post.staff for post in others) if thread.kind == "promise" else None,
        "transparency": decided if thread.kind == "idea" and until - thread.at >= PATIENCE else None,
    }
