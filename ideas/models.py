"""Tables of what is special to ideas."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution


class Idea(Contribution):
    """An idea. `status` is the word of whoever decided on it."""

    __tablename__ = "idea"
    __mapper_args__ = {"polymorphic_identity": "idea", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(String(60), default="open")
    status_changed_at: Mapped[datetime | None]
