"""Tables of the health of the dialogue: what is known of each thread, the steps of members, and the sums of a run."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class ThreadFact(Base):
    """What a run knows of a thread; seconds count from its beginning and are None where it has not happened.

    `customers` and `staff` count the replies of either side, the opener's own left out. The last four are the parts of
    DART: whether the thread is counted there at all (None where not), and whether it meets it.
    """

    __tablename__ = "insight_thread_fact"
    __table_args__ = (Index("ix_insight_thread_fact_kind", "run_id", "kind", "begun_at"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    begun_at: Mapped[moment]
    by_staff: Mapped[bool]
    peer_seconds: Mapped[float | None] = mapped_column(Float)
    staff_seconds: Mapped[float | None] = mapped_column(Float)
    solved_seconds: Mapped[float | None] = mapped_column(Float)
    customers: Mapped[int]
    staff: Mapped[int]
    dialogue: Mapped[bool | None]
    access: Mapped[bool | None]
    risk: Mapped[bool | None]
    transparency: Mapped[bool | None]


class MemberStep(Base):
    """That a customer came further on an axis of `ladder.py`, when first, and by which post."""

    __tablename__ = "insight_member_step"
    __table_args__ = (Index("ix_insight_member_step_axis", "run_id", "axis", "at"),)

    id: Mapped[identity]
    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    axis: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)


class HealthSheet(Base):
    """The sums of a run as pages show them, made from the rows above and made again when one of them goes."""

    __tablename__ = "insight_health_sheet"

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
