"""Tables of how far members have read, and how much on which day."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey
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


class ReadingDay(Base):
    """What a member read on one day: threads and posts that were new to them, and for how long, as pages tell.

    `seconds` adds up the time from one page to the next, up to `days.PAUSE`; what comes after the last is not known.
    """

    __tablename__ = "reading_day"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    threads: Mapped[int] = mapped_column(default=0)
    posts: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
