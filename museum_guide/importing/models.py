"""Tables of the import: what columns meant, what was sent in, and which row made which artefact."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

STATES = "'waiting', 'running', 'done', 'failed'"


class ColumnMeanings(Base):
    """What the columns of a file meant to a museum: found again by the names of those columns."""

    __tablename__ = "museum_column_meanings"

    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"), primary_key=True)
    shape: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    changed_at: Mapped[moment]


class ImportedRow(Base):
    """What the last import made of an artefact. As long as its row says the same, nothing is touched."""

    __tablename__ = "museum_imported_row"

    artefact_id: Mapped[int] = mapped_column(ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


class ImportRun(Base):
    """A file that a curator sent in: it waits for a look at its columns, is taken in by the worker, and is reported.

    The file itself is kept until then and no longer.
    """

    __tablename__ = "museum_import_run"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        UniqueConstraint("museum_id", "id"),
        Index("ix_museum_import_run_by", "by_id"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str] = mapped_column(String(200))
    file: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
