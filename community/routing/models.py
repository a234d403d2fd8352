"""Table of questions that were offered to members."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class Offer(Base):
    """A question offered to a member. Why is read from what the member solved; `declined_at` is their no."""

    __tablename__ = "offer"
    __table_args__ = (Index("ix_offer_member", "member_id", "offered_at"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    offered_at: Mapped[moment]
    declined_at: Mapped[datetime | None]
