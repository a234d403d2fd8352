"""The table of old addresses."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity

LONGEST_PATH = 500
ENDS = ("contribution_id", "member_id", "space_id")


class OldAddress(Base):
    """Where something stood before: the path on the site that `origin` names, in the form that `known_form` gives."""

    __tablename__ = "old_address"
    __table_args__ = (
        UniqueConstraint("path", "origin"),
        CheckConstraint(
            " + ".join(f"CASE WHEN {end} IS NULL THEN 0 ELSE 1 END" for end in ENDS) + " = 1", name="leads_somewhere"
        ),
    )

    id: Mapped[identity]
    origin: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(LONGEST_PATH))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id", ondelete="CASCADE"), index=True)
