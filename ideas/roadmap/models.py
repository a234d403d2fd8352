"""Tables of promises, of every change of them, and of what members expected and got.

Days are counted as Python's date.toordinal does, so that their differences are days in every database.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment


class Outcome(enum.StrEnum):
    """What became of a promise. Kept and late were delivered; by the last day that was promised first, or after it."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Promise(Contribution):
    """A promise: the claim as its title, between which days, how sure its author is (percent), and on what evidence.

    `first_latest_day` is the last day that was promised first; whatever is said later is measured by it. `warned_at` is
    when its author was told that more is expected of it than its evidence carries.
    """

    __tablename__ = "promise"
    # Those of contributions are of another table, and of another length.
    __table_args__: Any = (
        CheckConstraint("outcome IN ('open', 'kept', 'late', 'broken', 'withdrawn')", name="outcome_known"),
        CheckConstraint("earliest_day <= latest_day", name="days_in_order"),
        CheckConstraint("confidence BETWEEN 1 AND 99", name="confidence_possible"),
        CheckConstraint("(delivered_day IS NOT NULL) = (outcome IN ('kept', 'late'))", name="delivered_on_a_day"),
        Index("ix_promise_outcome", "outcome", "latest_day", "id"),
        Index("ix_promise_idea", "idea_id"),
    )
    __mapper_args__ = {"polymorphic_identity": "promise"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id", ondelete="SET NULL"))
    earliest_day: Mapped[int]
    latest_day: Mapped[int]
    first_latest_day: Mapped[int]
    confidence: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(20))
    evidence_url: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[str] = mapped_column(String(10), default=Outcome.OPEN)
    delivered_day: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]


class PromiseMove(Base):
    """What a promise said from one moment on, and why. Rows are only added; the first is how it began."""

    __tablename__ = "promise_move"
    __table_args__ = (Index("ix_promise_move_promise", "promise_id", "id"),)

    id: Mapped[identity]
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    outcome: Mapped[str] = mapped_column(String(10))
    earliest_day: Mapped[int]
    latest_day: Mapped[int]
    delivered_day: Mapped[int | None]
    confidence: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(20))
    evidence_url: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[moment]


class Expectation(Base):
    """How much a member expects of a promise, and what they got, both from 1 (nothing new) to 7 (all that was said)."""

    __tablename__ = "expectation"
    __table_args__ = (CheckConstraint("expected BETWEEN 1 AND 7 AND got BETWEEN 1 AND 7", name="answers_known"),)

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    expected: Mapped[int]
    expected_at: Mapped[moment]
    got: Mapped[int | None]
    got_at: Mapped[datetime | None]
