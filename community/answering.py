"""Answering questions."""

from accounts.viewers import Viewer
from community import counters
from community.models import Answer
from community.queries import question_for
from community.schemas import AnswerDraft
from contributions.posting import reply


def answer_question(actor: Viewer, question_id: int, draft: AnswerDraft) -> Answer:
    """Answer a question. Raises NotFound, or Refused where nothing can be added any more."""
    question_for(actor, question_id)
    answer = Answer()
    reply(actor, answer, question_id, draft.body, f"answer:{question_id}", draft.begun)
    counters.recount_question(question_id)
    return answer
