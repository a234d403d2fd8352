"""Tables of what is special to questions, answers and discussions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment


class Question(Contribution):
    """A question. `pinned_answer_id` is the accepted answer for as long as no other clearly outscores it.

    `shared_count` counts the members who have it too.
    """

    __tablename__ = "question"
    __mapper_args__ = {"polymorphic_identity": "question", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    accepted_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), unique=True)
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    pinned_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    official_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), unique=True)
    official_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    official_at: Mapped[datetime | None]
    shared_count: Mapped[int] = mapped_column(default=0)


class Answer(Contribution):
    """An answer to a question."""

    __tablename__ = "answer"
    __mapper_args__ = {"polymorphic_identity": "answer"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)


class Discussion(Contribution):
    """A thread without a right answer; its replies are comments."""

    __mapper_args__ = {"polymorphic_identity": "discussion"}


class SharedQuestion(Base):
    """A member who has a question too; whoever asked it has no row."""

    __tablename__ = "shared_question"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[moment]


class DuplicateLink(Base):
    """Says that a contribution asks what a question asked before it; it may have more than one original."""

    __tablename__ = "duplicate_link"
    __table_args__ = (
        UniqueConstraint("question_id", "original_id"),
        UniqueConstraint("source", "source_key"),
        CheckConstraint("question_id <> original_id", name="not_itself"),
    )

    id: Mapped[identity]
    question_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    original_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))
