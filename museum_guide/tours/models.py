"""Tables of tours: what a curator put in an order of their own, with a note and a sound of its own for every stop."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Tour(Base):
    """A way through a museum, in one language. Drafts are seen by those who keep the museum."""

    __tablename__ = "tour"
    __table_args__ = (Index("ix_tour_museum", "museum_id", "published", "id"),)

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(35))
    published: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[moment]


class TourStop(Base):
    """An artefact at which a tour stops, once; stops follow one another by `position`.

    `sound_file` is heard here instead of the artefact's own; every word of it stands in the note.
    """

    __tablename__ = "tour_stop"
    __table_args__ = (
        UniqueConstraint("tour_id", "artefact_id"),
        CheckConstraint("(sound_file IS NULL) = (sound_seconds IS NULL)", name="sound_measured"),
        Index("ix_tour_stop_tour", "tour_id", "position", "id"),
    )

    id: Mapped[identity]
    tour_id: Mapped[int] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"))
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    sound_file: Mapped[str | None] = mapped_column(String(64))
    sound_type: Mapped[str] = mapped_column(String(40), default="")
    sound_seconds: Mapped[float | None]
