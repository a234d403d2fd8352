"""Takes posts out of stored topics, and tells the words and the figures of what they were in anew."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from contributions.models import Contribution
from core.archive.identity import chunks
from core.database import begin_write, db, read
from core.markup import plain_text
from insights.snapshot import open_to_members
from insights.topics.counting import by_month
from insights.topics.models import TopicFound, TopicThread
from insights.topics.naming import label_of, told_words


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


def tell_anew(run_id: int, topic_id: int, words: Sequence[str]) -> None:
    """Write down the figures of a topic of a run anew, and those of some words that enough of its members used."""
    here = (TopicFound.run_id == run_id, TopicFound.topic_id == topic_id)
    told = read(select(TopicFound.posts, TopicFound.share).where(*here)).one_or_none()
    if told is None:
        return
    counted = select(TopicThread.contribution_id).where(TopicThread.run_id == run_id, TopicThread.topic_id == topic_id)
    fields = figures_of(list(read(counted).scalars()), words)
    everything = told.posts / told.share if told.share else 0.0
    share = round(fields["posts"] / everything, 5) if everything else 0.0
    db.session.execute(update(TopicFound).where(*here).values(share=share, **fields))


def figures_of(threads: Sequence[int], words: Sequence[str]) -> dict[str, Any]:
    """Return what is told of these threads as they stand now; of some words, those that are still told by enough."""
    posts = list(_posts(threads))
    voices = [(post.author_id, f"{post.title or ''}\n{plain_text(post.html)}") for post in posts if not post.thread_id]
    kept = told_words(words, voices)
    return {
        "threads": len(threads),
        "posts": len(posts),
        "authors": len({post.author_id for post in posts if post.author_id is not None}),
        "months": by_month([post.created_at.timestamp() for post in posts]),
        "words": kept,
        "label": label_of(kept),
    }


def _posts(threads: Sequence[int]) -> Any:
    wanted = ("id", "thread_id", "author_id", "title", "html", "created_at")
    columns = [Contribution.__table__.c[name] for name in wanted]
    for chunk in chunks(threads):
        inside = or_(Contribution.id.in_(chunk), Contribution.thread_id.in_(chunk))
        yield from read(select(*columns).where(inside, open_to_members()))
