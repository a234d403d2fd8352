"""Tables of what is special to questions, answers and discussions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment


class Question(Contribution):
    """A question. `pinned_answer_id` is the accepted answer for as long as no other clearly outscores it.

    `shared_count` counts the members who have it too. `duplicate_of_id` is the question at the end of the chain of
    links that begins here, null where none does; `compared_at` says when similar questions were last looked for.
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
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"), index=True)
    compared_at: Mapped[datetime | None]


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
    """Says that a contribution asks what a question asked before it.

    An import may name more than one original; who marks a question here names one. `said` is what the person who asked
    answered: confirmed or objected.
    """

    __tablename__ = "duplicate_link"
    __table_args__ = (
        UniqueConstraint("question_id", "original_id"),
        UniqueConstraint("source", "source_key"),
        CheckConstraint("question_id <> original_id", name="not_itself"),
        CheckConstraint("said IN ('confirmed', 'objected')", name="said_known"),
        Index(
            "ix_duplicate_link_marked",
            "question_id",
            unique=True,
            sqlite_where=text("marked_by_id IS NOT NULL"),
            postgresql_where=text("marked_by_id IS NOT NULL"),
        ),
    )

    id: Mapped[identity]
    question_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    original_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    said: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))
