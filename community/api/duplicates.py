"""Operations about questions that were asked before, and about what stands beside a question."""

from accounts.api.identifying import base_url
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Number
from accounts.viewers import Viewer
from community.api.questions import Choice
from community.duplicates.marking import judge_duplicate, mark_duplicate, unmark_duplicate
from community.duplicates.related import Brief, related_threads
from community.duplicates.schemas import Original
from community.models import Question
from community.queries import question_row

section = Section("Duplicates")


class ThreadBrief(Answered):
    """A thread in a short list. `state` is open, answered or solved."""

    number: Number
    url: str
    title: str
    state: str
    answers: int


class RelatedShown(Answered):
    """What stands beside a question: the question that was asked before it, who asked again, what is like it.

    `said` is what whoever asked says of the original: confirmed, objected or nothing yet. `doubted` says that all
    originals were objected to. `page` is the knowledge page that grew from the question.
    """

    original: ThreadBrief | None
    doubted: bool
    said: str | None
    again: list[ThreadBrief]
    similar: list[ThreadBrief]
    page: ThreadBrief | None


class Duplicate(Answered):
    """How a question stands: the number of the one that was asked before it, or null."""

    number: Number
    original: Number | None


@section.add("GET", "/questions/<int:number>/related", RelatedShown, scope=None)
def related(viewer: Viewer, number: int) -> RelatedShown:
    """Show what stands beside a question: its original, duplicates, similar threads and its knowledge page."""
    found = related_threads(viewer, question_row(viewer, number))
    return RelatedShown(
        original=_brief(found.original) if found.original else None,
        doubted=found.doubted,
        said=found.said,
        again=[_brief(one) for one in found.again],
        similar=[_brief(one) for one in found.similar],
        page=_brief(found.page) if found.page else None,
    )


@section.add("PUT", "/questions/<int:number>/duplicate", Duplicate, takes=Original, limit="edit")
def mark(viewer: Viewer, number: int, draft: Original) -> Duplicate:
    """Mark a question as a duplicate of another."""
    return _duplicate(mark_duplicate(viewer, number, draft.of))


@section.add("DELETE", "/questions/<int:number>/duplicate", Duplicate, limit="edit")
def unmark(viewer: Viewer, number: int) -> Duplicate:
    """Say that a question was not asked before, after all."""
    return _duplicate(unmark_duplicate(viewer, number))


@section.add("PUT", "/questions/<int:number>/duplicate/judged", Duplicate, takes=Choice, limit="edit")
def judge(viewer: Viewer, number: int, draft: Choice) -> Duplicate:
    """Agree that one's own question was asked before, or object."""
    return _duplicate(judge_duplicate(viewer, number, draft.value))


def _duplicate(question: Question) -> Duplicate:
    return Duplicate(number=question.id, original=question.duplicate_of_id)


def _brief(one: Brief) -> ThreadBrief:
    return ThreadBrief(number=one.id, url=base_url() + one.url, title=one.title, state=one.state, answers=one.answers)
