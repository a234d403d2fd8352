"""Tables of members, their login sessions and their groups."""

import enum
from datetime import datetime
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from core.database import Base, Key, identity, moment


class Role(enum.IntFlag):
    """What a member is beside being a member; several may hold at once."""

    NONE = 0
    STAFF = 1
    MODERATOR = 2
    PRODUCT_MANAGER = 4
    CURATOR = 8
    ADMINISTRATOR = 16
    # Never held: a mark on what a member wrote as guest staff.
    GUEST = 32


EMPLOYEES = Role.STAFF | Role.PRODUCT_MANAGER | Role.CURATOR | Role.ADMINISTRATOR


class RoleSet(TypeDecorator[Role]):
    """Keeps a set of roles as one small number."""

    impl = Key
    cache_ok = True

    def process_bind_param(self, value: Role | None, dialect: Any) -> int | None:
        """Write the flags as their number."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Any) -> Role | None:
        """Read the flags."""
        return None if value is None else Role(value)


class NamedRole(RoleMixin):
    """A role as the sign-in library asks for it; ours are flags, not rows."""

    permissions = None

    def __init__(self, name: str) -> None:
        self.name = name


class Member(UserMixin, Base):
    """A person of the community. One without an e-mail address was imported and cannot sign in."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("roles >= 0 AND roles < 32", name="roles_known"),
        CheckConstraint("trust_level BETWEEN 0 AND 4", name="trust_level_known"),
        Index("ix_member_joined_at", "joined_at", "id"),
        # Names by their beginning: SQLite finds them in the index that keeps them apart.
        Index("ix_member_name_begins", "name_key", postgresql_ops={"name_key": "varchar_pattern_ops"}),
    )

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(200))
    # The name in the form in which two names count as the same; null for an imported member whose name was taken.
    name_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    # The address is null until it is confirmed; what waits for confirmation stands beside it and need not be unique.
    email: Mapped[str | None] = mapped_column(String(255), unique=True)  # type: ignore[assignment]
    pending_email: Mapped[str | None] = mapped_column(String(255), index=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # Stamps the links that are sent by mail: a new one makes all earlier links worthless.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    roles_held: Mapped[Role] = mapped_column("roles", RoleSet, default=Role.NONE)
    joined_at: Mapped[moment]
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(String(100), default="")
    # How they read: a language as in `de` and a time zone as in `Europe/Berlin`; empty means what browser and site say.
    language: Mapped[str] = mapped_column(String(35), default="", server_default="")
    zone: Mapped[str] = mapped_column(String(64), default="", server_default="")
    erased_at: Mapped[datetime | None]
    # Both follow from other rows, which upper floors keep: points (1 at least), and trust from 0 to 4.
    reputation: Mapped[int] = mapped_column(default=1, server_default="1")
    trust_level: Mapped[int] = mapped_column(default=0, server_default="0")
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))

    @property
    def roles(self) -> list[NamedRole]:  # type: ignore[override]
        """The roles held, for the sign-in library."""
        return [NamedRole(role.name or "") for role in Role if role & self.roles_held]

    @hybrid_property
    def is_pending(self) -> bool:
        """Whether this is a registration whose address was never confirmed; such a one is shown nowhere."""
        return self.confirmed_at is None and self.email is None and self.password is not None

    @is_pending.inplace.expression
    @classmethod
    def _is_pending(cls) -> ColumnElement[bool]:
        return and_(cls.confirmed_at.is_(None), cls.email.is_(None), cls.password.is_not(None))


class LoginSession(Base):
    """One signed-in browser; the row is the session, so deleting it signs that browser out."""

    __tablename__ = "login_session"

    id: Mapped[identity]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[moment]
    seen_at: Mapped[moment]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    # When whoever sits there last proved who they are; dangerous acts ask for it anew after a while.
    proved_at: Mapped[moment]
    # Whether more than a password was asked for.
    two_factors: Mapped[bool] = mapped_column(default=False)
    # Whether a provider of single sign-on vouched for whoever sits there.
    provided: Mapped[bool] = mapped_column(default=False)
    # Whether the device stood in for the second factor, which what is dangerous then still asks for.
    remembered: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(String(300), default="")
    network: Mapped[str] = mapped_column(String(50), default="")


class Group(Base):
    """A named circle of members, to which a space can be closed."""

    __tablename__ = "member_group"
    __table_args__ = (UniqueConstraint("source", "source_key"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Membership(Base):
    """A member in a group."""

    __tablename__ = "membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("member_group.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[moment]


class AccountMail(Base):
    """A mail about an account that waits to be sent. It holds no link: that is made when the mail is written."""

    __tablename__ = "account_mail"

    id: Mapped[identity]
    purpose: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(255))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[moment]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
