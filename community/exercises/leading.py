"""Leading an exercise: opening it, and ending it, which opens what everybody wrote."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from accounts.viewers import ATRIUM, Viewer
from community.exercises.models import Exercise, Square
from community.exercises.policies import may_lead
from community.exercises.queries import hold_exercise
from community.exercises.ready_made import ready_made
from community.exercises.schemas import ExerciseDraft
from contributions.events import GatesOpened
from contributions.models import Gate, State
from contributions.policies import require
from contributions.posting import open_thread
from core.clock import now
from core.database import db
from core.events import publish

MOST = 100


def open_exercise(actor: Viewer, draft: ExerciseDraft) -> Exercise:
    """Open an exercise with all its squares. Raises NotFound for an unknown space, or Refused."""
    require(may_lead(actor))
    exercise = Exercise(row_names=draft.rows, column_names=draft.columns, closes_at=draft.closes)
    open_thread(actor, exercise, draft, "exercise")
    add_squares(exercise.id, grid(len(draft.rows), len(draft.columns)))
    return exercise


def open_ready_made(actor: Viewer, space_id: int) -> Exercise:
    """Open the exercise that comes with Atrium. Raises NotFound for an unknown space, or Refused."""
    return open_exercise(actor, ready_made(space_id))


def grid(rows: int, columns: int) -> list[tuple[int, int]]:
    """Return the places of a grid, row by row."""
    return [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]


def add_squares(exercise_id: int, places: Sequence[tuple[int, int]], opened_at: datetime | None = None) -> None:
    """Lay out squares of an exercise, each with its gate, which is open where a moment is given."""
    gates = [Gate(opened_at=opened_at) for _place in places]
    db.session.add_all(gates)
    db.session.flush()
    squares = [
        {"gate_id": gate.id, "exercise_id": exercise_id, "row_number": row, "column_number": column}
        for gate, (row, column) in zip(gates, places, strict=True)
    ]
    if squares:
        db.session.execute(insert(Square), squares)


def end_exercise(actor: Viewer, key: int) -> Exercise:
    """Take no more answers and open all of them to whoever may read the thread. Raises NotFound or Refused."""
    require(may_lead(actor))
    exercise = hold_exercise(actor, key)
    if exercise.ended_at is None:
        exercise.ended_at = now()
        own = select(Square.gate_id).where(Square.exercise_id == key)
        db.session.execute(update(Gate).where(Gate.id.in_(own)).values(opened_at=exercise.ended_at))
        publish(GatesOpened(actor_id=actor.id, contribution_id=key, thread_id=key))
    return exercise


def end_overdue() -> None:
    """End the exercises whose time is over."""
    over = select(Exercise.id).where(Exercise.closes_at <= now(), Exercise.ended_at.is_(None))
    for key in db.session.scalars(over.where(Exercise.state == State.PUBLISHED).limit(MOST)).all():
        end_exercise(ATRIUM, key)
