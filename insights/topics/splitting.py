"""Splits a topic into its parts, in the worker: later runs keep them apart."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from accounts.viewers import Viewer
from core.archive.identity import chunks
from core.clock import now
from core.database import db, read
from core.events import publish
from insights.events import TopicChanged
from insights.models import Run
from insights.running import SEED, latest_run
from insights.snapshot import Post, posts_named
from insights.topics.communities import communities
from insights.topics.keeping import held_topic
from insights.topics.models import Topic, TopicFound, TopicThread
from insights.topics.naming import words_of
from insights.topics.neighbours import centred, neighbour_graph
from insights.topics.retelling import tell_anew, tell_apart
from insights.vectors import vectors_of

JOB = "split topic"
FEWEST = 10
# At this resolution a topic falls into a few parts, as the whole falls into topics at a finer one.
RESOLUTION = 1.0


def ask_to_split(actor: Viewer, topic_id: int) -> None:
    """Check that a topic may be split by somebody. Raises Forbidden or NotFound."""
    held_topic(actor, topic_id)


def split_topic(topic_id: int, member_id: int | None) -> None:
    """Split a topic of the run that is shown where it has parts; each becomes a topic of its own, split from it."""
    run = latest_run()
    if run is None:
        return
    inside = (TopicThread.run_id == run.id, TopicThread.topic_id == topic_id)
    keys = list(read(select(TopicThread.contribution_id).where(*inside)).scalars())
    threads = posts_named(keys, run.as_of)
    if len(threads) < FEWEST:
        return
    vectors = centred(vectors_of(threads))
    texts = [post.text for post in threads]
    labels = communities(neighbour_graph(vectors, texts), SEED, RESOLUTION)
    count = int(labels.max()) + 1
    if count < 2:
        return
    words = words_of(texts, vectors, labels)
    for label in range(count):
        own = [post for post, found in zip(threads, labels.tolist(), strict=True) if found == label]
        _store_part(run, topic_id, own, words.get(label, []))
    told = select(TopicFound.words).where(TopicFound.run_id == run.id, TopicFound.topic_id == topic_id)
    tell_anew(run.id, topic_id, read(told).scalar() or [])
    publish(TopicChanged(actor_id=member_id, topic_id=topic_id, deed="split"))


def _store_part(run: Run, topic_id: int, threads: Sequence[Post], words: Sequence[str]) -> None:
    row = {"pinned": False, "split_from_id": topic_id, "created_at": now()}
    part = db.session.execute(insert(Topic).values(row).returning(Topic.id)).scalar_one()
    for chunk in chunks([post.id for post in threads]):
        mine = (TopicThread.run_id == run.id, TopicThread.contribution_id.in_(chunk))
        db.session.execute(update(TopicThread).where(*mine).values(topic_id=part))
    tell_apart(run.id, part, topic_id, words)
