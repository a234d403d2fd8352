"""The log of what the board showed: how often each idea stood in which slot, and before nobody in particular."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class IdeaExposure(Base):
    """How often members were shown an idea on a day, by the order of the board and the slot, counted from 0.

    Slots from `impressions.LAST_SLOT` on are counted as that one.
    """

    __tablename__ = "idea_exposure"
    __table_args__ = (Index("ix_idea_exposure_day", "day"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    surface: Mapped[str] = mapped_column(String(20), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[int]
