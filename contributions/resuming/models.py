"""Table of how far members have read."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Key, moment


class ReadPosition(Base):
    """How far a member has read in a thread: the newest contribution that was on a page of theirs, and when."""

    __tablename__ = "read_position"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # Counted past, not pointed to: it may be gone.
    read_to: Mapped[int] = mapped_column(Key)
    read_at: Mapped[moment]
