"""Table of questions of which staff was told that they wait too long."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class Escalation(Base):
    """A question that waited too long; staff hears of it once."""

    __tablename__ = "escalation"

    question_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    escalated_at: Mapped[moment]
