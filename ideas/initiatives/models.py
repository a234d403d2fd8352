"""Tables of initiatives and service offers: what it takes, what it brings, and who has made it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment


class Initiative(Contribution):
    """People who turn an idea into a trade; its body says the problem. Money is in minor units of the currency.

    `minutes` is how long one piece takes on one set of tools, of which there are `sets`.
    """

    __tablename__ = "initiative"
    # Those of contributions are of another table.
    __table_args__: Any = (
        CheckConstraint("status IN ('planned', 'trying', 'running', 'ended')", name="status_known"),
        CheckConstraint("cost >= 0 AND price >= 0 AND minutes > 0 AND sets > 0", name="figures_sane"),
        CheckConstraint("(cost IS NULL) = (price IS NULL)", name="figures_whole"),
    )
    __mapper_args__ = {"polymorphic_identity": "initiative", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(10), default="planned")
    partners: Mapped[list[str]]
    materials: Mapped[list[str]]
    steps: Mapped[list[str]]
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    cost: Mapped[int | None]
    price: Mapped[int | None]
    minutes: Mapped[int | None]
    sets: Mapped[int] = mapped_column(default=1)


class Claim(Base):
    """Something that was found out in the market, with the address of what proves it."""

    __tablename__ = "initiative_claim"
    __table_args__ = (
        CheckConstraint("evidence LIKE 'http%'", name="evidence_given"),
        Index("ix_initiative_claim_initiative", "initiative_id", "id"),
    )

    id: Mapped[identity]
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(300))
    evidence: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[moment]


class Contributor(Base):
    """Somebody whose part in an initiative or a service is kept, with the thread that they came along from."""

    __tablename__ = "initiative_contributor"

    thread_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(20))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)


class Service(Contribution):
    """A service that trained members provide; its body says what one gets."""

    __tablename__ = "service"
    __mapper_args__ = {"polymorphic_identity": "service", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id", ondelete="SET NULL"), index=True)
    kit: Mapped[list[str]]
    training: Mapped[list[str]]


class ServicePerson(Base):
    """Somebody who learns or provides a service, or designs it as one of those whom it serves.

    The database lets nobody be a provider whose training is not complete.
    """

    __tablename__ = "service_person"
    __table_args__ = (
        CheckConstraint("part IN ('learner', 'provider', 'co-designer')", name="part_known"),
        CheckConstraint("part <> 'provider' OR trained_at IS NOT NULL", name="providers_trained"),
    )

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[moment]
    trained_at: Mapped[datetime | None]
    promoted_at: Mapped[datetime | None]
    promoted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    area: Mapped[str] = mapped_column(String(120), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")


class TrainingDone(Base):
    """A step of the training (counted from 1) that somebody has taken, and who saw it."""

    __tablename__ = "service_training_done"
    __table_args__ = (
        ForeignKeyConstraint(
            ["service_id", "member_id"], ["service_person.service_id", "service_person.member_id"], ondelete="CASCADE"
        ),
    )

    service_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    seen_at: Mapped[moment]
