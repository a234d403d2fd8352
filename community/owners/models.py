"""Tables of ownership and of the codes that prove it."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class OwnerState(enum.StrEnum):
    """How far it is known that a member owns a product."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


class Arm(enum.StrEnum):
    """Whether an owner gets the starter pack, or is held back so that its effect can be measured."""

    PACK = "pack"
    CONTROL = "control"


class PurchaseCode(Base):
    """A serial number or code that came with one piece of a product; only its digest is kept."""

    __tablename__ = "purchase_code"

    id: Mapped[identity]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    loaded_at: Mapped[moment]


class Ownership(Base):
    """A member who says that they own a product, until `ended_at`.

    A member owns a product once at a time, and a code proves one ownership at a time: the database holds both.
    `shown`, `helps` and `takes_pack` are the member's own choices.
    """

    __tablename__ = "ownership"
    __table_args__ = (
        CheckConstraint("state IN ('claimed', 'verified', 'refused')", name="state_known"),
        CheckConstraint("arm IN ('pack', 'control')", name="arm_known"),
        CheckConstraint("(state = 'verified') = (verified_at IS NOT NULL)", name="verified_when"),
        CheckConstraint("(verified_at IS NULL) = (arm IS NULL)", name="verified_has_arm"),
        Index(
            "ix_ownership_present",
            "product_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_ownership_code",
            "code_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_ownership_member", "member_id"),
    )

    id: Mapped[identity]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10), default=OwnerState.CLAIMED)
    proof: Mapped[str] = mapped_column(String(200), default="")
    code_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_code.id"))
    bought_at: Mapped[datetime | None]
    claimed_at: Mapped[moment]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    ended_at: Mapped[datetime | None]
    shown: Mapped[bool] = mapped_column(default=False)
    helps: Mapped[bool] = mapped_column(default=False)
    takes_pack: Mapped[bool] = mapped_column(default=True)
    arm: Mapped[str | None] = mapped_column(String(10))
