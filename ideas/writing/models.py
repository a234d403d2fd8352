"""The table of what ideas were drawn from."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class IdeaOrigin(Base):
    """What somebody wrote from which an idea was drawn, with its words of that time.

    They are shown to those alone who may see the post.
    """

    __tablename__ = "idea_origin"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    quote: Mapped[str] = mapped_column(Text)
