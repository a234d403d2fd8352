"""Where the forum names a member."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from community.models import DuplicateLink, Question, SharedQuestion
from community.routing.models import Offer

CHOSEN = "which answer was chosen stays, and by nobody once the member is erased"
SHARED = "the question counts one who had it too; nobody can tell who it was"

LINKED = "what belongs together stays together, and by nobody once the member is erased"


def register(app: Flask) -> None:
    """Write them down."""
    accepted = ("id", "accepted_answer_id", "accepted_at")
    official = ("id", "official_answer_id", "official_at")
    add_traces(
        app,
        Trace(Question.accepted_by_id, Fate.FORGOTTEN, CHOSEN, only=accepted),
        Trace(Question.official_by_id, Fate.FORGOTTEN, CHOSEN, only=official),
        Trace(SharedQuestion.member_id, Fate.KEPT, SHARED),
        Trace(Offer.member_id, Fate.DELETED),
        Trace(
            DuplicateLink.marked_by_id, Fate.FORGOTTEN, LINKED, only=("id", "question_id", "original_id", "created_at")
        ),
    )
