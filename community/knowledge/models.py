"""Tables of knowledge pages, of the posts that they grew from, and of edits that were suggested."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base, identity, moment

OPEN = text("state = 'open'")


class Article(Contribution):
    """A knowledge page. One at most grows from a question."""

    __tablename__ = "article"
    __mapper_args__ = {"polymorphic_identity": "article", "polymorphic_load": "selectin"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"), unique=True)


class ArticleSource(Base):
    """A post whose words went into a page, and when they did."""

    __tablename__ = "article_source"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    taken_at: Mapped[moment]


class Suggestion(Base):
    """New words for a page by a member who may not edit it; of each member one at most is open on a page."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state_known"),
        Index(
            "ix_suggestion_open",
            "article_id",
            "author_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_suggestion_author", "author_id", text("id DESC")),
    )

    id: Mapped[identity]
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
