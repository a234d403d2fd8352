"""Tables of what was marked before a merge moved it, and of questions that are like one another."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class MovedMark(Base):
    """An answer that a merge moved: when it was accepted or made official in its old place."""

    __tablename__ = "moved_mark"

    question_id: Mapped[int] = mapped_column(ForeignKey("thread_merge.source_id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    accepted_at: Mapped[datetime | None]
    official_at: Mapped[datetime | None]


class Neighbour(Base):
    """Two threads that are alike, 0 to about 1, as the worker found; kept both ways."""

    __tablename__ = "neighbour"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    similar_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    likeness: Mapped[float] = mapped_column(Float)
