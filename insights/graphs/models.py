"""Tables of the network: what each run found of each member, and which contacts are drawn."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Standing(Base):
    """How a member stood in the network of one run; see `Measures`.

    Numbers are empty until the next run where a post that they rest on was taken out. `x` and `y` (0 to 1) are the
    place on the map of those who are drawn.
    """

    __tablename__ = "insight_standing"
    __table_args__ = (
        Index("ix_insight_standing_drawn", "run_id", "partners"),
        CheckConstraint("(x IS NULL) = (y IS NULL)", name="both_coordinates"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    partners: Mapped[int | None]
    betweenness: Mapped[float | None]
    pagerank: Mapped[float | None]
    constraint: Mapped[float | None]
    bridging: Mapped[float | None]
    community: Mapped[int]
    x: Mapped[float | None]
    y: Mapped[float | None]


class Tie(Base):
    """That two members who are drawn were in contact, so often; the smaller id comes first."""

    __tablename__ = "insight_tie"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("insight_run.id", ondelete="CASCADE"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    weight: Mapped[int]
