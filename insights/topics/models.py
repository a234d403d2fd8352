"""Tables of topics: what they are for good, and what each run found of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Topic(Base):
    """A topic, which stays the same through all runs. What a person says of it holds until a person says otherwise.

    `merged_into_id` says that it is the same as another, so that later runs count what falls to it there;
    `split_from_id` that a person took it out of another, from which later runs keep it apart.
    """

    __tablename__ = "insight_topic"
    __table_args__ = (CheckConstraint("merged_into_id <> id", name="not_into_itself"),)

    id: Mapped[identity]
    name: Mapped[str | None] = mapped_column(String(100))
    pinned: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("insight_topic.id"), index=True)
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("insight_topic.id"), index=True)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    edited_at: Mapped[datetime | None]
    created_at: Mapped[moment]


class TopicFound(Base):
    """What one run found of a topic. Counts are of the threads, posts and people of the snapshot.

    `months` are posts by month, the last of them that of the run; `words` and `label` are made of the texts, and empty
    where too few members used them. `x` and `y` (0 to 1) are its place on the map, `part_of` numbers the groups of
    kindred topics.
    """

    __tablename__ = "insight_topic_found"
    __table_args__ = (
        Index("ix_insight_topic_found_size", "run_id", text("threads DESC"), text("topic_id DESC")),
        Index("ix_insight_topic_found_growth", "run_id", text("growth DESC"), text("topic_id DESC")),
        CheckConstraint("threads >= 0 AND authors >= 0", name="counts_positive"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("insight_topic.id"), primary_key=True, index=True)
    label: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[list[str]] = mapped_column(default=list)
    threads: Mapped[int] = mapped_column(default=0)
    posts: Mapped[int] = mapped_column(default=0)
    authors: Mapped[int] = mapped_column(default=0)
    share: Mapped[float] = mapped_column(default=0.0)
    growth: Mapped[float] = mapped_column(default=0.0)
    months: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    part_of: Mapped[int] = mapped_column(default=0)
    x: Mapped[float] = mapped_column(default=0.5)
    y: Mapped[float] = mapped_column(default=0.5)


class TopicThread(Base):
    """That a run counted a thread to a topic, or to none.

    `closeness` is its cosine to the centre, `rank` its place among the first that stand for the topic (from 1; 0 for
    all others). `found_id` is the topic that was found, before what a person merged or split.
    """

    __tablename__ = "insight_topic_thread"
    __table_args__ = (
        Index("ix_insight_topic_thread_topic", "run_id", "topic_id", text("closeness DESC"), "contribution_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("insight_topic.id"), index=True)
    found_id: Mapped[int | None] = mapped_column(ForeignKey("insight_topic.id"), index=True)
    closeness: Mapped[float]
    rank: Mapped[int] = mapped_column(default=0)
