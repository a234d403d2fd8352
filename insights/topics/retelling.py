"""Tells words and figures of topics of a run anew, where a person or a deletion changed what belongs to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, or_, select, update

from contributions.models import Contribution
from core.archive.identity import chunks
from core.database import db, read
from core.markup import plain_text
from insights.models import Run
from insights.snapshot import open_to_members
from insights.topics.counting import by_month
from insights.topics.models import TopicFound, TopicThread
from insights.topics.naming import label_of, told_words

# What a topic that was part of another has of it until the next run.
OF_THE_WHOLE = ("x", "y", "part_of", "growth")


def tell_anew(run_id: int, topic_id: int, words: Sequence[str]) -> None:
    """Write down the figures of a topic of a run anew, and those of some words that enough of its members used."""
    here = (TopicFound.run_id == run_id, TopicFound.topic_id == topic_id)
    counted = select(TopicThread.contribution_id).where(TopicThread.run_id == run_id, TopicThread.topic_id == topic_id)
    fields = figures_of(list(read(counted).scalars()), words)
    db.session.execute(update(TopicFound).where(*here).values(share=_share(run_id, fields), **fields))


def _share(run_id: int, fields: Mapping[str, Any]) -> float:
    figures = read(select(Run.figures).where(Run.id == run_id)).scalar() or {}
    everything: int = figures.get("snapshot", {}).get("posts", 0)
    return round(fields["posts"] / everything, 5) if everything else 0.0


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


def tell_apart(run_id: int, topic_id: int, whole_id: int, words: Sequence[str]) -> None:
    """Tell of a topic that was part of another (`whole_id`) in a run; its threads are counted to it already."""
    told = select(TopicFound.__table__).where(TopicFound.run_id == run_id, TopicFound.topic_id == whole_id)
    whole = read(told).one_or_none()
    if whole is None:
        return
    counted = select(TopicThread.contribution_id).where(TopicThread.run_id == run_id, TopicThread.topic_id == topic_id)
    figures = figures_of(list(read(counted).scalars()), words)
    like = {name: getattr(whole, name) for name in OF_THE_WHOLE}
    row = {"run_id": run_id, "topic_id": topic_id, "share": _share(run_id, figures), **like, **figures}
    db.session.execute(insert(TopicFound).values(row))
