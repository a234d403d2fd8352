"""Tables of visits: one row each, the phones that follow it, what was looked at, and what was liked.

Nothing in them says who it was: no member, no address of a network, no kind of phone.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

# How deep a visitor has read, as `ArtefactView.depth` counts it.
DEPTHS = {"label": 1, "story": 2, "scholar": 3}
# How a visitor came to an artefact.
WAYS = ("qr", "keypad", "list", "suggestion", "tour", "nearby", "link")
# No look counts for longer.
LONGEST_MS = 15 * 60 * 1000
MOST_DEVICES = 2
GOES_ON = text("ended_at IS NULL AND ticket_id IS NOT NULL")


class Visit(Base):
    """A visit to one museum, until `ends_at` or until the visitor ends it before.

    Without a ticket it opens nothing that needs one. `language` and `depth` are what the visitor chose to read.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("started_at < ends_at", name="starts_before_end"),
        CheckConstraint("depth IN ('label', 'story', 'scholar')", name="depth_known"),
        Index("uq_visit_ticket", "ticket_id", unique=True, sqlite_where=GOES_ON, postgresql_where=GOES_ON),
        Index("ix_visit_museum", "museum_id", "started_at"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    started_at: Mapped[moment]
    ends_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(35))
    depth: Mapped[str] = mapped_column(String(12), default="label")
    step_free: Mapped[bool] = mapped_column(default=False)


class VisitDevice(Base):
    """A phone that follows a visit: the digest of the random token in its cookie. A visit has two at most."""

    __tablename__ = "visit_device"
    __table_args__ = (
        UniqueConstraint("visit_id", "slot"),
        CheckConstraint(f"slot BETWEEN 1 AND {MOST_DEVICES}", name="slot_free"),
    )

    id: Mapped[identity]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    slot: Mapped[int]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)


class ArtefactView(Base):
    """One look at an artefact, with running totals; `key` is what the phone calls it.

    `active_ms` is the time of looking or listening, `audio_ms` what of it was listening. Looks of a visit do not
    overlap: each lies between `opened_at` and `last_at`. One that is not `closed` may have lasted longer than is known.
    """

    __tablename__ = "artefact_view"
    __table_args__ = (
        UniqueConstraint("visit_id", "key"),
        CheckConstraint(f"active_ms BETWEEN 0 AND {LONGEST_MS}", name="active_in_bounds"),
        CheckConstraint("audio_ms BETWEEN 0 AND active_ms", name="audio_in_active"),
        CheckConstraint("depth BETWEEN 1 AND 3", name="depth_known"),
        CheckConstraint("opened_at <= last_at", name="opens_before_last"),
        Index("ix_artefact_view_visit", "visit_id", "opened_at"),
        Index("ix_artefact_view_artefact", "artefact_id", "opened_at"),
    )

    id: Mapped[identity]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(22))
    opened_by: Mapped[str] = mapped_column(String(10), default="link")
    opened_at: Mapped[moment]
    last_at: Mapped[moment]
    active_ms: Mapped[int] = mapped_column(default=0)
    audio_ms: Mapped[int] = mapped_column(default=0)
    depth: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)
    closed: Mapped[bool] = mapped_column(default=False)


class Favourite(Base):
    """An artefact that a visitor wants to keep in mind."""

    __tablename__ = "visit_favourite"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    artefact_id: Mapped[int] = mapped_column(
        ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kept_at: Mapped[moment]
