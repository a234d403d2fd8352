"""Tables of what is special to ideas: the areas they stand in, their way from thought to thing, and whose they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment
from ideas.ranking.scoring import USUAL, draw_lot

PHASES = "'open', 'active', 'delivered', 'closed'"


class Area(Base):
    """A place for ideas about one thing. Whoever may read its space may read it; statuses are its own or the house's.

    While `counts_hidden`, only staff and whoever has voted for an idea see how many votes it has.
    """

    __tablename__ = "idea_area"
    __table_args__ = (UniqueConstraint("source", "source_key"), Index("ix_idea_area_space", "space_id"))

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    counts_hidden: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class AreaStatus(Base):
    """A status of an area that has statuses of its own; see `statuses.py` for those of the house."""

    __tablename__ = "idea_area_status"
    __table_args__ = (CheckConstraint(f"phase IN ({PHASES})", name="phase_known"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("idea_area.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    phase: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)


class Idea(Contribution):
    """An idea: the problem in a few words, and as its body what is proposed.

    `status` is a key of the pipeline of its area, `phase` what that means to the house; `status_given` keeps the word
    of an archive until somebody here moves the idea. `reads` counts the members who have read it; `appeal` is the share
    of them who would vote for it, as far as that can be known, and `expected` what that was thought to be before
    anybody had (see `ranking`). `controversy` says how much it divides, and `lot` is drawn anew every night.
    """

    __tablename__ = "idea"
    # Those of contributions are of another table, and of another length.
    __table_args__: Any = (
        CheckConstraint(f"phase IN ({PHASES})", name="phase_known"),
        Index("ix_idea_appeal", text("appeal DESC"), text("id DESC")),
        Index("ix_idea_reads", "reads", "id"),
        Index("ix_idea_controversy", text("controversy DESC"), text("id DESC")),
        Index("ix_idea_lot", "lot", "id"),
        Index("ix_idea_area", "area_id", "phase"),
    )
    __mapper_args__ = {"polymorphic_identity": "idea", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("idea_area.id"))
    problem: Mapped[str] = mapped_column(Text, default="")
    problem_html: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(30), default="open")
    phase: Mapped[str] = mapped_column(String(10), default="open")
    status_given: Mapped[str | None] = mapped_column(String(60))
    status_changed_at: Mapped[datetime | None]
    reads: Mapped[int] = mapped_column(default=0)
    appeal: Mapped[float] = mapped_column(default=USUAL)
    expected: Mapped[float] = mapped_column(default=USUAL)
    controversy: Mapped[float] = mapped_column(default=0.0)
    lot: Mapped[int] = mapped_column(default=draw_lot)


class StatusMove(Base):
    """One move of an idea in its pipeline, with who made it and why. Rows are only added."""

    __tablename__ = "idea_status_move"
    __table_args__ = (Index("ix_idea_status_move_idea", "idea_id", "id"),)

    id: Mapped[identity]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"))
    before: Mapped[str] = mapped_column(String(30))
    after: Mapped[str] = mapped_column(String(30))
    phase: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]


class IdeaParent(Base):
    """An idea that another one was mixed from. Parents are older than their children: nothing descends from itself."""

    __tablename__ = "idea_parent"
    __table_args__ = (CheckConstraint("parent_id < child_id", name="parent_older"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class CoAuthor(Base):
    """A member who has an idea together with its author, once they have said yes."""

    __tablename__ = "idea_coauthor"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    asked_at: Mapped[moment]
    accepted_at: Mapped[datetime | None]
