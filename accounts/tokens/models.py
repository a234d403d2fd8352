"""The table of tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class ApiToken(Base):
    """A token of a member. Only its digest is kept; `hint` is its end, by which its owner knows it again.

    `two_factors` says whether it was made by somebody who had given a second factor, which roles may ask for.
    """

    __tablename__ = "api_token"

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[list[str]]
    two_factors: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
