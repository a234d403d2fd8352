"""Asking questions and opening discussions."""

from accounts.viewers import Viewer
from community.models import Discussion, Question
from community.schemas import DiscussionDraft, QuestionDraft
from contributions.posting import open_thread
from contributions.products.threads import name_product
from contributions.schemas import ThreadDraft


def ask_question(actor: Viewer, draft: QuestionDraft) -> Question:
    """Ask a question. Raises NotFound for an unknown space or product and Refused where it is not open to the actor."""
    question = Question()
    open_thread(actor, question, draft, "ask")
    if draft.product is not None:
        name_product(actor, question, draft.product)
    return question


def ask_plainly(actor: Viewer, draft: ThreadDraft) -> Question:
    """Ask a question that names no product. Raises as `ask_question` does."""
    return ask_question(actor, QuestionDraft(**draft.model_dump()))


def open_discussion(actor: Viewer, draft: DiscussionDraft) -> Discussion:
    """Open a discussion. Raises NotFound for an unknown space and Refused where it is not open to the actor."""
    discussion = Discussion()
    open_thread(actor, discussion, draft, "discuss")
    return discussion
