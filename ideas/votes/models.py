"""Tables of rings that were found, what a person decided about them, and of votes that staff cast for customers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class VoteRing(Base):
    """Accounts that seem to vote as one. Until somebody decides it is open, and changes no number.

    `density` is the part of all pairs among them that are tied, in hundredths.
    """

    __tablename__ = "vote_ring"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'agreed', 'dismissed')", name="state_known"),
        Index("ix_vote_ring_state", "state", "id"),
    )

    id: Mapped[identity]
    found_at: Mapped[moment]
    density: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="open")
    words: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]


class RingMember(Base):
    """An account in a ring, and what its member says to that."""

    __tablename__ = "vote_ring_member"

    ring_id: Mapped[int] = mapped_column(ForeignKey("vote_ring.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None]


class RingIdea(Base):
    """An idea for which a ring voted as one."""

    __tablename__ = "vote_ring_idea"

    ring_id: Mapped[int] = mapped_column(ForeignKey("vote_ring.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)


class VoteOnBehalf(Base):
    """That staff cast a vote for a customer: who did, and from what they knew."""

    __tablename__ = "vote_on_behalf"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[moment]
