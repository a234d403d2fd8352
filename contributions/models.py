"""Tables of contributions and of what members do with them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.models import Role, RoleSet
from core.database import Base, identity, moment

GATED = text("gate_id IS NOT NULL")
A_CELL, A_MERGED = text("kind = 'cell'"), text("kind = 'merged'")


class State(enum.StrEnum):
    """Whether a contribution stands. Deleted by its author or a moderator, hidden by one, held until one has looked."""

    PUBLISHED = "published"
    DELETED = "deleted"
    HIDDEN = "hidden"
    HELD = "held"


class Visibility(enum.StrEnum):
    """Who may read a space."""

    PUBLIC = "public"
    MEMBERS = "members"
    GROUP = "group"
    STAFF = "staff"


class Posting(enum.StrEnum):
    """Who may open threads in a space: everyone who may read it and is signed in, or staff alone."""

    READERS = "readers"
    STAFF = "staff"


class Space(Base):
    """A place for contributions; says who may read and write there. `thread_count` counts its published threads."""

    __tablename__ = "space"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("visibility IN ('public', 'members', 'group', 'staff')", name="visibility_known"),
        CheckConstraint("posting IN ('readers', 'staff')", name="posting_known"),
        CheckConstraint("(visibility = 'group') = (group_id IS NOT NULL)", name="group_named"),
    )

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(100))
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.PUBLIC)
    posting: Mapped[str] = mapped_column(String(10), default=Posting.READERS)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("member_group.id"))
    position: Mapped[int] = mapped_column(default=0)
    thread_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Gate(Base):
    """A door in a thread. Until it opens to all, only staff and whoever has a cell behind it see what stands there."""

    __tablename__ = "gate"

    id: Mapped[identity]
    opened_at: Mapped[datetime | None]


class Contribution(Base):
    """Something that a member wrote. `thread_id` is null for the contribution that opens a thread.

    `host_id` is the contribution under which a comment is shown, `parent_id` the one it replies to. `concealed` says
    that something above it is not published; score, counters, rank and last activity can be derived from other rows.
    What has a gate is closed to most until they pass it; comments stand behind the gate of what they are on.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("state IN ('published', 'deleted', 'hidden', 'held')", name="state_known"),
        CheckConstraint("(thread_id IS NULL) = (title IS NOT NULL)", name="thread_opened_by_title"),
        CheckConstraint("(thread_id IS NULL) = (parent_id IS NULL)", name="reply_has_parent"),
        Index("ix_contribution_newest", "kind", text("created_at DESC"), text("id DESC")),
        Index("ix_contribution_active", "kind", text("active_at DESC"), text("id DESC")),
        Index("ix_contribution_hot", "kind", text("hot DESC"), text("id DESC")),
        Index(
            "ix_contribution_top_idea",
            "kind",
            text("score DESC"),
            text("id DESC"),
            sqlite_where=text("kind = 'idea'"),
            postgresql_where=text("kind = 'idea'"),
        ),
        Index(
            "ix_contribution_unanswered",
            "kind",
            text("created_at DESC"),
            text("id DESC"),
            sqlite_where=text("reply_count = 0"),
            postgresql_where=text("reply_count = 0"),
        ),
        Index("ix_contribution_space", "space_id", "kind", text("active_at DESC"), text("id DESC")),
        Index(
            "ix_contribution_threads",
            "space_id",
            sqlite_where=text("thread_id IS NULL AND state = 'published'"),
            postgresql_where=text("thread_id IS NULL AND state = 'published'"),
        ),
        Index("ix_contribution_author", "author_id", text("created_at DESC"), text("id DESC")),
        Index("ix_contribution_thread", "thread_id", "kind", text("score DESC"), "id"),
        Index("ix_contribution_host", "host_id", "created_at", "id"),
        Index("ix_contribution_parent", "parent_id"),
        Index("ix_contribution_gate", "gate_id", "kind", "id", sqlite_where=GATED, postgresql_where=GATED),
        # One cell of each member behind a gate, and one merged answer; the first also finds what a member has passed.
        Index("uq_cell", "author_id", "gate_id", unique=True, sqlite_where=A_CELL, postgresql_where=A_CELL),
        Index("uq_merged", "gate_id", unique=True, sqlite_where=A_MERGED, postgresql_where=A_MERGED),
        Index(
            "ix_contribution_hidden",
            "id",
            sqlite_where=text("state = 'hidden'"),
            postgresql_where=text("state = 'hidden'"),
        ),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "contribution"}

    id: Mapped[identity]
    kind: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    # The roles that the author held when writing: staff marks stay true after people change jobs.
    author_roles: Mapped[Role] = mapped_column(RoleSet, default=Role.NONE)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    title: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(String(35))
    state: Mapped[str] = mapped_column(String(10), default=State.PUBLISHED)
    state_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    state_reason: Mapped[str] = mapped_column(Text, default="")
    concealed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    edited_at: Mapped[datetime | None]
    active_at: Mapped[moment]
    opening_score: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    views: Mapped[int] = mapped_column(default=0)
    hot: Mapped[float] = mapped_column(default=0.0)
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))

    @property
    def root_id(self) -> int:
        """The contribution that opens the thread in which this one stands."""
        return self.thread_id or self.id

    def spoken(self, body: str) -> str:
        """Return what is shown for a body; a kind may set words before it that must never be apart from it."""
        return body


class Comment(Contribution):
    """A remark on another contribution, or a reply in a discussion."""

    __mapper_args__ = {"polymorphic_identity": "comment"}


class Tag(Base):
    """A word that members sort threads by. `public_count` counts published threads in public spaces."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_public_count", text("public_count DESC"), "name"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    public_count: Mapped[int] = mapped_column(default=0)


class Tagging(Base):
    """A tag on a thread."""

    __tablename__ = "tagging"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_tagging_tag", "tag_id", text("contribution_id DESC")),)


class Vote(Base):
    """One member's vote on one contribution. Only valid votes count."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("contribution_id", "member_id"),
        UniqueConstraint("source", "source_key"),
        CheckConstraint("value IN (-1, 1)", name="value_known"),
        Index("ix_vote_member", "member_id", text("created_at DESC")),
    )

    id: Mapped[identity]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    value: Mapped[int]
    origin: Mapped[str] = mapped_column(String(20), default="page")
    valid: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Revision(Base):
    """What a contribution said at one time. Kept from the first edit on: number 1 is the original."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[identity]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    tags: Mapped[list[str]]
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]


class Follow(Base):
    """A member who wants to hear of what happens in a thread."""

    __tablename__ = "follow"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[moment]


class Notification(Base):
    """What a member is told once for each occasion. Shown only while the member may still see the contribution.

    `reason` says why in words, `kind` which choice of the member decides about mail.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("member_id", "contribution_id", "occasion"),
        Index("ix_notification_contribution", "contribution_id"),
        Index("ix_notification_member", "member_id", text("id DESC")),
        Index(
            "ix_notification_unread",
            "member_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    occasion: Mapped[str] = mapped_column(String(20), default="posted")
    reason: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20), default="followed")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[moment]
    read_at: Mapped[datetime | None]


class Draft(Base):
    """What a member has begun to write and not yet posted; `place` names the form, such as `answer:12`."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("member_id", "place"),)

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[moment]
