"""What people say of topics: names, pins, and which are one. It holds over all later runs."""

from sqlalchemy import select, update
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.clock import now
from core.database import begin_write, db, locked, read
from core.errors import Forbidden, Refused
from core.events import publish
from core.translation import gettext as _
from insights.events import TopicChanged
from insights.topics.models import Topic, TopicFound, TopicThread
from insights.topics.retelling import tell_anew, tell_apart


def change_topic(actor: Viewer, topic_id: int, name: str, *, pinned: bool) -> None:
    """Give a topic a name (none: that of its words again) and pin it or not. Raises Forbidden or NotFound."""
    topic = held_topic(actor, topic_id)
    topic.name, topic.pinned = name or None, pinned
    _signed(actor, topic, "changed")


def merge_topic(actor: Viewer, topic_id: int, into_id: int) -> None:
    """Count a topic as part of another from now on. Raises Forbidden, NotFound or Refused."""
    topic, into = held_topic(actor, topic_id), held_topic(actor, into_id)
    if topic.id == into.id or into.merged_into_id is not None or topic.merged_into_id is not None:
        raise Refused(_("Choose another topic that stands for itself."))
    topic.merged_into_id = into.id
    moved = update(TopicThread).where(TopicThread.topic_id == topic.id).values(topic_id=into.id)
    db.session.execute(moved)
    _tell_both(topic.id, into.id)
    _signed(actor, topic, "merged")


def unmerge_topic(actor: Viewer, topic_id: int) -> None:
    """Let a topic stand for itself again. Raises Forbidden, NotFound or Refused."""
    topic = held_topic(actor, topic_id)
    into = topic.merged_into_id
    if into is None:
        raise Refused(_("This topic stands for itself already."))
    topic.merged_into_id = None
    own = (TopicThread.topic_id == into, TopicThread.found_id == topic.id)
    db.session.execute(update(TopicThread).where(*own).values(topic_id=topic.id))
    _tell_both(topic.id, into)
    _signed(actor, topic, "unmerged")


def held_topic(actor: Viewer, topic_id: int) -> Topic:
    """Return a topic, held against other writers. Raises Forbidden or NotFound."""
    if not actor.standing.product_manager:
        raise Forbidden
    topic: Topic | None = locked(select(Topic).where(Topic.id == topic_id))
    if topic is None:
        raise NotFound
    return topic


def _signed(actor: Viewer, topic: Topic, deed: str) -> None:
    topic.edited_by_id, topic.edited_at = actor.id, now()
    publish(TopicChanged(actor_id=actor.id, topic_id=topic.id, deed=deed))


def _tell_both(topic_id: int, into_id: int) -> None:
    """Tell the figures of both anew; the words of the one go on standing behind those of the other."""
    begin_write()
    db.session.flush()
    found = select(TopicFound.run_id, TopicFound.topic_id, TopicFound.words)
    rows = read(found.where(TopicFound.topic_id.in_((topic_id, into_id)))).all()
    words = {(row.run_id, row.topic_id): row.words for row in rows}
    for run_id in sorted({row.run_id for row in rows}):
        theirs = words.get((run_id, topic_id), [])
        both = [*words.get((run_id, into_id), []), *theirs]
        if (run_id, topic_id) in words:
            tell_anew(run_id, topic_id, both)
        else:
            tell_apart(run_id, topic_id, into_id, both)
        tell_anew(run_id, into_id, both)
