"""How a member arranged their home page."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class HomeLayout(Base):
    """The panels of a member: `order` (keys, the first on top), `closed` and `wide` (keys)."""

    __tablename__ = "home_layout"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    panels: Mapped[dict[str, Any]]
    changed_at: Mapped[moment]
