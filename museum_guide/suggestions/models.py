"""Tables of suggestions: what was suggested in a visit and what became of it, and what suggestions are made from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class SuggestionShown(Base):
    """An artefact that was suggested in a visit: when first, on which shelf and where on it.

    `dismissed_at` says that the visitor does not want it; it is not suggested again. `opened_at` is kept of what stands
    in another museum; that something of the same museum was opened stands in the looks of the visit.
    """

    __tablename__ = "suggestion_shown"
    __table_args__ = (CheckConstraint("shelf IN ('here', 'floor', 'museum')", name="shelf_known"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    artefact_id: Mapped[int] = mapped_column(
        ForeignKey("artefact.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shelf: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    shown_at: Mapped[moment]
    opened_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]


class SuggestionGround(Base):
    """What suggestions are made from: one row, laid down by the worker, all of it derived from other tables.

    `stamp` says from what it was made, so that nothing is done where nothing has changed.
    """

    __tablename__ = "suggestion_ground"

    id: Mapped[identity]
    stamp: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[moment]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
