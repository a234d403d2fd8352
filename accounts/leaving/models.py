"""Tables of copies that members asked for, and of erasures that are still to come."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Takeout(Base):
    """A copy of everything that is a member's. `file_key` is null until it is made; only one can be in the making."""

    __tablename__ = "takeout"
    __table_args__ = (
        Index(
            "ix_takeout_in_the_making",
            "member_id",
            unique=True,
            sqlite_where=text("file_key IS NULL"),
            postgresql_where=text("file_key IS NULL"),
        ),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[moment]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    file_key: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(default=0)


class Erasure(Base):
    """A member who shall be erased; the row goes with the erasure, or when it is called off."""

    __tablename__ = "erasure"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    asked_at: Mapped[moment]
    due_at: Mapped[datetime] = mapped_column(index=True)
