"""Tables of second factors, and of steps that a browser has yet to finish."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Authenticator(Base):
    """The secret that a member shares with an app. It counts once a first code has confirmed it.

    `last_step` is the half minute of the last code that was taken: no code of it, or of one before, is taken again.
    """

    __tablename__ = "authenticator"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[moment]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code that lets a member in once without their app; the row goes with its use."""

    __tablename__ = "recovery_code"

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[moment]


class Passkey(Base):
    """The public half of a key that a device of a member keeps (WebAuthn)."""

    __tablename__ = "passkey"

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[moment]
    used_at: Mapped[datetime | None]


class RememberedDevice(Base):
    """A browser that stands in for a second factor, while the password is the one that `password_mark` is of."""

    __tablename__ = "remembered_device"

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    password_mark: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[moment]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class PendingStep(Base):
    """Something that one browser has yet to answer, once and soon: a second factor, or the challenge of a passkey."""

    __tablename__ = "pending_step"

    id: Mapped[identity]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    challenge: Mapped[str] = mapped_column(String(100), default="")
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)
