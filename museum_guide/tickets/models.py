"""Tables of tickets: kinds with their prices, batches for a day, and the digests of codes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class TicketType(Base):
    """A kind of ticket. `surcharge` is what of the price pays for the guide; both are whole minor units (cents)."""

    __tablename__ = "ticket_type"
    __table_args__ = (
        UniqueConstraint("museum_id", "name"),
        CheckConstraint("surcharge >= 0 AND surcharge <= price", name="surcharge_in_price"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    price: Mapped[int]
    surcharge: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    offered: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[moment]


class TicketBatch(Base):
    """Tickets of one kind for one day, at the prices of the moment at which they were made.

    They start a visit from `valid_from` to before `valid_until`: the museum's day, told in UTC.
    """

    __tablename__ = "ticket_batch"
    __table_args__ = (
        CheckConstraint("surcharge >= 0 AND surcharge <= price", name="surcharge_in_price"),
        CheckConstraint("valid_from < valid_until", name="valid_for_a_time"),
        CheckConstraint("amount > 0", name="some"),
        Index("ix_ticket_batch_museum", "museum_id", text("id DESC")),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    valid_from: Mapped[moment]
    valid_until: Mapped[moment]
    amount: Mapped[int]
    price: Mapped[int]
    surcharge: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    made_at: Mapped[moment]


class Ticket(Base):
    """A ticket: a keyed digest of its code, which is nowhere else. Redeemed once, unless staff releases it."""

    __tablename__ = "ticket"

    id: Mapped[identity]
    batch_id: Mapped[int] = mapped_column(ForeignKey("ticket_batch.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    redeemed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]
