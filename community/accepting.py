"""Accepting an answer, and making one official."""

from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from community import counters
from community.events import AnswerAccepted, AnswerMadeOfficial
from community.models import Answer, Question
from community.policies import may_accept, may_make_official
from contributions.guests.force import note_act, term_for
from contributions.models import State
from contributions.policies import require
from contributions.queries import contribution_of_kind, hold_contribution
from core.clock import now
from core.database import db
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _


def accept_answer(actor: Viewer, answer_id: int, accepted: bool) -> Question:
    """Accept an answer in place of any other, or take that back. Raises NotFound or Refused."""
    question, answer = _held(actor, answer_id)
    require(may_accept(actor, question))
    if accepted == (question.accepted_answer_id == answer.id):
        return question
    question.accepted_answer_id = answer.id if accepted else None
    question.accepted_by_id = actor.id if accepted else None
    question.accepted_at = now() if accepted else None
    db.session.flush()
    counters.recount_question(question.id)
    publish(AnswerAccepted(actor_id=actor.id, contribution_id=answer.id, thread_id=question.id, accepted=accepted))
    return question


def make_official(actor: Viewer, answer_id: int, official: bool) -> Question:
    """Say for the firm that an answer is right, or take that back. Raises NotFound or Refused."""
    question, answer = _held(actor, answer_id)
    term = term_for(actor, question.id)
    require(may_make_official(actor, question, answer, term is not None))
    if official == (question.official_answer_id == answer.id):
        return question
    question.official_answer_id = answer.id if official else None
    question.official_by_id = actor.id if official else None
    question.official_at = now() if official else None
    db.session.flush()
    if term:
        note_act(actor, term, answer.id, "official" if official else "unofficial")
    publish(AnswerMadeOfficial(actor_id=actor.id, contribution_id=answer.id, thread_id=question.id, official=official))
    return question


def _held(actor: Viewer, answer_id: int) -> tuple[Question, Answer]:
    """Return an answer that stands and its question, held against other writers."""
    answer = contribution_of_kind(actor, answer_id, Answer)
    question = hold_contribution(actor, answer.root_id)
    if not isinstance(question, Question):
        raise NotFound
    db.session.refresh(question)
    if answer.state != State.PUBLISHED or answer.concealed:
        raise Refused(_("This answer has been taken down."))
    return question, answer
