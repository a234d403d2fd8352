"""Tables of artefacts: what a label says, what is told in each language and depth, how it looks and sounds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

DEPTHS = "'label', 'story', 'scholar', 'description'"
ORIGINS = "'human', 'machine'"
STANDS = text("until IS NULL")


class Artefact(Base):
    """A thing that a museum shows. Drafts and what was withdrawn are seen by its curators alone.

    `number` is what is typed on the keypad, without its check digit; `code` is what the printed label opens. Neither
    is ever given to another artefact; one that was replaced names its successor, and its label leads there.
    """

    __tablename__ = "artefact"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        UniqueConstraint("museum_id", "number"),
        UniqueConstraint("museum_id", "import_key"),
        CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state_known"),
        CheckConstraint("year_from IS NULL OR year_to IS NULL OR year_from <= year_to", name="years_in_order"),
        CheckConstraint("successor_id <> id", name="not_after_itself"),
        Index("ix_artefact_museum", "museum_id", "state", "number"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(7), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="published")
    title: Mapped[str] = mapped_column(Text)
    maker: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[str] = mapped_column(String(300), default="")
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    medium: Mapped[str] = mapped_column(Text, default="")
    classification: Mapped[str] = mapped_column(String(200), default="")
    department: Mapped[str] = mapped_column(String(200), default="")
    period: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[str] = mapped_column(String(500), default="")
    accession: Mapped[str] = mapped_column(String(100), default="")
    credit: Mapped[str] = mapped_column(Text, default="")
    provenance: Mapped[str] = mapped_column(Text, default="")
    rights: Mapped[str] = mapped_column(Text, default="")
    page: Mapped[str] = mapped_column(String(500), default="")
    # What the museum's own file called it: an import that runs again finds it by this.
    import_key: Mapped[str | None] = mapped_column(String(200))
    # What the file said beyond the fields above, word for word.
    more: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    with_ticket: Mapped[bool] = mapped_column(default=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("artefact.id"), index=True)
    created_at: Mapped[moment]
    changed_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class ArtefactTitle(Base):
    """The words of a label in another language than the museum's."""

    __tablename__ = "artefact_title"

    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    made: Mapped[str] = mapped_column(String(300), default="")
    medium: Mapped[str] = mapped_column(Text, default="")


class Subject(Base):
    """A word by which artefacts are alike; `kind` is subject, movement, place, person and such."""

    __tablename__ = "artefact_subject"
    __table_args__ = (Index("ix_artefact_subject_word", "kind", "word"),)

    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True, default="subject")
    word: Mapped[str] = mapped_column(String(200), primary_key=True)


class ArtefactText(Base):
    """What is told of an artefact in one language at one depth; `description` is for those who cannot see it."""

    __tablename__ = "artefact_text"
    __table_args__ = (
        CheckConstraint(f"depth IN ({DEPTHS})", name="depth_known"),
        CheckConstraint(f"origin IN ({ORIGINS})", name="origin_known"),
    )

    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    depth: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    words: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(10), default="human")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reviewed_at: Mapped[datetime | None]


class Fact(Base):
    """One thing that is known of an artefact, and where it is written."""

    __tablename__ = "artefact_fact"
    __table_args__ = (Index("ix_artefact_fact_artefact", "artefact_id", "language", "position"),)

    id: Mapped[identity]
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    statement: Mapped[str] = mapped_column(Text)
    source_title: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int] = mapped_column(default=0)


class Picture(Base):
    """A picture of an artefact: a kept file, or the address at which its museum shows it (never fetched by us)."""

    __tablename__ = "artefact_picture"
    __table_args__ = (
        CheckConstraint("(file IS NULL) <> (url IS NULL)", name="kept_or_elsewhere"),
        Index("ix_artefact_picture_artefact", "artefact_id", "position", "id"),
    )

    id: Mapped[identity]
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"))
    file: Mapped[str | None] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40), default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(String(1000))
    # What it shows, by language: for those who cannot see it.
    alternative: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    credit: Mapped[str] = mapped_column(String(500), default="")
    rights_url: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int] = mapped_column(default=0)
    # Smaller ones of a kept file, made once: `[{"width": …, "height": …, "file": …}]`, all WebP, narrow to wide.
    sizes: Mapped[list[Any]] = mapped_column(JSON, default=list)


class Sound(Base):
    """A recorded voice, with every word of it written down; chapters are `[{"at": seconds, "title": "…"}]`."""

    __tablename__ = "artefact_sound"
    __table_args__ = (
        CheckConstraint(f"depth IN ({DEPTHS})", name="depth_known"),
        CheckConstraint("seconds > 0", name="lasts"),
        Index("ix_artefact_sound_artefact", "artefact_id", "language", "depth"),
    )

    id: Mapped[identity]
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    depth: Mapped[str] = mapped_column(String(12), default="story")
    file: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    seconds: Mapped[float]
    transcript: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    chapters: Mapped[list[Any]] = mapped_column(JSON, default=list)
    voice: Mapped[str] = mapped_column(String(100), default="")
    position: Mapped[int] = mapped_column(default=0)


class Placement(Base):
    """Where an artefact stands, and from when to when; an artefact stands in one room at a time."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="since_before_until"),
        Index("uq_placement_now", "artefact_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_placement_room", "room_id", "until", "position"),
    )

    id: Mapped[identity]
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    since: Mapped[date]
    until: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)


class CuratorLink(Base):
    """What a curator wants to be seen after something else, and why."""

    __tablename__ = "curator_link"
    __table_args__ = (CheckConstraint("from_id <> to_id", name="leads_elsewhere"),)

    from_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True, index=True)
    note: Mapped[str] = mapped_column(String(300), default="")


class ArtefactThread(Base):
    """A question that a visitor asked of an artefact; `claim` says that it asks whether something is so."""

    __tablename__ = "artefact_thread"

    thread_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), index=True)
    claim: Mapped[bool] = mapped_column(default=False)
