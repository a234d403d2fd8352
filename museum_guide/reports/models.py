"""Tables of reports: how one museum leads to another, and who wants to hear from a museum."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class MuseumReferral(Base):
    """A suggestion of another museum that somebody opened, and whether a ticket was redeemed there within 30 days.

    It names no visit: the phone alone holds the token of which `digest` is kept, until its visit is ended or 30 days
    have gone. So it is counted once, and the two visits cannot be joined.
    """

    __tablename__ = "museum_referral"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="leads_elsewhere"),
        Index("ix_museum_referral_from", "from_id", "opened_at"),
        Index("ix_museum_referral_to", "to_id", "opened_at"),
    )

    id: Mapped[identity]
    from_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[moment]
    redeemed_at: Mapped[datetime | None]


class MuseumContact(Base):
    """An address to which a museum may write, confirmed by whoever reads it. No visit is known of it."""

    __tablename__ = "museum_contact"
    __table_args__ = (UniqueConstraint("museum_id", "email"),)

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    confirmed_at: Mapped[moment]
