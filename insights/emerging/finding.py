"""The stage of a run that finds what emerges: all alarms over the past, each as it would have been raised then."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from insights.emerging.alarms import Alarm, find_alarms, voices
from insights.emerging.clocks import CLOCKS, FAMILIES, FAST, HOUR, SLOW, WORDS_CHANCE
from insights.emerging.keeping import Found, keep
from insights.emerging.naming import Naming, name_of
from insights.emerging.scanning import Stream
from insights.snapshot import Post
from insights.stages import Context


class Past(NamedTuple):
    """The threads of a snapshot in order of time, as the detectors read them."""

    posts: Sequence[Post]
    stream: Stream


def emerging_stage(context: Context) -> dict[str, Any]:
    """Find and keep the alarms of both clocks, and return their number."""
    past = past_of(context)
    said = [(post.title, post.body) for post in past.posts]
    naming = Naming([f"{title}\n{body}" for title, body in said])
    found: list[Found] = []
    for share, clock in enumerate(CLOCKS, start=1):
        alarms = find_alarms(past.stream, said, clock)
        now = context.as_of.timestamp()
        found += [_told(one, past, naming, closed=one.closed(now, clock)) for one in alarms]
        context.progress(share / (len(CLOCKS) + 1))
    keep(context.run_id, found)
    return {"alarms": len(found), "open": sum(not one.closed for one in found)} | _rates()


def past_of(context: Context) -> Past:
    """Return the threads in order of time; of those that came at once, in that of their ids."""
    threads = context.snapshot.threads
    vectors = context.vectors(threads)
    order = sorted(range(len(threads)), key=lambda place: (threads[place].at, threads[place].id))
    posts = [threads[place] for place in order]
    times = np.array([post.at for post in posts], dtype=float)
    return Past(posts, Stream(times, _voices(posts), vectors[order]))


def _voices(posts: Sequence[Post]) -> Any:
    """Number the voices. Posts without an author are one voice, unless hardly any has one: an archive without names."""
    unnamed = sum(post.author is None for post in posts)
    if 2 * unnamed > len(posts):
        return np.array([post.author or -post.id for post in posts], dtype=np.int64)
    return np.array([post.author or -1 for post in posts], dtype=np.int64)


def _told(alarm: Alarm, past: Past, naming: Naming, *, closed: bool) -> Found:
    evidence = sorted(alarm.evidence)
    authors = past.stream.authors
    words = naming.words(evidence, authors, sorted(alarm.words, key=lambda word: -alarm.words[word])[:2])
    return Found(
        clock=alarm.clock,
        at=_moment(alarm.at),
        first_at=_moment(min(past.posts[place].at for place in alarm.opening)),
        last_at=_moment(alarm.last),
        closed=closed,
        label=name_of(words),
        words=words,
        strength=alarm.strength,
        peak=alarm.peak,
        chance=alarm.chance,
        growth=alarm.growth,
        hours=alarm.window / HOUR,
        authors=len(voices(evidence, authors)),
        opening=[past.posts[place].id for place in sorted(alarm.opening)],
        evidence=[past.posts[place].id for place in evidence],
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _rates() -> dict[str, Any]:
    """Return how many false alarms a week each clock may bring by chance; words are looked at by the hour."""
    return {"fast_by_chance": round(FAST.chance + FAMILIES * WORDS_CHANCE, 2), "slow_by_chance": SLOW.chance}
