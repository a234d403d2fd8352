"""Tables of what the house says to ideas, who looks after them, and what was expected of those that were picked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class OfficialResponse(Base):
    """A comment of staff that speaks for the house; the latest that stands is pinned. A move may ride on it."""

    __tablename__ = "idea_response"

    comment_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    move_id: Mapped[int | None] = mapped_column(ForeignKey("idea_status_move.id", ondelete="SET NULL"), unique=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    given_at: Mapped[moment]


class NearestIdea(Base):
    """The living idea that is nearest to a closed one: chosen by staff, or found by the worker."""

    __tablename__ = "idea_nearest"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    nearest_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    found_at: Mapped[moment]


class IdeaKeeper(Base):
    """The one of staff who looks after an idea."""

    __tablename__ = "idea_keeper"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    since: Mapped[moment]


class PickTarget(Base):
    """What a picked idea is to reach, and whether it did, once somebody has judged that."""

    __tablename__ = "idea_target"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    met: Mapped[bool | None]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    set_at: Mapped[moment]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    judged_at: Mapped[datetime | None]
