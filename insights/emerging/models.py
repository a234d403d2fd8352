"""Tables of alarms: what was recorded once for good, and what each run found of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class EmergingAlarm(Base):
    """That something new was found: recorded once, whatever later runs find of it. `clock` is fast or slow.

    `at` is when the posts sufficed for an alarm, `recorded_at` when a run found that, `told_at` when product managers
    were told. `reply_id` is the post in which staff said what was heard and what is done.
    """

    __tablename__ = "emerging_alarm"
    __table_args__ = (
        CheckConstraint("clock IN ('fast', 'slow')", name="clock_known"),
        Index("ix_emerging_alarm_at", "at", "id"),
    )

    id: Mapped[identity]
    clock: Mapped[str] = mapped_column(String(4))
    at: Mapped[moment]
    recorded_at: Mapped[moment]
    told_at: Mapped[datetime | None]
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    replied_at: Mapped[datetime | None]


class EmergingCard(Base):
    """What a run found of an alarm. `chance` is how often a week chance alone brings something as strong.

    `growth` is how many times as frequent as before when the alarm was raised; nine of ten times the truth lies from
    `growth_low` to `growth_high`. `label` is empty, and strength and growth nought, from when a post was taken out
    until the next run counts anew.
    """

    __tablename__ = "emerging_card"
    __table_args__ = (
        CheckConstraint("posts >= 0 AND authors >= 0", name="counts_positive"),
        Index("ix_emerging_card_at", "run_id", "at", "alarm_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    alarm_id: Mapped[int] = mapped_column(
        ForeignKey("emerging_alarm.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[moment]
    first_at: Mapped[moment]
    last_at: Mapped[moment]
    closed: Mapped[bool]
    label: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[list[str]] = mapped_column(default=list)
    strength: Mapped[float]
    peak: Mapped[float]
    chance: Mapped[float]
    growth_low: Mapped[float]
    growth: Mapped[float]
    growth_high: Mapped[float]
    hours: Mapped[float]
    posts: Mapped[int]
    authors: Mapped[int]


class EmergingPost(Base):
    """That a run counts a post to an alarm; `opening` where it was known when the alarm was raised, `place` in time."""

    __tablename__ = "emerging_post"

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    alarm_id: Mapped[int] = mapped_column(
        ForeignKey("emerging_alarm.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    opening: Mapped[bool]
    place: Mapped[int]
