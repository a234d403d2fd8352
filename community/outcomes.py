"""Which answers were accepted, for whoever looks at all contributions."""

from datetime import datetime

from sqlalchemy import select

from community.models import Question
from core.database import read


def accepted_answers(moment: datetime) -> list[int]:
    """Return the answers that were accepted by a moment and still are; an import may not know when."""
    known = Question.accepted_at.is_(None) | (Question.accepted_at <= moment)
    statement = select(Question.accepted_answer_id).where(Question.accepted_answer_id.is_not(None), known)
    return list(read(statement).scalars())
