"""Writing the changelog. An entry moves no idea: it says what came of which, and tells those who cared."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from sqlalchemy import Row, select

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.viewers import Viewer
from contributions.policies import YES, Verdict, require
from contributions.posting import open_thread
from contributions.schemas import ThreadDraft, one_line
from core.archive.batches import insert_rows
from core.database import LARGEST_KEY, read
from core.events import publish
from core.translation import gettext as _
from ideas.changelog.events import ReleasePublished
from ideas.changelog.models import Release, ReleaseIdea, ReleaseLesson
from ideas.lessons.models import Lesson
from ideas.links import idea_named
from ideas.models import Idea

PLACE = "release"
MOST_IDEAS = 30
MOST_LESSONS = 100
CHOSEN = re.compile(r"lesson_([0-9]{1,18})\Z")


IdeaName = Annotated[str, Field(max_length=300)]


def split(value: Any) -> Any:
    """Part what names ideas at spaces and commas."""
    line = one_line(value)
    return [word for word in re.split(r"[\s,]+", line) if word] if isinstance(line, str) else value


class ReleaseDraft(ThreadDraft):
    """A new entry: the ideas that it came from (addresses or numbers), and which of their lessons it used.

    A form sends each lesson as a box of its own, named lesson_ and its number.
    """

    ideas: Annotated[list[IdeaName], BeforeValidator(split), Field(max_length=MOST_IDEAS)] = []
    lessons: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_KEY)]], Field(max_length=MOST_LESSONS)] = []

    @model_validator(mode="before")
    @classmethod
    def _boxes(cls, values: Any) -> Any:
        if not isinstance(values, dict) or "lessons" in values:
            return values
        boxes = [CHOSEN.match(str(name)) for name in values]
        return {**values, "lessons": [int(box[1]) for box in boxes if box]}


def may_publish(actor: Viewer) -> Verdict:
    """Whether an actor may write the changelog: staff."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff write the changelog."))


def publish_release(actor: Viewer, draft: ReleaseDraft) -> Release:
    """Write an entry. Raises Refused, FieldRefused, or NotFound for the space."""
    require(may_publish(actor))
    ideas = ideas_named(actor, draft.ideas)
    known = {row.id for row in lessons_of([idea.id for idea in ideas])}
    if not set(draft.lessons) <= known:
        raise FieldRefused("ideas", _("Choose lessons of the ideas that are named."))
    release = Release()
    open_thread(actor, release, draft, PLACE)
    linked = [{"release_id": release.id, "idea_id": idea.id, "position": place} for place, idea in enumerate(ideas)]
    insert_rows(ReleaseIdea, linked)
    insert_rows(ReleaseLesson, [{"release_id": release.id, "lesson_id": key} for key in sorted(set(draft.lessons))])
    publish(ReleasePublished(actor_id=actor.id, contribution_id=release.id, ideas=len(linked)))
    return release


def ideas_named(actor: Viewer, words: list[str]) -> list[Idea]:
    """Return the ideas that these words name, each once. Raises FieldRefused."""
    found = [idea_named(actor, "ideas", word) for word in words]
    return list({idea.id: idea for idea in found}.values())


def lessons_of(ideas: list[int]) -> list[Row[Any]]:
    """Return the latest lessons of these ideas, which their reader may see: one statement."""
    statement = (
        select(*Lesson.__table__.c, Member.name)
        .outerjoin(Member, Member.id == Lesson.by_id)
        .where(Lesson.idea_id.in_(ideas))
        .order_by(Lesson.id.desc())
        .limit(MOST_LESSONS)
    )
    return list(read(statement).all()) if ideas else []
