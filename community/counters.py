"""Which accepted answer stands first: for one question, for some, for all."""

from sqlalchemy import ScalarSelect, Select, case, func, literal, select, true
from sqlalchemy.orm import aliased

from community.models import Question, SharedQuestion
from contributions.counters import Ids, write_changes
from contributions.models import Contribution, State

Accepted = aliased(Contribution, flat=True)
Other = aliased(Contribution, flat=True)
questions = Question.__table__


def recount_question(key: int) -> None:
    """Put the accepted answer of one question first, or no longer."""
    recount_questions(select(literal(key)))


def recount_questions(ids: Ids = None) -> int:
    """Put the accepted answers of these questions (None: all) first, or no longer; returns how many changed.

    An accepted answer stands first for as long as it is published and no other published answer clearly outscores it,
    that is: reaches twice its score (at least 1) and three more.
    """
    chosen = true() if ids is None else questions.c.id.in_(ids)
    computed: Select[int, int | None] = select(questions.c.id, _pinned().label("value")).where(chosen)
    return write_changes(Question, "pinned_answer_id", computed)


def recount_shared(key: int | None = None) -> int:
    """Count who has one question too (None: each question); returns how many counts changed."""
    chosen = true() if key is None else questions.c.id == key
    rows = select(func.count()).where(SharedQuestion.question_id == questions.c.id)
    counted = rows.correlate(questions).scalar_subquery()
    return write_changes(Question, "shared_count", select(questions.c.id, counted.label("value")).where(chosen))


def _pinned() -> ScalarSelect[int]:
    clearly_more = 2 * case((Accepted.score > 1, Accepted.score), else_=1) + 3
    outscored = (
        select(Other.id)
        .where(Other.parent_id == questions.c.id, Other.kind == "answer", Other.state == State.PUBLISHED)
        .where(Other.score >= clearly_more)
        .correlate(questions, Accepted)
        .exists()
    )
    return (
        select(Accepted.id)
        .where(Accepted.id == questions.c.accepted_answer_id, Accepted.state == State.PUBLISHED, ~outscored)
        .correlate(questions)
        .scalar_subquery()
    )
