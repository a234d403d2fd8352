"""The stage of a run that finds topics: anew, or by adding what is new to those of the run before."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from core.clock import now
from core.database import db, read
from insights.snapshot import Post
from insights.stages import Context
from insights.topics.communities import communities
from insights.topics.matching import matched
from insights.topics.models import Topic, TopicThread
from insights.topics.neighbours import NEIGHBOURS, centred, neighbour_graph
from insights.topics.telling import Found, direction, store

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

FEWEST = 10
# A new thread whose nearest known ones are on the whole no nearer than this belongs to no topic yet.
FAR = 0.2


class Before(NamedTuple):
    """What the run before found: the topics under which threads were shown, and those that were found of them."""

    shown: dict[int, int]
    found: dict[int, int]


def find_topics(context: Context) -> dict[str, Any]:
    """Find the topics of all threads, store them, and return how many there are."""
    threads = context.snapshot.threads
    if len(threads) < FEWEST:
        return {"topics": 0, "outliers": len(threads)}
    vectors = centred(context.vectors(threads))
    context.progress(0.3)
    before = topics_before(context.previous)
    if context.whole or not before.found:
        found = _anew(context, threads, vectors, before)
    else:
        found = _added(threads, vectors, before)
    context.progress(0.7)
    shown = _as_people_said(found, threads, vectors, before)
    return store(context, Found(threads, vectors, found, shown, context.previous))


def topics_before(run_id: int | None) -> Before:
    """Return what a run found."""
    if run_id is None:
        return Before({}, {})
    counted = select(TopicThread.contribution_id, TopicThread.topic_id, TopicThread.found_id)
    rows = read(counted.where(TopicThread.run_id == run_id, TopicThread.topic_id.is_not(None))).all()
    return Before(
        {row.contribution_id: row.topic_id for row in rows},
        {row.contribution_id: row.found_id for row in rows},
    )


def _anew(context: Context, threads: Sequence[Post], vectors: "Vectors", before: Before) -> list[int | None]:
    import numpy as np

    graph = neighbour_graph(vectors, [post.text for post in threads])
    context.progress(0.5)
    labels = communities(graph, context.seed)
    keys = [post.id for post in threads]
    own = np.stack([direction(vectors[labels == label]) for label in range(int(labels.max()) + 1)] or [vectors[0]])
    old = _centres(before.found, keys, vectors)
    known = matched(labels, keys, before.found, own, old)
    fresh = [label for label in range(int(labels.max()) + 1) if label not in known]
    known |= dict(zip(fresh, new_topics(len(fresh)), strict=True))
    return [known[label] if label >= 0 else None for label in labels.tolist()]


def _added(threads: Sequence[Post], vectors: "Vectors", before: Before) -> list[int | None]:
    """Count known threads where they were, and new ones where most of their nearest known ones are."""
    found: list[int | None] = [before.found.get(post.id) for post in threads]
    new = [place for place, post in enumerate(threads) if post.id not in before.found]
    known = [place for place, post in enumerate(threads) if post.id in before.found]
    for place, near in zip(new, _nearest_known(vectors, new, known), strict=True):
        towards: dict[int, float] = {}
        for other, cosine in near:
            topic = before.found[threads[other].id]
            towards[topic] = towards.get(topic, 0.0) + cosine
        best = max(sorted(towards), key=lambda topic: towards[topic], default=None)
        found[place] = best if best is not None and towards[best] > FAR * len(near) / 2 else None
    return found


def _nearest_known(vectors: "Vectors", new: Sequence[int], known: Sequence[int]) -> list[list[tuple[int, float]]]:
    import numpy as np

    if not new or not known:
        return [[] for _ in new]
    others, found = np.array(known), []
    for begin in range(0, len(new), 64):
        cosines = vectors[list(new[begin : begin + 64])] @ vectors[others].T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :NEIGHBOURS]
        found += [
            [(int(others[place]), float(row[place])) for place in places]
            for row, places in zip(cosines, order, strict=True)
        ]
    return found


def _as_people_said(
    found: Sequence[int | None], threads: Sequence[Post], vectors: "Vectors", before: Before
) -> list[int | None]:
    """Return where threads are counted after what people merged and split."""
    rows = read(select(Topic.id, Topic.merged_into_id, Topic.split_from_id)).all()
    merged = {row.id: row.merged_into_id for row in rows if row.merged_into_id}
    centres = _centres(before.shown, [post.id for post in threads], vectors)
    parts: dict[int | None, list[int]] = {}
    for row in rows:
        if row.split_from_id and row.id in centres:
            parts.setdefault(row.split_from_id, []).append(row.id)
    shown = []
    for post, topic, vector in zip(threads, found, vectors, strict=True):
        own, whole = before.shown.get(post.id), resolved(topic, merged)
        if whole in parts:
            near = max(parts[whole], key=lambda part: (float(centres[part] @ vector), -part))
            whole = resolved(own if own in parts[whole] else near, merged)
        shown.append(whole)
    return shown


def _centres(counted: Mapping[int, int], threads: Sequence[int], vectors: "Vectors") -> dict[int, "Vectors"]:
    """Return the directions of topics, by the threads that were counted to them before and are still here."""
    places: dict[int, list[int]] = {}
    for place, thread in enumerate(threads):
        if thread in counted:
            places.setdefault(counted[thread], []).append(place)
    return {topic: direction(vectors[own]) for topic, own in places.items()}


def resolved(topic: int | None, merged: Mapping[int, int]) -> int | None:
    """Return the topic that another was merged into, at the end of the chain."""
    seen: set[int] = set()
    while topic is not None and topic in merged and topic not in seen:
        seen.add(topic)
        topic = merged[topic]
    return topic


def new_topics(count: int) -> list[int]:
    """Make topics and return their ids, in order."""
    if not count:
        return []
    rows = [{"pinned": False, "created_at": now()} for _ in range(count)]
    return sorted(db.session.scalars(insert(Topic).returning(Topic.id), rows))
