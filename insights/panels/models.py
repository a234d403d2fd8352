"""Tables of beta panels: who was asked, what they agreed to, what they may open and did, and what they reported."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Seat(enum.StrEnum):
    """How a panellist stands; only ACCEPTED opens anything."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"
    REVOKED = "revoked"


class Status(enum.StrEnum):
    """What became of a report."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SHIPPED = "shipped"


class BetaPanel(Base):
    """A panel, the criteria by which members are suggested, and the group and the space that were made for it."""

    __tablename__ = "beta_panel"
    __table_args__ = (CheckConstraint("ranking IN ('lead', 'rising')", name="ranking_known"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(50), unique=True)
    purpose: Mapped[str] = mapped_column(Text)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="SET NULL"), index=True)
    ranking: Mapped[str] = mapped_column(String(6))
    tags: Mapped[list[str]]
    least_partners: Mapped[int] = mapped_column(default=0)
    least_posts: Mapped[int] = mapped_column(default=0)
    owners_only: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(String(20), default="")
    group_id: Mapped[int] = mapped_column(ForeignKey("member_group.id"), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), unique=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    opened_at: Mapped[moment]


class PanelTerms(Base):
    """One version of what panellists agree to; a later one asks them anew."""

    __tablename__ = "panel_terms"
    __table_args__ = (UniqueConstraint("panel_id", "version"),)

    id: Mapped[identity]
    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[moment]


class PanelAgreement(Base):
    """That a member agreed to a version. Rows are only ever added."""

    __tablename__ = "panel_agreement"

    terms_id: Mapped[int] = mapped_column(ForeignKey("panel_terms.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    agreed_at: Mapped[moment]


class Panellist(Base):
    """A member who was invited; `core` ones may open what is for the core alone."""

    __tablename__ = "panellist"
    __table_args__ = (
        CheckConstraint("state IN ('invited', 'accepted', 'declined', 'left', 'revoked')", name="state_known"),
    )

    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(10), default=Seat.INVITED)
    core: Mapped[bool] = mapped_column(default=False)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    invited_at: Mapped[moment]
    answered_at: Mapped[datetime | None]


class PanelItem(Base):
    """A build, or something to look at in confidence, under terms of its own. Never changed, only withdrawn."""

    __tablename__ = "panel_item"
    __table_args__ = (
        CheckConstraint("kind IN ('build', 'document')", name="kind_known"),
        Index("ix_panel_item_panel", "panel_id", "id"),
    )

    id: Mapped[identity]
    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(100))
    version: Mapped[str] = mapped_column(String(40), default="")
    html: Mapped[str] = mapped_column(Text)
    addresses: Mapped[list[str]]
    terms_html: Mapped[str] = mapped_column(Text)
    core_only: Mapped[bool] = mapped_column(default=False)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    published_at: Mapped[moment]
    withdrawn_at: Mapped[datetime | None]


class ItemAgreement(Base):
    """That a member agreed to the terms of an item, before it opened to them."""

    __tablename__ = "panel_item_agreement"

    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    agreed_at: Mapped[moment]


class Opening(Base):
    """That a member opened an item. Rows are only ever added; the page shows nothing before its row is written."""

    __tablename__ = "panel_opening"
    __table_args__ = (Index("ix_panel_opening_panel", "panel_id", "id"),)

    id: Mapped[identity]
    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    opened_at: Mapped[moment]


class PanelReport(Base):
    """What a panellist found: a bug, or how useful something is."""

    __tablename__ = "panel_report"
    __table_args__ = (
        CheckConstraint("kind IN ('bug', 'usefulness')", name="kind_known"),
        CheckConstraint("severity IN ('low', 'middle', 'high')", name="severity_known"),
        CheckConstraint("status IN ('new', 'confirmed', 'rejected', 'shipped')", name="status_known"),
        Index("ix_panel_report_panel", "panel_id", "id"),
        Index("ix_panel_report_author", "author_id", "panel_id"),
    )

    id: Mapped[identity]
    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("panel_item.id", ondelete="SET NULL"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(10))
    severity: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default=Status.NEW)
    reported_at: Mapped[moment]


class ReportMove(Base):
    """A status that staff gave to a report, and when. Rows are only ever added."""

    __tablename__ = "panel_report_move"

    id: Mapped[identity]
    report_id: Mapped[int] = mapped_column(ForeignKey("panel_report.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    moved_at: Mapped[moment]


class Leak(Base):
    """That a member saw something of a panel where it does not belong."""

    __tablename__ = "panel_leak"
    __table_args__ = (Index("ix_panel_leak_panel", "panel_id", "id"),)

    id: Mapped[identity]
    panel_id: Mapped[int] = mapped_column(ForeignKey("beta_panel.id", ondelete="CASCADE"))
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    seen_at: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text)
    told_at: Mapped[moment]
