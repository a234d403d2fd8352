"""What the forum's pages read, each in a fixed number of statements."""

from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, bindparam, case, exists, false, literal, select, union_all
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from community.models import Question, SharedQuestion
from contributions.drafting import begun_at
from contributions.guests.force import guest_of
from contributions.lists import ORDERS, Filter, Limits, fetch_page, limits_of, list_statement
from contributions.models import Contribution, State
from contributions.products.models import Product
from contributions.products.threads import named_product
from contributions.queries import contribution_of_kind
from contributions.rows import replies_statement, thread_statement
from contributions.subjects import subject_column
from contributions.visibility import typical, viewer_id, visible_to
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of

ANSWERS = 20
PINNED, OFFICIAL = bindparam("pinned", type_=Key), bindparam("official", type_=Key)
RANK = case((Contribution.id == PINNED, 2), (Contribution.id == OFFICIAL, 1), else_=0)
ANSWER_ORDERS = {
    "best": Order((RANK, Contribution.score, -Contribution.id)),
    "newest": Order((Contribution.created_at, Contribution.id)),
    "oldest": Order((Contribution.created_at, Contribution.id), descending=False),
}
LISTS = ("newest", "active", "hot", "unanswered")
Answer = aliased(Contribution, flat=True)


def question_for(viewer: Viewer, key: int) -> Question:
    """Return a question that a viewer may see. Raises NotFound."""
    return contribution_of_kind(viewer, key, Question)


def _standing(chosen: Any) -> Any:
    """The answer that a column names, or null while it is taken down."""
    found = select(Answer.id).where(Answer.id == chosen, Answer.state == State.PUBLISHED)
    return found.scalar_subquery().label(chosen.name)


def _guest(standing: Standing) -> ColumnElement[bool]:
    """Whether the reader is guest staff under the topics of the question; staff need not be."""
    return guest_of(viewer_id()) if standing.signed_in and not standing.employee else false()


@lru_cache(maxsize=32)
def _question_statement(standing: Standing) -> AnySelect:
    accepting, speaking = aliased(Member), aliased(Member)
    own: Any = Question.__table__
    return (
        thread_statement(standing, "question")
        .join(own, own.c.id == Contribution.id)
        .outerjoin(accepting, accepting.id == own.c.accepted_by_id)
        .outerjoin(speaking, speaking.id == own.c.official_by_id)
        .add_columns(
            _standing(own.c.accepted_answer_id),
            own.c.accepted_at,
            own.c.pinned_answer_id,
            _standing(own.c.official_answer_id),
            own.c.official_at,
            own.c.official_by_id,
            _guest(standing).label("guest"),
            accepting.name.label("accepted_by"),
            speaking.name.label("official_by"),
            own.c.shared_count,
            exists()
            .where(SharedQuestion.question_id == own.c.id, SharedQuestion.member_id == viewer_id())
            .label("shared"),
            named_product(typical(standing), Product.name).label("product_name"),
            named_product(typical(standing), Product.slug).label("product_slug"),
            subject_column(typical(standing)),
            begun_at("answer").label("begun"),
        )
    )


def question_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of a question page's question. Raises NotFound."""
    parameters = {"viewer_id": viewer.id, "thread": key}
    row = read(_question_statement(viewer.standing), parameters).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=96)
def _answers(standing: Standing, order: str) -> AnySelect:
    """The first page of answers, which nearly everyone reads: built once."""
    return ANSWER_ORDERS[order].apply(_ranked(standing), None, ANSWERS)


@lru_cache(maxsize=32)
def _ranked(standing: Standing) -> AnySelect:
    return replies_statement(standing, "answer").add_columns(RANK.label("rank"))


def answers_page(
    viewer: Viewer, question: Row[Any], order: str, cursor: Cursor | None, limit: int = ANSWERS
) -> Page[Row[Any]]:
    """Return one page of a question's answers: the pinned and the official one first, then by the order."""
    statement = (
        _answers(viewer.standing, order)
        if cursor is None and limit == ANSWERS
        else ANSWER_ORDERS[order].apply(_ranked(viewer.standing), cursor, limit)
    )
    parameters = {
        "viewer_id": viewer.id,
        "thread": question.id,
        "pinned": question.pinned_answer_id,
        "official": question.official_answer_id,
    }
    rows = read(statement, parameters).all()
    return page_of(rows, cursor, limit, lambda row: answer_key(row, order))


def answer_key(row: Any, order: str) -> tuple[Any, ...]:
    """Return the key by which an answer stands in an order."""
    return (row.rank, row.score, -row.id) if order == "best" else (row.created_at, row.id)


def cursor_at(viewer: Viewer, question: Row[Any], key: int) -> Cursor | None:
    """Return the place from which the best-first page begins with an answer, or with the one that a comment is on."""
    host = select(Contribution.host_id).where(Contribution.id == key, Contribution.kind == "comment").scalar_subquery()
    ranked = select(Contribution.id, Contribution.score, RANK.label("rank")).where(
        Contribution.thread_id == question.id,
        Contribution.kind == "answer",
        (Contribution.id == key) | (Contribution.id == host),
        visible_to(viewer),
    )
    found = read(ranked, {"pinned": question.pinned_answer_id, "official": question.official_answer_id}).first()
    return Cursor((found.rank, found.score, -found.id + 1)) if found else None


@lru_cache(maxsize=256)
def _listed(standing: Standing, order: str, limits: Limits, solved: bool) -> AnySelect:
    own: Any = Question.__table__
    statement = (
        list_statement(standing, "question", order, limits)
        .join(own, own.c.id == Contribution.id)
        .add_columns(_standing(own.c.accepted_answer_id), _standing(own.c.official_answer_id), own.c.shared_count)
    )
    if order == "unanswered":
        statement = statement.where(own.c.duplicate_of_id.is_(None))
    return statement.where(_standing(own.c.accepted_answer_id).element.is_not(None)) if solved else statement


def questions_page(
    viewer: Viewer, order: str, chosen: Filter, cursor: Cursor | None, limit: int = 20
) -> Page[Row[Any]]:
    """Return one page of questions in one of LISTS: one statement."""
    statement = _listed(viewer.standing, order, limits_of(chosen), solved=False)
    return fetch_page(statement, viewer, order, chosen, cursor, limit)


class Shelf(NamedTuple):
    """The beginning of a list of questions: an order of LISTS, how many, and whether only solved ones."""

    order: str
    limit: int
    solved: bool = False


def shelved_questions(viewer: Viewer, *shelves: Shelf) -> list[list[Row[Any]]]:
    """Return the first questions of several lists, those of each in its order: one statement."""
    found: list[list[Row[Any]]] = [[] for _shelf in shelves]
    for row in read(_shelved(viewer.standing, shelves), {"viewer_id": viewer.id}):
        found[row.shelf].append(row)
    for shelf, rows in zip(shelves, found, strict=True):
        rows.sort(key=attrgetter(*(column.key for column in ORDERS[shelf.order].columns)), reverse=True)
    return found


@lru_cache(maxsize=64)
def _shelved(standing: Standing, shelves: tuple[Shelf, ...]) -> Any:
    parts = []
    for number, shelf in enumerate(shelves):
        listed = _listed(standing, shelf.order, limits_of(Filter()), shelf.solved)
        first = ORDERS[shelf.order].apply(listed, None, shelf.limit).limit(shelf.limit).subquery()
        parts.append(select(literal(number).label("shelf"), first))
    return union_all(*parts)


def question_state(row: Any) -> str:
    """Say how a question stands: solved, answered or open."""
    if row.accepted_answer_id is not None:
        return "solved"
    return "answered" if row.reply_count else "open"


def search_states(keys: list[int]) -> list[tuple[int, str]]:
    """Return the words by which search finds questions and answers in a state, as (contribution, word)."""
    own: Any = Question.__table__
    accepted, official = _standing(own.c.accepted_answer_id), _standing(own.c.official_answer_id)
    columns = (own.c.id, accepted, official, own.c.duplicate_of_id, Contribution.reply_count)
    questions = select(*columns).join(Contribution, Contribution.id == own.c.id)
    words: list[tuple[int, str]] = []
    for row in read(questions.where(own.c.id.in_(keys))):
        state = question_state(row)
        words.append((row.id, state))
        words += [(row.id, "unanswered")] if state == "open" and row.duplicate_of_id is None else []
        words += [(row.id, "official")] if row.official_answer_id else []
    for column, word in ((own.c.accepted_answer_id, "accepted"), (own.c.official_answer_id, "official")):
        words += [(key, str(name)) for key, name in read(select(column, literal(word)).where(column.in_(keys)))]
    return words
