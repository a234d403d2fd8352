"""Tables of versions, and of ideas that ask for a change of one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class AreaVersion(Base):
    """A version of what an area is about; it is the next one until it is released."""

    __tablename__ = "idea_area_version"
    __table_args__ = (UniqueConstraint("area_id", "name"), UniqueConstraint("source", "source_key"))

    id: Mapped[identity]
    area_id: Mapped[int] = mapped_column(ForeignKey("idea_area.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    notes: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime | None]
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class ChangeRequest(Base):
    """An idea that asks for a change of a version. Once accepted it stands in the record of the next version.

    While there is no next version, `into_id` is empty, and the next one that is opened takes it up.
    """

    __tablename__ = "idea_change_request"
    __table_args__ = (
        CheckConstraint("decision IN ('open', 'accepted', 'declined')", name="decision_known"),
        CheckConstraint("(decision = 'open') = (decided_at IS NULL)", name="decided_with_time"),
        CheckConstraint("into_id IS NULL OR decision = 'accepted'", name="only_accepted_go_in"),
        Index("ix_idea_change_request_of", "of_id", "decision"),
        Index("ix_idea_change_request_into", "into_id"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    of_id: Mapped[int] = mapped_column(ForeignKey("idea_area_version.id", ondelete="CASCADE"))
    into_id: Mapped[int | None] = mapped_column(ForeignKey("idea_area_version.id", ondelete="SET NULL"))
    decision: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
