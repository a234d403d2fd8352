"""Tables of buzz: what is said outside, what each run counted day by day, talk that turned, and lists of favourites."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

RUN = "insight_run.id"


class OutsideMention(Base):
    """That somebody spoke of something outside of the house.

    `about` is the name of a product or brand, or words of a topic; `site` is where, `author` who, as written there.
    """

    __tablename__ = "outside_mention"
    __table_args__ = (UniqueConstraint("source", "source_key"), Index("ix_outside_mention_at", "created_at"))

    id: Mapped[identity]
    about: Mapped[str] = mapped_column(String(120))
    site: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(35))
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class BuzzSubject(Base):
    """What a run found spoken of: a topic, a product, or a brand that only its name tells (`name`).

    `verdict` is what can be said of the last two days (see boomerang.Verdict), empty from when a post was taken out
    until the next run judges anew; `power` and `needed` say what could have been seen. `voices`, `tone`, `negative` and
    `toned` are those of the last 28 days.
    """

    __tablename__ = "buzz_subject"
    __table_args__ = (CheckConstraint("voices >= 0 AND negative <= toned", name="counts_fit"),)

    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("insight_topic.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    voices: Mapped[int]
    tone: Mapped[float | None]
    negative: Mapped[int]
    toned: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(20))
    power: Mapped[float]
    needed: Mapped[int | None]


class BuzzDay(Base):
    """What was said of a subject on one day, counted in days since 1970, UTC; see counting.Buzz."""

    __tablename__ = "buzz_day"

    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    voices: Mapped[int]
    mentions: Mapped[int]
    tone: Mapped[float | None]
    negative: Mapped[int]
    toned: Mapped[int]
    spread: Mapped[float]


class BuzzRow(Base):
    """A post or an outside mention that speaks of a subject. `voice` numbers who speaks, within the run."""

    __tablename__ = "buzz_row"
    __table_args__ = (
        CheckConstraint("(contribution_id IS NULL) <> (mention_id IS NULL)", name="one_origin"),
        Index("ix_buzz_row_at", "run_id", "key", "day", "id"),
    )

    id: Mapped[identity]
    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    day: Mapped[int]
    voice: Mapped[int]
    tone: Mapped[float | None]
    place: Mapped[str] = mapped_column(String(210))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    mention_id: Mapped[int | None] = mapped_column(ForeignKey("outside_mention.id", ondelete="CASCADE"), index=True)


class Boomerang(Base):
    """That talk of a subject turned, recorded once for good, and the task to respond: who took it, and the answer."""

    __tablename__ = "boomerang"
    __table_args__ = (UniqueConstraint("key", "begun"),)

    id: Mapped[identity]
    key: Mapped[str] = mapped_column(String(40))
    begun: Mapped[int]
    recorded_at: Mapped[moment]
    told_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    taken_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]


class BoomerangFound(Base):
    """What a run found of it: until which day it went on, and on how many voices.

    `chance` is empty from when a post was taken out until the next run tests anew.
    """

    __tablename__ = "boomerang_found"

    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    boomerang_id: Mapped[int] = mapped_column(
        ForeignKey("boomerang.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last: Mapped[int]
    chance: Mapped[float | None]
    negative: Mapped[int]
    toned: Mapped[int]


class BoomerangRow(Base):
    """A row of buzz that raised it."""

    __tablename__ = "boomerang_row"

    row_id: Mapped[int] = mapped_column(ForeignKey("buzz_row.id", ondelete="CASCADE"), primary_key=True)
    boomerang_id: Mapped[int] = mapped_column(
        ForeignKey("boomerang.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), index=True)


class FavouritePlace(Base):
    """That an idea was among the first of a month by the votes cast in it; `month` as 2024-05, `score` up less down."""

    __tablename__ = "favourite_place"

    run_id: Mapped[int] = mapped_column(ForeignKey(RUN, ondelete="CASCADE"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]
    score: Mapped[int]
