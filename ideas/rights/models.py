"""Tables of rights: terms and permissions, uses that rest on them, royalty agreements and their statement lines.

What was permitted, used or booked is never overwritten: rows are only added, or marked with when they ceased.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

IN_FORCE = text("withdrawn_at IS NULL")


class Terms(Base):
    """What the authors of entries of a contest are asked to permit; `hash` is that of all of it (see `permitting`)."""

    __tablename__ = "rights_terms"
    __table_args__ = (UniqueConstraint("contest_id", "version"), UniqueConstraint("id", "hash"))

    id: Mapped[identity]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    version: Mapped[int]
    scope: Mapped[str] = mapped_column(String(300))
    territory: Mapped[str] = mapped_column(String(200))
    ends_at: Mapped[datetime | None]
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[moment]


class Permission(Base):
    """One author of an entry permits what the terms say, from a moment on and until it is withdrawn.

    The keys hold that it is given by an author, and to the very text whose hash stands beside it.
    """

    __tablename__ = "rights_permission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "member_id"], ["contest_team_member.entry_id", "contest_team_member.member_id"]
        ),
        ForeignKeyConstraint(["terms_id", "terms_hash"], ["rights_terms.id", "rights_terms.hash"]),
        Index(
            "uq_permission_in_force",
            "entry_id",
            "member_id",
            "terms_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index("ix_rights_permission_member", "member_id"),
    )

    id: Mapped[identity]
    entry_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    terms_id: Mapped[int]
    terms_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[moment]
    withdrawn_at: Mapped[datetime | None]


class EntryUse(Base):
    """Something that was made of an entry; `ended_by` says whether it was ended, or a permission withdrawn."""

    __tablename__ = "rights_use"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("ended_by IN ('ended', 'withdrawn')", name="reason_known"),
        Index("ix_rights_use_entry", "entry_id"),
    )

    id: Mapped[identity]
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"))
    terms_id: Mapped[int] = mapped_column(ForeignKey("rights_terms.id"))
    what: Mapped[str] = mapped_column(String(300))
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    marked_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(10))


class UseGrant(Base):
    """A permission on which a use rests: one of every author. It cannot be removed while the use is known."""

    __tablename__ = "rights_use_grant"

    use_id: Mapped[int] = mapped_column(ForeignKey("rights_use.id"), primary_key=True)
    permission_id: Mapped[int] = mapped_column(ForeignKey("rights_permission.id"), primary_key=True, index=True)


class Agreement(Base):
    """A royalty on the sales of what was made of an entry: an exact fraction. The newest of an entry is in force."""

    __tablename__ = "royalty_agreement"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        CheckConstraint("rate_numerator > 0 AND rate_numerator <= rate_denominator", name="rate_a_share"),
    )

    id: Mapped[identity]
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"))
    number: Mapped[int]
    rate_numerator: Mapped[int]
    rate_denominator: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    basis: Mapped[str] = mapped_column(String(120))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[moment]


class AgreementShare(Base):
    """How much of a royalty is one author's: their weight by the sum of all weights."""

    __tablename__ = "royalty_agreement_share"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 10000", name="weight_sane"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("royalty_agreement.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    weight: Mapped[int]
    accepted_at: Mapped[datetime | None]


class RoyaltyLine(Base):
    """A line of the statements: sales in a period and the royalty on them, in minor units; or its exact reversal."""

    __tablename__ = "royalty_line"
    __table_args__ = (
        CheckConstraint("(sales >= 0 AND corrects_id IS NULL) OR corrects_id IS NOT NULL", name="sales_or_reversal"),
        Index("ix_royalty_line_agreement", "agreement_id", "id"),
    )

    id: Mapped[identity]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("royalty_agreement.id"))
    period: Mapped[str] = mapped_column(String(40))
    sales: Mapped[int]
    royalty: Mapped[int]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("royalty_line.id"), unique=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    booked_at: Mapped[moment]


class RoyaltyShare(Base):
    """What of a line is one author's, in minor units; the shares of a line sum to its royalty."""

    __tablename__ = "royalty_share"
    __table_args__ = (Index("ix_royalty_share_member", "member_id", "line_id"),)

    line_id: Mapped[int] = mapped_column(ForeignKey("royalty_line.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    amount: Mapped[int]
