"""What the pages of exercises read, each in a fixed number of statements."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, String, and_, bindparam, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from community.exercises.models import Credit, Exercise, Square
from contributions.models import Contribution, Draft, Gate, State
from contributions.queries import hold_contribution
from contributions.rows import POST_COLUMNS, thread_statement
from contributions.visibility import listed_to, typical, viewer_id, visible_to
from core.database import Key, db, read
from core.paging import AnySelect, Cursor, Order, Page, page_of

CELLS = 20
ROW, COLUMN, GATE = (bindparam(name, type_=Key) for name in ("row", "column", "gate"))
RANK = case((Contribution.kind == "merged", 2), (Contribution.author_id == viewer_id(), 1), else_=0)
BEST = Order((RANK, Contribution.score, -Contribution.id))
CREDITS_SHOWN = 60
CHOICES = 100


def hold_exercise(actor: Viewer, key: int) -> Exercise:
    """Return an exercise that an actor may see, held against other writers. Raises NotFound."""
    found = hold_contribution(actor, key)
    if not isinstance(found, Exercise):
        raise NotFound
    db.session.refresh(found)
    return found


def gate_at(exercise_id: int, place: tuple[int, int]) -> int:
    """Return the gate of the square in a row and a column of an exercise. Raises NotFound."""
    row, column = place
    here = (Square.exercise_id == exercise_id, Square.row_number == row, Square.column_number == column)
    found = db.session.scalar(select(Square.gate_id).where(*here))
    if found is None:
        raise NotFound
    return found


def exercise_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of an exercise, with its grid. Raises NotFound."""
    row = read(_exercise(viewer.standing), {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=32)
def _exercise(standing: Standing) -> AnySelect:
    own: Any = Exercise.__table__
    columns = (own.c.row_names, own.c.column_names, own.c.closes_at, own.c.ended_at)
    return thread_statement(standing, "exercise").join(own, own.c.id == Contribution.id).add_columns(*columns)


def squares_of(viewer: Viewer, key: int) -> list[Row[Any]]:
    """Return the squares of an exercise with what the viewer may know of each: one statement.

    How many answers stand in a square is no secret, else nobody could see where one is missing; whose they are is.
    """
    return list(read(_squares(viewer.standing), {"viewer_id": viewer.id, "thread": key}))


@lru_cache(maxsize=32)
def _squares(standing: Standing) -> AnySelect:
    merged = select(Contribution.excerpt).where(
        Contribution.gate_id == Square.gate_id, Contribution.kind == "merged", listed_to(typical(standing))
    )
    return (
        select(*_square_columns(), merged.correlate(Square).scalar_subquery().label("merged"))
        .where(Square.exercise_id == bindparam("thread", type_=Key))
        .order_by(Square.row_number, Square.column_number)
    )


def _square_columns() -> tuple[Any, ...]:
    post = aliased(Contribution, flat=True)
    here = (post.gate_id == Square.gate_id, post.kind == "cell")
    stands = (post.state == State.PUBLISHED, post.concealed.is_(False))
    own = select(post.state).where(*here, post.author_id == viewer_id()).correlate(Square)
    begun = Draft.place == literal("cell:").concat(cast(Square.gate_id, String))
    draft = select(Draft.fields).where(begun, Draft.member_id == viewer_id()).correlate(Square)
    return (
        Square.gate_id,
        Square.row_number,
        Square.column_number,
        select(func.count())
        .select_from(post)
        .where(*here, *stands)
        .correlate(Square)
        .scalar_subquery()
        .label("answers"),
        own.scalar_subquery().label("own_state"),
        draft.scalar_subquery().label("draft"),
    )


def square_row(viewer: Viewer, key: int, place: tuple[int, int]) -> Row[Any]:
    """Return an exercise together with one of its squares: one statement. Raises NotFound."""
    row, column = place
    bound = {"viewer_id": viewer.id, "thread": key, "row": row, "column": column}
    found = read(_square(viewer.standing), bound).one_or_none()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=32)
def _square(standing: Standing) -> AnySelect:
    at = and_(Square.exercise_id == Contribution.id, Square.row_number == ROW, Square.column_number == COLUMN)
    opened = exists().where(Gate.id == Square.gate_id, Gate.opened_at.is_not(None)).correlate(Square)
    return _exercise(standing).join(Square, at).add_columns(*_square_columns(), opened.label("opened"))


def cells_page(viewer: Viewer, gate: int, cursor: Cursor | None, limit: int = CELLS) -> Page[Row[Any]]:
    """Return one page of a square: the merged answer, the viewer's own, then the others, the best first."""
    rows = read(BEST.apply(_cells(viewer.standing), cursor, limit), {"viewer_id": viewer.id, "gate": gate}).all()
    return page_of(rows, cursor, limit, lambda row: (row.rank, row.score, -row.id))


@lru_cache(maxsize=32)
def _cells(standing: Standing) -> AnySelect:
    return (
        select(*POST_COLUMNS, RANK.label("rank"))
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.gate_id == GATE, Contribution.kind.in_(("cell", "merged")))
        .where(visible_to(typical(standing)))
    )


def cursor_at(viewer: Viewer, gate: int, key: int) -> Cursor | None:
    """Return the place from which the page of a square begins with an answer, or with the one that a comment is on."""
    host = select(Contribution.host_id).where(Contribution.id == key, Contribution.kind == "comment").scalar_subquery()
    wanted = _cells(viewer.standing).where(or_(Contribution.id == key, Contribution.id == host))
    found = read(wanted, {"viewer_id": viewer.id, "gate": gate}).first()
    return Cursor((found.rank, found.score, -found.id + 1)) if found else None


def place_of(viewer: Viewer, exercise_id: int, key: int) -> tuple[int, int] | None:
    """Return the row and the column in which a contribution stands; None where it stands in none, or is unseen."""
    statement = (
        select(Square.row_number, Square.column_number)
        .join(Contribution, Contribution.gate_id == Square.gate_id)
        .where(Contribution.id == key, Square.exercise_id == exercise_id, visible_to(viewer))
    )
    found = read(statement).first()
    return (found.row_number, found.column_number) if found else None


def square_of_gate(viewer: Viewer, gate: int) -> Row[Any]:
    """Return the exercise, the row and the column of a gate. Raises NotFound."""
    statement = (
        select(Square.exercise_id, Square.row_number, Square.column_number)
        .join(Contribution, Contribution.id == Square.exercise_id)
        .where(Square.gate_id == gate, visible_to(viewer))
    )
    found = read(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def credits_of(viewer: Viewer, gate: int) -> list[Row[Any]]:
    """Return whose answers went into the merged answer behind a gate, where the viewer may see it: one statement."""
    cell = aliased(Contribution, flat=True)
    statement = (
        select(Credit.merged_id, Credit.cell_id, cell.author_id, cell.author_roles, Member.name.label("author_name"))
        .join(Contribution, Contribution.id == Credit.merged_id)
        .join(cell, cell.id == Credit.cell_id)
        .outerjoin(Member, Member.id == cell.author_id)
        .where(Contribution.gate_id == gate, visible_to(viewer), cell.state == State.PUBLISHED)
        .order_by(Credit.cell_id)
        .limit(CREDITS_SHOWN)
    )
    return list(read(statement))


def choices_for_merging(viewer: Viewer, gate: int) -> list[Row[Any]]:
    """Return the answers that can go into the merged one, the best first, at most a hundred; and which went in."""
    credited = exists().where(Credit.cell_id == Contribution.id).correlate(Contribution)
    statement = (
        select(
            Contribution.id,
            Contribution.excerpt,
            Contribution.author_id,
            Contribution.author_roles,
            Contribution.score,
            Member.name.label("author_name"),
            credited.label("credited"),
        )
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.gate_id == gate, Contribution.kind == "cell", listed_to(viewer))
        .order_by(Contribution.score.desc(), Contribution.id)
        .limit(CHOICES)
    )
    return list(read(statement))


def merged_text(viewer: Viewer, gate: int) -> Row[Any] | None:
    """Return the merged answer behind a gate (id, body), as far as the viewer may see it."""
    wanted = select(Contribution.id, Contribution.body).where(Contribution.gate_id == gate, visible_to(viewer))
    return read(wanted.where(Contribution.kind == "merged")).one_or_none()
