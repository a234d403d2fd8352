"""Tables of runs: what was analysed, with what, and how it ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

RUNNING = text("state = 'running'")


class Run(Base):
    """One analysis of what all members may read, as it stood at `as_of`. Pages show the latest that is done.

    `seed`, `parameters` and `versions` say how to come to the same numbers again; `figures` what was found in numbers,
    and how long each stage took. At most one runs at a time.
    """

    __tablename__ = "insight_run"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'failed', 'cancelled')", name="state_known"),
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress_share"),
        Index("uq_insight_run_running", "state", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[identity]
    state: Mapped[str] = mapped_column(String(10), default="running")
    as_of: Mapped[moment]
    since: Mapped[datetime | None]
    # The last event and contribution that the snapshot holds: what is newer is not in it.
    last_event_id: Mapped[int] = mapped_column(default=0)
    last_contribution_id: Mapped[int] = mapped_column(default=0)
    seed: Mapped[int] = mapped_column(default=42)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    versions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    stage: Mapped[str] = mapped_column(String(40), default="")
    progress: Mapped[float] = mapped_column(default=0.0)
    failure: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    started_at: Mapped[moment]
    # When the process that runs it was last heard of.
    seen_at: Mapped[moment]
    ended_at: Mapped[datetime | None]


class PostVector(Base):
    """Where a post that opens no thread lies among all others: 384 numbers of half precision, by a model of sentences.

    Threads have theirs in `likeness`. `text_digest` says of which words.
    """

    __tablename__ = "insight_vector"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    text_digest: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(60))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
