"""Tables of lead users: who was found and why, what people said of it, and who does not want to be looked at."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Lead(Base):
    """A member in one of the two rankings of a run: `lead` (ahead and in need) or `rising` (few posts, much help).

    `score` from 0 to 100; of a lead user also its three parts, each 0 to 1.
    """

    __tablename__ = "insight_lead"
    __table_args__ = (
        CheckConstraint("ranking IN ('lead', 'rising')", name="ranking_known"),
        Index("uq_insight_lead_place", "run_id", "ranking", "place", unique=True),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    ranking: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    place: Mapped[int]
    score: Mapped[float]
    ahead: Mapped[float | None]
    benefit: Mapped[float | None]
    support: Mapped[float | None]


class Reason(Base):
    """A post that says why a member stands there. `term` is what they wrote of first, where that is the reason."""

    __tablename__ = "insight_reason"
    __table_args__ = (
        CheckConstraint("kind IN ('ahead', 'own', 'need', 'solved')", name="kind_known"),
        Index("ix_insight_reason_member", "run_id", "member_id"),
    )

    id: Mapped[identity]
    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    term: Mapped[str] = mapped_column(String(100), default="")


class Follower(Base):
    """A post of somebody else who took up a term later: how many followed is counted from these."""

    __tablename__ = "insight_follower"

    reason_id: Mapped[int] = mapped_column(ForeignKey("insight_reason.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class LeadVerdict(Base):
    """What a person who knows the market says: whether somebody is a lead user, and why."""

    __tablename__ = "insight_lead_verdict"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    confirmed: Mapped[bool]
    because: Mapped[str] = mapped_column(String(500))
    said_at: Mapped[moment]


class NotProfiled(Base):
    """A member who does not want to be ranked or drawn."""

    __tablename__ = "not_profiled"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
