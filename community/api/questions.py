"""Operations about questions and answers."""

from typing import Any, Literal

from accounts.api.answering import Elsewhere
from accounts.api.operations import PREFIX, Section
from accounts.api.shapes import Listed, Listing, onward
from accounts.tokens.scopes import Scope
from accounts.viewers import Viewer
from community.accepting import accept_answer, make_official
from community.answering import answer_question
from community.api.shapes import AnswerShown, Chosen, QuestionCard, QuestionShown, Shared
from community.asking import ask_question
from community.duplicates.addresses import merged_into
from community.having import share_question
from community.models import Question
from community.queries import answers_page, question_row, question_state, questions_page
from community.schemas import AnswerDraft, QuestionDraft
from contributions.api.shapes import Written, cards_of, posts_of, thread_of, written
from contributions.api.threads import ThreadListing
from contributions.models import State
from core.database import db
from core.errors import NotFound
from core.forms import Schema

section = Section("Questions")


class QuestionListing(ThreadListing):
    """Which questions are wanted."""

    order: Literal["newest", "active", "hot", "unanswered"] = "newest"  # type: ignore[assignment]


class AnswerListing(Listing):
    """In which order answers are wanted: the accepted and the official one first, or by time."""

    order: Literal["best", "newest", "oldest"] = "best"


class Choice(Schema):
    """Whether it shall be so."""

    value: bool = True


@section.add("GET", "/questions", Listed[QuestionCard], scope=None, asks=QuestionListing)
def questions(viewer: Viewer, asked: QuestionListing) -> Listed[QuestionCard]:
    """List questions."""
    page = questions_page(viewer, asked.order, asked.chosen(viewer), asked.cursor(2), asked.limit)
    shown = [
        QuestionCard(
            **fields,
            status=question_state(row),
            official=row.official_answer_id is not None,
            having=row.shared_count,
        )
        for row, fields in zip(page.rows, cards_of(page.rows), strict=True)
    ]
    return Listed(**onward(page, shown))


@section.add("POST", "/questions", Written, takes=QuestionDraft, limit="post")
def ask(viewer: Viewer, draft: QuestionDraft) -> Written:
    """Ask a question."""
    return written(ask_question(viewer, draft))


@section.add("GET", "/questions/<int:number>", QuestionShown, scope=None)
def question(viewer: Viewer, number: int) -> QuestionShown:
    """Show one question; one that was merged leads to where it went."""
    row = _question(viewer, number)
    return QuestionShown(
        **thread_of(viewer, row),
        status=question_state(row),
        accepted_answer=row.accepted_answer_id,
        official_answer=row.official_answer_id,
        having=row.shared_count,
        have_this=bool(row.shared),
    )


@section.add("GET", "/questions/<int:number>/answers", Listed[AnswerShown], scope=None, asks=AnswerListing)
def answers(viewer: Viewer, number: int, asked: AnswerListing) -> Listed[AnswerShown]:
    """List the answers to a question."""
    row = _question(viewer, number, "/answers")
    cursor = asked.cursor(3 if asked.order == "best" else 2)
    page = answers_page(viewer, row, asked.order, cursor, asked.limit)
    return Listed(**onward(page, [_answer(row, fields) for fields in posts_of(viewer, page.rows)]))


@section.add("POST", "/questions/<int:number>/answers", Written, takes=AnswerDraft, limit="post")
def answer(viewer: Viewer, number: int, draft: AnswerDraft) -> Written:
    """Answer a question; where it was merged, the one that it went into."""
    target = merged_into(viewer, number)
    return written(answer_question(viewer, target.id if target else number, draft))


@section.add("PUT", "/answers/<int:number>/accepted", Chosen, takes=Choice, limit="edit")
def accept(viewer: Viewer, number: int, draft: Choice) -> Chosen:
    """Accept an answer in place of any other, or take that back."""
    return _chosen(accept_answer(viewer, number, draft.value))


@section.add("PUT", "/answers/<int:number>/official", Chosen, takes=Choice, scope=Scope.STAFF, limit="edit")
def official(viewer: Viewer, number: int, draft: Choice) -> Chosen:
    """Make an answer official, or take that back."""
    return _chosen(make_official(viewer, number, draft.value))


@section.add("PUT", "/questions/<int:number>/shared", Shared, takes=Choice, limit="vote")
def share(viewer: Viewer, number: int, draft: Choice) -> Shared:
    """Have a question too, or no longer."""
    shared = share_question(viewer, number, draft.value)
    db.session.refresh(shared)
    return Shared(number=number, having=shared.shared_count)


def _question(viewer: Viewer, number: int, below: str = "") -> Any:
    """Return the row of a question. Raises NotFound, or Elsewhere for one that was merged into another."""
    try:
        row = question_row(viewer, number)
    except NotFound:
        row = None
    if row is None or row.state == State.DELETED:
        target = merged_into(viewer, number)
        if target is not None:
            raise Elsewhere(f"{PREFIX}/questions/{target.id}{below}")
    if row is None:
        raise NotFound
    return row


def _answer(question: Any, fields: dict[str, Any]) -> AnswerShown:
    number = fields["number"]
    return AnswerShown(
        **fields, accepted=number == question.accepted_answer_id, official=number == question.official_answer_id
    )


def _chosen(question: Question) -> Chosen:
    return Chosen(
        question=question.id,
        accepted_answer=question.accepted_answer_id,
        official_answer=question.official_answer_id,
    )
