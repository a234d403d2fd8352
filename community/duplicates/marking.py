"""Marking a question as a duplicate of another, taking that back, and what the person who asked says of it."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from accounts.viewers import Viewer
from community.duplicates.chains import OBJECTED, settle
from community.duplicates.policies import may_judge_duplicate, may_mark_duplicate, may_stand_for
from community.events import DuplicateJudged, DuplicateMarked
from community.models import DuplicateLink, Question
from community.queries import question_for
from contributions.merging.joining import take_turns
from contributions.models import Space, State
from contributions.policies import require
from contributions.queries import hold_contribution
from core.clock import now
from core.database import db
from core.errors import Conflict, Refused
from core.events import publish
from core.translation import gettext as _

CONFIRMED = "confirmed"


def mark_duplicate(actor: Viewer, key: int, original_id: int) -> Question:
    """Say that a question was asked before. Raises NotFound for either, Refused, or Conflict where it is marked."""
    if key == original_id:
        raise Refused(_("A question cannot be a duplicate of itself."))
    question, original = hold_both(actor, key, original_id)
    require(may_mark_duplicate(actor, question))
    require(may_stand_for(space_of(original), space_of(question)))
    if original.state != State.PUBLISHED:
        raise Refused(_("That question has been taken down."))
    if original.duplicate_of_id == key:
        raise Refused(_("That question is marked as a duplicate of this one."))
    if link_of(key):
        raise Conflict(_("This is marked as a duplicate already. Take that back first."))
    link = DuplicateLink(question_id=key, original_id=original_id, created_at=now(), marked_by_id=actor.id)
    link.said = CONFIRMED if question.author_id == actor.id else None
    try:
        with db.session.begin_nested():
            db.session.add(link)
    except IntegrityError:
        raise Conflict(_("This is marked as a duplicate already. Take that back first.")) from None
    return _settled(actor, question, original_id)


def unmark_duplicate(actor: Viewer, key: int) -> Question:
    """Say that a question was not asked before, after all. Raises NotFound or Refused."""
    take_turns()
    question = hold_question(actor, key)
    require(may_mark_duplicate(actor, question))
    db.session.execute(delete(DuplicateLink).where(DuplicateLink.question_id == key))
    return _settled(actor, question, None)


def judge_duplicate(actor: Viewer, key: int, agreed: bool) -> Question:
    """Agree that a question was asked before, or object; whoever asked it has the word. Raises NotFound or Refused."""
    take_turns()
    question = hold_question(actor, key)
    require(may_judge_duplicate(actor, question))
    said = CONFIRMED if agreed else OBJECTED
    own = (DuplicateLink.question_id == key) & DuplicateLink.said.is_distinct_from(said)
    if not db.session.scalars(update(DuplicateLink).where(own).values(said=said).returning(DuplicateLink.id)).all():
        return question
    settle([key])
    publish(DuplicateJudged(actor_id=actor.id, contribution_id=key, thread_id=key, agreed=agreed))
    return question


def link_of(key: int) -> DuplicateLink | None:
    """Return the link that says of a question that it was asked before, the first where there are several."""
    links = select(DuplicateLink).where(DuplicateLink.question_id == key).order_by(DuplicateLink.id)
    return db.session.scalars(links.limit(1)).one_or_none()


def hold_both(actor: Viewer, *keys: int) -> list[Question]:
    """Return questions held against other writers, whoever comes first having the first turn. Raises NotFound."""
    take_turns()
    held = {key: hold_question(actor, key) for key in sorted(keys)}
    return [held[key] for key in keys]


def hold_question(actor: Viewer, key: int) -> Question:
    """Return a question held against other writers. Raises NotFound."""
    question_for(actor, key)
    hold_contribution(actor, key)
    question = question_for(actor, key)
    db.session.refresh(question)
    return question


def space_of(question: Question) -> Space:
    """Return the space of a question."""
    return db.session.get_one(Space, question.space_id)


def _settled(actor: Viewer, question: Question, original_id: int | None) -> Question:
    db.session.flush()
    settle([question.id] if original_id is None else [question.id, original_id])
    publish(
        DuplicateMarked(actor_id=actor.id, contribution_id=question.id, thread_id=question.id, original_id=original_id)
    )
    return question
