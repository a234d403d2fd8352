"""The table of identities that providers vouch for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

LONGEST_SUBJECT = 255


class ProvidedIdentity(Base):
    """Somebody as a provider knows them: by issuer and subject, never by an address, which may pass to another."""

    __tablename__ = "provided_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    made_at: Mapped[moment]
    used_at: Mapped[datetime | None]
