"""What the changelog shows beside its words: the ideas and lessons that an entry names, as far as one may see them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.plain_lists import threads_page
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.paging import AnySelect
from ideas.changelog.models import ReleaseIdea, ReleaseLesson
from ideas.lessons.models import Lesson
from ideas.links import IdeaLink, idea_link, links_statement

MOST = 100


class LessonUsed(NamedTuple):
    """A lesson that a release used, with the log in which it stands."""

    id: int
    learned: str
    changed: str
    idea: str
    url: str


def changelog_page(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return one page of entries, the latest first, with their ideas: two statements. Raises CursorError."""
    page = threads_page(viewer, "release", "newest", page_key, "/changelog")
    return {**page, "ideas": ideas_of(viewer, [card.id for card in page["cards"]])}


def ideas_of(viewer: Viewer, keys: Sequence[int]) -> dict[int, list[IdeaLink]]:
    """Return the ideas of each of these releases that a viewer may see: one statement."""
    linked: dict[int, list[IdeaLink]] = {}
    for row in read(_ideas(viewer.standing), {"viewer_id": viewer.id, "releases": list(keys)}):
        linked.setdefault(row.release_id, []).append(idea_link(row))
    return linked


@lru_cache(maxsize=32)
def _ideas(standing: Standing) -> AnySelect:
    statement = links_statement(standing).join(ReleaseIdea, ReleaseIdea.idea_id == Contribution.id)
    wanted = statement.where(ReleaseIdea.release_id.in_(bindparam("releases", expanding=True, type_=Key)))
    return wanted.add_columns(ReleaseIdea.release_id).order_by(ReleaseIdea.release_id, ReleaseIdea.position)


def lessons_used(viewer: Viewer, key: int) -> list[LessonUsed]:
    """Return the lessons that a release used, of ideas that a viewer may see: one statement."""
    rows = read(_lessons(viewer.standing), {"viewer_id": viewer.id, "release": key})
    return [
        LessonUsed(row.lesson_id, row.learned, row.changed, row.title, f"{KINDS['idea'].short_address(row.id)}/lessons")
        for row in rows
    ]


@lru_cache(maxsize=32)
def _lessons(standing: Standing) -> AnySelect:
    return (
        select(Contribution.id, Contribution.title, Lesson.id.label("lesson_id"), Lesson.learned, Lesson.changed)
        .join(Lesson, Lesson.idea_id == Contribution.id)
        .join(ReleaseLesson, ReleaseLesson.lesson_id == Lesson.id)
        .where(ReleaseLesson.release_id == bindparam("release", type_=Key), listed_to(typical(standing)))
        .order_by(Lesson.id)
        .limit(MOST)
    )
