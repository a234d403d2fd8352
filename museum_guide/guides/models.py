"""Tables of guides: who is registered, what they ask for, what was decided about them, their tours and reviews."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

RUNNING = text("ended_at IS NULL")


class Guide(Base):
    """Somebody whom a museum lets lead visitors, from `valid_from` to before `valid_until`.

    `standing` is what was decided; whether the time has passed, the clock says. The member is whoever shows the card.
    """

    __tablename__ = "guide"
    __table_args__ = (
        UniqueConstraint("museum_id", "licence"),
        CheckConstraint("standing IN ('good', 'suspended', 'revoked')", name="standing_known"),
        CheckConstraint("valid_from < valid_until", name="valid_for_a_time"),
        Index("ix_guide_museum", "museum_id", "id"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id"))
    code: Mapped[str] = mapped_column(String(7), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    licence: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(120))
    places: Mapped[str] = mapped_column(String(200), default="")
    languages: Mapped[list[str]]
    photo: Mapped[str | None] = mapped_column(String(64))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    valid_from: Mapped[moment]
    valid_until: Mapped[moment]
    issued_at: Mapped[moment]
    standing: Mapped[str] = mapped_column(String(10), default="good")


class GuidePrice(Base):
    """What a tour costs: whole minor units (cents) for so many minutes and at most so many people."""

    __tablename__ = "guide_price"
    __table_args__ = (
        UniqueConstraint("guide_id", "minutes", "people", "currency"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("minutes BETWEEN 1 AND 720", name="minutes_of_a_tour"),
        CheckConstraint("people BETWEEN 1 AND 200", name="people_of_a_group"),
    )

    id: Mapped[identity]
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id"))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    minutes: Mapped[int]
    people: Mapped[int]


class GuideDeed(Base):
    """What was decided about a guide, by whom and why. Rows are only ever added."""

    __tablename__ = "guide_deed"
    __table_args__ = (
        CheckConstraint(
            "deed IN ('issued', 'renewed', 'suspended', 'resumed', 'revoked', 'review hidden')", name="deed_known"
        ),
        Index("ix_guide_deed_guide", "guide_id", "id"),
    )

    id: Mapped[identity]
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id"))
    deed: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[moment]


class GuideTour(Base):
    """A tour that a guide leads, one at a time. Visits take part by its code until it ends, `ends_at` at the latest."""

    __tablename__ = "guide_tour"
    __table_args__ = (
        Index("uq_guide_tour_running", "guide_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_guide_tour_guide", "guide_id", "id"),
        CheckConstraint("started_at < ends_at", name="starts_before_end"),
    )

    id: Mapped[identity]
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id"))
    code: Mapped[str] = mapped_column(String(7), unique=True)
    started_at: Mapped[moment]
    ends_at: Mapped[moment]
    ended_at: Mapped[datetime | None]


class TourPart(Base):
    """A visit that takes part in a tour."""

    __tablename__ = "guide_tour_part"

    tour_id: Mapped[int] = mapped_column(ForeignKey("guide_tour.id", ondelete="CASCADE"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[moment]


class GuideReview(Base):
    """What a visit says of a tour that it took part in, once. It does not say who wrote it, and goes with the visit."""

    __tablename__ = "guide_review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tour_id", "visit_id"], ["guide_tour_part.tour_id", "guide_tour_part.visit_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("tour_id", "visit_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_known"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_for_a_reason"),
        Index("ix_guide_review_guide", "guide_id", "id"),
    )

    id: Mapped[identity]
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id"))
    tour_id: Mapped[int]
    visit_id: Mapped[int]
    rating: Mapped[int]
    body: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[moment]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None] = mapped_column(String(500))
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
