"""Tables of products, and of threads that name one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Product(Base):
    """Something that people buy. Whoever may read its space may know of it; its reviews stand there, too.

    Threads with its tag are about it, all threads of its space where `whole_space` says so, and those that name it.
    `trial_salt` decides, with the member's id, who gets the starter pack and who is held back; it never changes.
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("predecessor_id <> id", name="not_before_itself"),
        CheckConstraint("sold_until IS NULL OR sold_since IS NULL OR sold_until >= sold_since", name="sold_in_order"),
        Index("ix_product_space", "space_id"),
    )

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    purpose: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    whole_space: Mapped[bool] = mapped_column(default=False)
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"), unique=True)
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), unique=True)
    sold_since: Mapped[datetime | None]
    sold_until: Mapped[datetime | None]
    trial_salt: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class ProductThread(Base):
    """A thread whose author named the product that it is about; one at most."""

    __tablename__ = "product_thread"

    thread_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
