"""Tables of groups of opinion: the conversations that a run looked at, where members stand, and the statements."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity


class OpinionSet(Base):
    """A conversation as a run found it. `groups` is 0 where there are none to show, and `reason` says why.

    `next_groups` was the better number in the last `streak` runs, but is not believed yet. `warnings` and `qualities`
    are those of `finding.Groups`.
    """

    __tablename__ = "insight_opinion_set"
    __table_args__ = (UniqueConstraint("run_id", "key"), CheckConstraint("groups >= 0", name="groups_not_negative"))

    id: Mapped[identity]
    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id"))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(200), default="")
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    people: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)
    groups: Mapped[int] = mapped_column(default=0)
    next_groups: Mapped[int] = mapped_column(default=0)
    streak: Mapped[int] = mapped_column(default=0)
    stability: Mapped[float] = mapped_column(Float, default=0.0)
    reason: Mapped[str] = mapped_column(String(20), default="")
    warnings: Mapped[list[str]] = mapped_column(JSON, default=list)
    qualities: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class OpinionPlace(Base):
    """Where a member stands in a conversation, and in which group, numbered from 0."""

    __tablename__ = "insight_opinion_place"

    set_id: Mapped[int] = mapped_column(ForeignKey("insight_opinion_set.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    group_number: Mapped[int]


class OpinionStatement(Base):
    """A statement: what each group said to it (`tallies`: agree, disagree, passed), and whom it represents.

    `marks` are [group, agrees, strength, share, share elsewhere], the place among the group's own first. Its words are
    kept only where it is no contribution.
    """

    __tablename__ = "insight_opinion_statement"
    __table_args__ = (UniqueConstraint("set_id", "number"),)

    id: Mapped[identity]
    set_id: Mapped[int] = mapped_column(ForeignKey("insight_opinion_set.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    consensus: Mapped[float] = mapped_column(Float)
    tallies: Mapped[list[list[int]]] = mapped_column(JSON)
    marks: Mapped[list[list[Any]]] = mapped_column(JSON)
