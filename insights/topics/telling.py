"""Writes down what a run found of topics: who counts to which, their words, their figures, their place on the map."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from core.database import db, read
from insights.snapshot import Post
from insights.stages import Context
from insights.topics.counting import Counts, count, groups_of, places_on_map, rates, replies_of
from insights.topics.models import TopicFound, TopicThread
from insights.topics.naming import label_of, told_words, words_of

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

REPRESENTATIVE = 5
CHUNK = 2000


class Found(NamedTuple):
    """Threads with their directions, the topics that were found of them, and those under which they are shown."""

    threads: Sequence[Post]
    vectors: "Vectors"
    found: Sequence[int | None]
    shown: Sequence[int | None]
    previous: int | None


def store(context: Context, found: Found) -> dict[str, Any]:
    """Store the topics of a run and return how many there are, and how many threads belong to none."""
    import numpy as np

    members: dict[int, list[int]] = defaultdict(list)
    for place, topic in enumerate(found.shown):
        if topic is not None:
            members[topic].append(place)
    topics = sorted(members, key=lambda topic: (-len(members[topic]), topic))
    outliers = sum(topic is None for topic in found.shown)
    _store_threads(context, found, members)
    if not topics:
        return {"topics": 0, "outliers": outliers}
    centres = np.stack([direction(found.vectors[members[topic]]) for topic in topics])
    words = _words(found, topics, members)
    context.progress(0.9)
    _store_topics(context, found, [_Told(topic, members[topic], words[topic]) for topic in topics], centres)
    return {"topics": len(topics), "outliers": outliers, "largest": len(members[topics[0]])}


class _Told(NamedTuple):
    topic: int
    places: list[int]
    words: list[str]


def direction(vectors: "Vectors") -> "Vectors":
    """Return the mean direction of vectors, of length 1."""
    import numpy as np

    mean = vectors.mean(axis=0)
    found: Vectors = (mean / (float(np.linalg.norm(mean)) or 1.0)).astype(np.float32)
    return found


def _words(found: Found, topics: Sequence[int], members: dict[int, list[int]]) -> dict[int, list[str]]:
    import numpy as np

    labels = np.full(len(found.threads), -1)
    for number, topic in enumerate(topics):
        labels[members[topic]] = number
    named = words_of([post.text for post in found.threads], found.vectors, labels)
    told = {}
    for number, topic in enumerate(topics):
        voices = [(found.threads[place].author, found.threads[place].text) for place in members[topic]]
        told[topic] = told_words(named.get(number, []), voices)
    return told


def _store_threads(context: Context, found: Found, members: dict[int, list[int]]) -> None:
    import numpy as np

    closeness = np.zeros(len(found.threads))
    ranks = np.zeros(len(found.threads), dtype=int)
    for places in members.values():
        closeness[places] = found.vectors[places] @ direction(found.vectors[places])
        order = sorted(places, key=lambda place: (-round(float(closeness[place]), 5), found.threads[place].id))
        ranks[order[:REPRESENTATIVE]] = np.arange(1, min(len(order), REPRESENTATIVE) + 1)
    rows = [
        {
            "run_id": context.run_id, "contribution_id": post.id, "topic_id": found.shown[place],
            "found_id": found.found[place], "closeness": round(float(closeness[place]), 5), "rank": int(ranks[place]),
        }
        for place, post in enumerate(found.threads)
    ]  # fmt: skip
    for begin in range(0, len(rows), CHUNK):
        db.session.execute(insert(TopicThread), rows[begin : begin + CHUNK])


def _store_topics(context: Context, found: Found, told: Sequence[_Told], centres: "Vectors") -> None:
    groups = groups_of(centres)
    places = places_on_map(centres, _places_before(found.previous, [one.topic for one in told]))
    posts_of, everything = replies_of(context.snapshot), rates(context.snapshot.posts, context.as_of)
    total = max(1, len(context.snapshot.posts))
    rows = []
    for number, one in enumerate(told):
        posts = [post for place in one.places for post in posts_of[found.threads[place].id]]
        counts: Counts = count(posts, context.as_of, everything)
        rows.append(
            {
                "run_id": context.run_id, "topic_id": one.topic, "label": label_of(one.words), "words": one.words,
                "threads": len(one.places), **counts._asdict(), "share": round(counts.posts / total, 5),
                "part_of": groups[number], "x": round(float(places[number][0]), 4),
                "y": round(float(places[number][1]), 4),
            }
        )  # fmt: skip
    db.session.execute(insert(TopicFound), rows)


def _places_before(run_id: int | None, topics: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return the places of topics on the map of a run, by their number among the topics of this one."""
    if run_id is None:
        return {}
    rows = read(select(TopicFound.topic_id, TopicFound.x, TopicFound.y).where(TopicFound.run_id == run_id))
    stood = {row.topic_id: (row.x, row.y) for row in rows}
    return {number: stood[topic] for number, topic in enumerate(topics) if topic in stood}
