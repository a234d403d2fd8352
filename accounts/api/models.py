"""The table of answers that are kept, so that a program may send the same thing twice."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class KeptAnswer(Base):
    """The answer to a POST with an idempotency key, in the transaction of what it did: both are there, or neither."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[identity]
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment] = mapped_column(index=True)
