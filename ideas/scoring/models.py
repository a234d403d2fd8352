"""Tables of scores that staff gives to ideas, of what a jury rates, and of lemons."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class IdeaEstimate(Base):
    """What an idea is estimated at. Impact and confidence are whole percents, effort is tenths of a person's month."""

    __tablename__ = "idea_estimate"
    __table_args__ = (
        CheckConstraint("reach >= 0 AND effort_tenths > 0", name="amounts"),
        CheckConstraint("impact_percent IN (25, 50, 100, 200, 300)", name="impact_known"),
        CheckConstraint("confidence_percent BETWEEN 0 AND 100", name="confidence_known"),
        CheckConstraint("ease BETWEEN 1 AND 10", name="ease_known"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    reach: Mapped[int]
    impact_percent: Mapped[int]
    confidence_percent: Mapped[int]
    effort_tenths: Mapped[int]
    ease: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    estimated_at: Mapped[moment]


class JuryRating(Base):
    """What one of the jury gives an idea on one criterion, from 1 to 7."""

    __tablename__ = "idea_rating"
    __table_args__ = (
        CheckConstraint("criterion IN ('novelty', 'value', 'feasibility', 'elaboration')", name="criterion_known"),
        CheckConstraint("rating BETWEEN 1 AND 7", name="rating_known"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    criterion: Mapped[str] = mapped_column(String(15), primary_key=True)
    rating: Mapped[int]
    rated_at: Mapped[moment]


class Screening(Base):
    """A bag of lemons: each judge lays so many of them on the worst of some ideas."""

    __tablename__ = "idea_screening"
    __table_args__ = (CheckConstraint("budget BETWEEN 1 AND 100", name="budget_known"),)

    id: Mapped[identity]
    title: Mapped[str] = mapped_column(String(100))
    budget: Mapped[int]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    opened_at: Mapped[moment]
    closed_at: Mapped[datetime | None]


class ScreenedIdea(Base):
    """An idea that is screened."""

    __tablename__ = "idea_screened"

    screening_id: Mapped[int] = mapped_column(ForeignKey("idea_screening.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)


class Lemon(Base):
    """How many lemons a judge laid on an idea."""

    __tablename__ = "idea_lemon"
    __table_args__ = (CheckConstraint("lemons BETWEEN 1 AND 100", name="some"),)

    screening_id: Mapped[int] = mapped_column(ForeignKey("idea_screening.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)
    lemons: Mapped[int]
