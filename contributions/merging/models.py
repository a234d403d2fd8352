"""Tables of merged threads, of the posts that moved, and of those who want no vote of theirs carried over."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class ThreadMerge(Base):
    """A thread whose posts moved into another. It stands no more, and its address leads there."""

    __tablename__ = "thread_merge"
    __table_args__ = (CheckConstraint("source_id <> target_id", name="not_itself"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    merged_at: Mapped[moment]


class MovedPost(Base):
    """A post that a merge moved, so that it can go back."""

    __tablename__ = "moved_post"

    source_id: Mapped[int] = mapped_column(ForeignKey("thread_merge.source_id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class VoteRefusal(Base):
    """A member whose vote for a merged thread is to count for no other one."""

    __tablename__ = "vote_refusal"

    source_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    refused_at: Mapped[moment]
