"""Tables of releases, and of the ideas and lessons that they name."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contributions.models import Contribution
from core.database import Base


class Release(Contribution):
    """An entry of the changelog: what was released, or changed, in words for everybody."""

    __tablename__ = "release"
    __mapper_args__ = {"polymorphic_identity": "release"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)


class ReleaseIdea(Base):
    """An idea that a release came from."""

    __tablename__ = "release_idea"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ReleaseLesson(Base):
    """A lesson that a release used."""

    __tablename__ = "release_lesson"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True, index=True)
