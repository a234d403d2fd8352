"""What a reply by mail becomes: in a question an answer, or a comment where the person who asked writes."""

from accounts.viewers import Viewer
from community.answering import answer_question
from community.queries import question_for
from community.schemas import AnswerDraft
from contributions.models import Contribution
from contributions.posting import comment
from contributions.schemas import CommentDraft
from core.errors import Refused
from core.translation import gettext as _


def reply_to_question(actor: Viewer, question_id: int, words: str) -> Contribution:
    """Post a reply that came by mail. Raises NotFound, Refused or ValidationError, as on the page."""
    if question_for(actor, question_id).author_id == actor.id:
        return comment(actor, question_id, CommentDraft(body=words))
    return answer_question(actor, question_id, AnswerDraft(body=words))


def reply_to_exercise(_actor: Viewer, _exercise_id: int, _words: str) -> Contribution:
    """Raise Refused: a mail does not say to which square it belongs, and must not carry words out of a closed one."""
    raise Refused(_("An exercise has many squares. Please reply on the page of the one that you mean."))
