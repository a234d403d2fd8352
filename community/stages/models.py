"""Tables of buying stages: every move, where a member stands now, and what they wish."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class StageMove(Base):
    """One move of a member towards a product. Rows are only ever added, and go with the member alone.

    `event_id` is the logged event that caused it, `contribution_id` the post, where it was one; `cause` is the deed.
    """

    __tablename__ = "stage_move"
    __table_args__ = (
        UniqueConstraint("event_id", "product_id", "member_id"),
        CheckConstraint("before IS NULL OR before <> after", name="moves"),
        Index("ix_stage_move_member", "member_id", "product_id", "id"),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(20))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"))
    created_at: Mapped[moment]


class ProductStage(Base):
    """The one stage of a member towards a product: what the moves lead to."""

    __tablename__ = "product_stage"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('need', 'information', 'evaluation', 'purchase', 'after')",
            name="stage_known",
        ),
        Index("ix_product_stage_product", "product_id", "stage"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(20))
    moved_at: Mapped[moment]


class StageWish(Base):
    """A member who wants no stages kept, or lets staff see theirs by name; without a row neither is so."""

    __tablename__ = "stage_wish"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    kept: Mapped[bool] = mapped_column(default=True)
    named: Mapped[bool] = mapped_column(default=False)
