"""Tables of rounds. A ballot names the hash of the rules it was cast under, and so holds them where they are."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

UNANSWERED, VALID = text("answered_at IS NULL"), text("valid")


class Mode(enum.StrEnum):
    """What a ballot of a round holds; see `modes.py`."""

    APPROVAL = "approval"
    VOTES = "votes"
    QUADRATIC = "quadratic"
    PAIRWISE = "pairwise"
    BUDGET = "budget"
    OPINIONS = "opinions"


class Phase(enum.StrEnum):
    """Where a round stands: only staff knows of it, everybody who may read its space does, ballots are taken, over."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"


class Electorate(enum.StrEnum):
    """Who of those that may read the space of a round may vote in it."""

    MEMBERS = "members"
    CUSTOMERS = "customers"
    STAFF = "staff"
    GROUP = "group"


class Round(Base):
    """A round of voting. From `rules_hash` on, which the first ballot fixes, nothing that is a rule changes.

    `allowance` is what a ballot may spend: approvals, votes, credits, points or pairs, or the budget itself. `step` is
    by how much shares grow when a budget is completed. Money is in minor units of `currency`.
    """

    __tablename__ = "idea_round"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        # What the ballots hold on to: as long as there is one, no statement changes these columns.
        UniqueConstraint("id", "rules_hash", "allowance"),
        CheckConstraint(
            "mode IN ('approval', 'votes', 'quadratic', 'pairwise', 'budget', 'opinions')", name="mode_known"
        ),
        CheckConstraint("phase IN ('draft', 'announced', 'open', 'closed')", name="phase_known"),
        CheckConstraint("electorate IN ('members', 'customers', 'staff', 'group')", name="electorate_known"),
        CheckConstraint("(electorate = 'group') = (group_id IS NOT NULL)", name="group_named"),
        CheckConstraint("(mode = 'budget') = (budget > 0)", name="budget_given"),
        CheckConstraint("phase = 'draft' OR rules_hash IS NOT NULL", name="rules_told"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("allowance >= 0 AND most_each >= 0 AND least_options >= 0 AND step >= 0", name="limits_whole"),
        Index("ix_idea_round_phase", "phase", "closes_at", "id"),
    )

    id: Mapped[identity]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[str] = mapped_column(String(10))
    electorate: Mapped[str] = mapped_column(String(10), default=Electorate.MEMBERS)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("member_group.id"))
    # As the group was called when the rules were told: its name may change, they do not.
    group_name: Mapped[str] = mapped_column(String(100), default="")
    members_before: Mapped[datetime | None]
    opens_at: Mapped[moment]
    closes_at: Mapped[moment]
    counts_hidden: Mapped[bool] = mapped_column(default=True)
    allowance: Mapped[int] = mapped_column(default=0)
    most_each: Mapped[int] = mapped_column(default=1)
    least_options: Mapped[int] = mapped_column(default=0)
    budget: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="")
    ballot: Mapped[str] = mapped_column(String(10), default="approve")
    by_cost: Mapped[bool] = mapped_column(default=True)
    step: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(10), default=Phase.DRAFT)
    rules_hash: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[datetime | None]
    closed_early: Mapped[str] = mapped_column(Text, default="")
    ballot_count: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class RoundOption(Base):
    """What a ballot can be given for; `idea_id` where it is an idea, whose words at that time it keeps."""

    __tablename__ = "idea_round_option"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "id"),
        UniqueConstraint("round_id", "idea_id"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
        Index("ix_idea_round_option_idea", "idea_id"),
    )

    id: Mapped[identity]
    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[int] = mapped_column(default=0)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id", ondelete="SET NULL"))


class RoundBallot(Base):
    """One member's ballot in a round, known to others by its `code` alone. It never spends more than its allowance."""

    __tablename__ = "idea_round_ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id"),
        UniqueConstraint("round_id", "id"),
        UniqueConstraint("round_id", "code"),
        ForeignKeyConstraint(
            ["round_id", "rules_hash", "allowance"],
            ["idea_round.id", "idea_round.rules_hash", "idea_round.allowance"],
            name="fk_idea_round_ballot_rules",
        ),
        CheckConstraint("spent >= 0 AND spent <= allowance", name="within_allowance"),
        Index("ix_idea_round_ballot_member", "member_id"),
    )

    id: Mapped[identity]
    round_id: Mapped[int]
    rules_hash: Mapped[str] = mapped_column(String(64))
    allowance: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str] = mapped_column(String(20))
    spent: Mapped[int] = mapped_column(default=0)
    cast_at: Mapped[moment]
    changed_at: Mapped[moment]


class BallotEntry(Base):
    """What a ballot gives one option, and what that costs it: for x votes by credits x², say."""

    __tablename__ = "idea_round_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_entry_ballot",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["round_id", "option_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_entry_option",
        ),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
        Index("ix_idea_round_entry_option", "round_id", "option_id"),
    )

    ballot_id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    value: Mapped[int]
    cost: Mapped[int] = mapped_column(default=0)


class RoundPair(Base):
    """Two options that a member was asked to choose between, once; `token` is what the answer must bring."""

    __tablename__ = "idea_round_pair"
    __table_args__ = (
        UniqueConstraint("token"),
        ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_pair_ballot",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["round_id", "left_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_pair_left",
        ),
        ForeignKeyConstraint(
            ["round_id", "right_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_pair_right",
        ),
        CheckConstraint("left_id <> right_id", name="two_options"),
        # Nobody has two pairs at once to choose between.
        Index(
            "uq_idea_round_pair_dealt", "ballot_id", unique=True, sqlite_where=UNANSWERED, postgresql_where=UNANSWERED
        ),
        Index("ix_idea_round_pair_round", "round_id", "ballot_id"),
    )

    id: Mapped[identity]
    round_id: Mapped[int]
    ballot_id: Mapped[int]
    token: Mapped[str] = mapped_column(String(40))
    left_id: Mapped[int]
    right_id: Mapped[int]
    dealt_at: Mapped[moment]
    answered_at: Mapped[datetime | None]


class PairVote(Base):
    """An answer to a pair: which one won, or why that cannot be said. What does not count is kept with the reason."""

    __tablename__ = "idea_round_pair_vote"
    __table_args__ = (
        CheckConstraint("choice IN ('left', 'right', 'none')", name="choice_known"),
        CheckConstraint("(choice = 'none') = (undecided <> '')", name="undecided_says_why"),
        CheckConstraint("valid = (fault = '')", name="invalid_says_why"),
        Index("uq_idea_round_pair_vote_valid", "pair_id", unique=True, sqlite_where=VALID, postgresql_where=VALID),
        Index("ix_idea_round_pair_vote_pair", "pair_id"),
    )

    id: Mapped[identity]
    pair_id: Mapped[int] = mapped_column(ForeignKey("idea_round_pair.id", ondelete="CASCADE"))
    choice: Mapped[str] = mapped_column(String(5))
    undecided: Mapped[str] = mapped_column(String(20), default="")
    valid: Mapped[bool]
    fault: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[moment]


class RoundResult(Base):
    """What came out of a round, counted once when it closed."""

    __tablename__ = "idea_round_result"

    round_id: Mapped[int] = mapped_column(ForeignKey("idea_round.id", ondelete="CASCADE"), primary_key=True)
    result: Mapped[dict[str, Any]]
    counted_at: Mapped[moment]


class RoundPayment(Base):
    """What a ballot's share paid for an option: an exact fraction of a minor unit, such as `4000/3`."""

    __tablename__ = "idea_round_payment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "ballot_id"],
            ["idea_round_ballot.round_id", "idea_round_ballot.id"],
            name="fk_idea_round_payment_ballot",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["round_id", "option_id"],
            ["idea_round_option.round_id", "idea_round_option.id"],
            name="fk_idea_round_payment_option",
        ),
        Index("ix_idea_round_payment_option", "round_id", "option_id"),
    )

    ballot_id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    amount: Mapped[str] = mapped_column(Text)
