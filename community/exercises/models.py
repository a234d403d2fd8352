"""Tables of exercises: the grid, its squares, and who is credited in a merged answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base

MOST_LINES = 12


class Exercise(Contribution):
    """A prompt with a grid of named rows and columns; takes answers until `closes_at`, and all open at `ended_at`."""

    __tablename__ = "exercise"
    __mapper_args__ = {"polymorphic_identity": "exercise", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    row_names: Mapped[list[str]]
    column_names: Mapped[list[str]]
    closes_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Square(Base):
    """Where a row and a column meet, both counted from 1; what is written there stands behind its gate."""

    __tablename__ = "exercise_square"
    __table_args__ = (
        UniqueConstraint("exercise_id", "row_number", "column_number"),
        CheckConstraint("row_number BETWEEN 1 AND 12 AND column_number BETWEEN 1 AND 12", name="in_grid"),
    )

    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    row_number: Mapped[int]
    column_number: Mapped[int]


class Cell(Contribution):
    """One member's answer in one square; the database keeps it to one of each member."""

    __mapper_args__ = {"polymorphic_identity": "cell"}


class Merged(Contribution):
    """What staff made of the answers in one square; the database keeps it to one."""

    __mapper_args__ = {"polymorphic_identity": "merged"}


class Credit(Base):
    """An answer that went into a merged one; its author is named there."""

    __tablename__ = "exercise_credit"

    merged_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    cell_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
