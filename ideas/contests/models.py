"""Tables of contests: their dates, entries with files and teams, the jury, and what was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment

MOST_POINTS = 10
MOST_FILES = 6


class Contest(Contribution):
    """A contest; its body is the brief.

    Entries are taken from `entries_at` to `voting_at`, the public votes to `jury_at`, the jury scores to `closes_at`.
    `phase` is the phase that its followers were told of last; which one it is now follows from the dates. `switches`
    names for each phase what is open in it; `decided_by` says whose order the winners follow.
    """

    __tablename__ = "contest"
    # Those of contributions are of another table.
    __table_args__: Any = (
        CheckConstraint("entries_at < voting_at AND voting_at <= jury_at AND jury_at <= closes_at", name="in_order"),
        CheckConstraint("decided_by IN ('jury', 'public')", name="decided_by_known"),
        CheckConstraint("team_size BETWEEN 1 AND 20", name="team_size_sane"),
    )
    __mapper_args__ = {"polymorphic_identity": "contest", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    entries_at: Mapped[moment]
    voting_at: Mapped[moment]
    jury_at: Mapped[moment]
    closes_at: Mapped[moment]
    decided_at: Mapped[datetime | None]
    phase: Mapped[str] = mapped_column(String(12), default="announced")
    switches: Mapped[dict[str, Any]]
    decided_by: Mapped[str] = mapped_column(String(10), default="jury")
    team_size: Mapped[int] = mapped_column(default=5)


class Entry(Contribution):
    """What somebody, alone or with a team, sends in. It stands under its contest, with a name of its own."""

    __tablename__ = "contest_entry"
    __table_args__: Any = (UniqueConstraint("id", "contest_id"),)
    __mapper_args__ = {"polymorphic_identity": "entry", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))


class EntryFile(Base):
    """A file of an entry; its bytes are kept under their digest. The database keeps it to six of each entry."""

    __tablename__ = "contest_entry_file"
    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        CheckConstraint(f"position BETWEEN 1 AND {MOST_FILES}", name="few"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[identity]
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]


class TeamMember(Base):
    """An author of an entry, once they have accepted; `staff` says that they were one of staff then."""

    __tablename__ = "contest_team_member"

    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    invited_at: Mapped[moment]
    accepted_at: Mapped[datetime | None]
    staff: Mapped[bool] = mapped_column(default=False)


class Juror(Base):
    """A member of the jury of a contest."""

    __tablename__ = "contest_juror"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)


class Criterion(Base):
    """What the jury looks for; `weight` says how much it counts beside the others."""

    __tablename__ = "contest_criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 10", name="weight_sane"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    weight: Mapped[int] = mapped_column(default=1)


class JuryScore(Base):
    """The points of one juror for one entry on one criterion; all three belong to the same contest."""

    __tablename__ = "contest_jury_score"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "contest_id"], ["contest_entry.id", "contest_entry.contest_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["contest_id", "juror_id"], ["contest_juror.contest_id", "contest_juror.member_id"]),
        ForeignKeyConstraint(
            ["contest_id", "criterion"], ["contest_criterion.contest_id", "contest_criterion.position"]
        ),
        CheckConstraint(f"points BETWEEN 0 AND {MOST_POINTS}", name="points_sane"),
        Index("ix_contest_jury_score_contest", "contest_id", "entry_id"),
        Index("ix_contest_jury_score_juror", "juror_id"),
    )

    entry_id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    criterion: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int]
    points: Mapped[int]
    given_at: Mapped[moment]


class Award(Base):
    """A place that an entry won in its contest, and why."""

    __tablename__ = "contest_award"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "contest_id"], ["contest_entry.id", "contest_entry.contest_id"], ondelete="CASCADE"
        ),
        CheckConstraint("place BETWEEN 1 AND 20", name="place_sane"),
    )

    contest_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """What was decided about a contest, with the figures as they stood then. Rows are only added."""

    __tablename__ = "contest_decision"
    __table_args__ = (Index("ix_contest_decision_contest", "contest_id", "id"),)

    id: Mapped[identity]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    act: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any]]
    created_at: Mapped[moment]
