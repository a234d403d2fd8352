"""Writing down what was learned about an idea: by its authors and by staff, and never rewritten."""

from collections.abc import Collection
from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import select

from accounts.viewers import Viewer
from contributions.policies import Verdict, may_reply, may_write_now, require
from contributions.queries import contribution_of_kind
from contributions.schemas import clean_text
from core.clock import now
from core.database import db
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from ideas.lessons.events import LessonLearned
from ideas.lessons.models import Lesson
from ideas.models import CoAuthor, Idea


class LessonDraft(Schema):
    """A lesson: what was learned, and what changed because of it, where anything did."""

    learned: Annotated[str, BeforeValidator(clean_text), Field(min_length=10, max_length=2000)]
    changed: Annotated[str, BeforeValidator(clean_text), Field(max_length=2000)] = ""


def may_learn(actor: Viewer, idea: Idea, authors: Collection[int | None]) -> Verdict:
    """Whether an actor keeps the learning log of an idea that has these authors: they and staff."""
    if not (actor.standing.employee or (actor.signed_in and actor.id in authors)):
        return Verdict(False, _("The authors of an idea and staff write its log."))
    return may_reply(actor, idea)


def authors_of_idea(idea: Idea) -> set[int | None]:
    """Return the members who are authors of an idea."""
    others = select(CoAuthor.member_id).where(CoAuthor.idea_id == idea.id, CoAuthor.accepted_at.is_not(None))
    return {idea.author_id, *db.session.scalars(others)}


def learn(actor: Viewer, key: int, draft: LessonDraft) -> Lesson:
    """Write a lesson down. Raises NotFound or Refused."""
    idea = contribution_of_kind(actor, key, Idea)
    require(may_learn(actor, idea, authors_of_idea(idea)))
    require(may_write_now(actor))
    lesson = Lesson(idea_id=idea.id, learned=draft.learned, changed=draft.changed, by_id=actor.id, created_at=now())
    db.session.add(lesson)
    db.session.flush()
    publish(LessonLearned(actor_id=actor.id, contribution_id=idea.id, lesson_id=lesson.id))
    return lesson
