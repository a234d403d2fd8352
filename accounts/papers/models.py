"""Tables of what members agree to."""

import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ScalarSelect, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class PaperKind(enum.StrEnum):
    """What a paper is about."""

    TERMS = "terms"
    PRIVACY = "privacy"


class Paper(Base):
    """One version of a paper; a later one of its kind replaces it, and asks everybody anew."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint("kind IN ('terms', 'privacy')", name="kind_known"),
        CheckConstraint("version > 0", name="version_counts"),
    )

    id: Mapped[identity]
    kind: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[moment]


class Agreement(Base):
    """A member who agreed to a version of a paper."""

    __tablename__ = "agreement"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, index=True)
    agreed_at: Mapped[moment]


def papers_waiting(member_id: Any) -> ScalarSelect[int]:
    """Return how many papers in force a member has not agreed to, as a scalar subquery on the column of their id."""
    agreed = select(Agreement.paper_id).where(Agreement.member_id == member_id)
    in_force = select(func.max(Paper.id)).group_by(Paper.kind)
    waiting = select(func.count()).select_from(Paper).where(Paper.id.in_(in_force), Paper.id.not_in(agreed))
    return waiting.scalar_subquery()
