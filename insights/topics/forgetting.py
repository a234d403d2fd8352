"""Takes posts out of stored topics; the words and the figures of what they were in are told anew."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select

from contributions.models import Contribution
from core.database import begin_write, db, read
from insights.topics.models import TopicFound, TopicThread
from insights.topics.retelling import tell_anew


def forget_threads(keys: Sequence[int]) -> None:
    """Take threads out of the topics of all runs, and the replies among these posts out of their counts."""
    touched = _topics_of(keys)
    if not touched:
        return
    begin_write()
    db.session.execute(delete(TopicThread).where(TopicThread.contribution_id.in_(keys)))
    for run_id, topic_id in sorted(touched):
        told = select(TopicFound.words).where(TopicFound.run_id == run_id, TopicFound.topic_id == topic_id)
        tell_anew(run_id, topic_id, read(told).scalar() or [])


def _topics_of(keys: Sequence[int]) -> set[tuple[int, int]]:
    replied = select(Contribution.thread_id).where(Contribution.id.in_(keys), Contribution.thread_id.is_not(None))
    theirs = or_(TopicThread.contribution_id.in_(keys), TopicThread.contribution_id.in_(replied))
    rows = read(select(TopicThread.run_id, TopicThread.topic_id).where(theirs, TopicThread.topic_id.is_not(None)))
    return {(row.run_id, row.topic_id) for row in rows}
