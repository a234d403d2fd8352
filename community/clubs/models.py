"""Tables of owners' clubs."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, moment


class About(enum.StrEnum):
    """What a note of an owner is about."""

    REASON = "reason"
    USE = "use"


class ProductReview(Contribution):
    """What a verified owner thinks of a product, with one to five stars; one of each owner and product."""

    __tablename__ = "product_review"
    __mapper_args__ = {"polymorphic_identity": "review"}
    __table_args__ = (  # type: ignore[assignment]
        UniqueConstraint("product_id", "member_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_known"),
        Index("ix_product_review_rating", "product_id", "rating", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    rating: Mapped[int]


class OwnerNote(Contribution):
    """A short word of a verified owner: why they chose the product, or how they really use it."""

    __tablename__ = "owner_note"
    __mapper_args__ = {"polymorphic_identity": "note"}
    __table_args__ = (  # type: ignore[assignment]
        CheckConstraint("about IN ('reason', 'use')", name="about_known"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    about: Mapped[str] = mapped_column(String(10))


class StarterThread(Base):
    """A thread that helps at the start: one of the three steps of a product's starter pack."""

    __tablename__ = "starter_thread"
    __table_args__ = (
        UniqueConstraint("product_id", "thread_id"),
        CheckConstraint("step BETWEEN 1 AND 3", name="step_known"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))


class PackDelivery(Base):
    """A step of the starter pack that an owner had; the key makes it the only one."""

    __tablename__ = "pack_delivery"

    ownership_id: Mapped[int] = mapped_column(ForeignKey("ownership.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    delivered_at: Mapped[moment]


class Doubt(Base):
    """A post in which somebody seems to doubt that a product was the right choice."""

    __tablename__ = "doubt"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, index=True)
    found_at: Mapped[moment]


class SurveyAnswer(Base):
    """What an owner answered to the two questions, before the starter pack or after; 1 is least, 7 most sure."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint("wave IN ('before', 'after')", name="wave_known"),
        CheckConstraint("sure BETWEEN 1 AND 7 AND again BETWEEN 1 AND 7", name="answers_known"),
    )

    ownership_id: Mapped[int] = mapped_column(ForeignKey("ownership.id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(String(10), primary_key=True)
    sure: Mapped[int]
    again: Mapped[int]
    answered_at: Mapped[moment]
