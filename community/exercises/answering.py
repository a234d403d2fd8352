"""Answering in a square of an exercise: each member once; further thoughts are edits of that."""

from sqlalchemy import select

from accounts.viewers import Viewer
from community.exercises.models import Cell
from community.exercises.policies import may_answer
from community.exercises.queries import gate_at, hold_exercise
from community.exercises.schemas import CellDraft
from contributions.policies import require
from contributions.posting import reply
from core.database import db
from core.errors import Refused
from core.translation import gettext as _


def answer_square(actor: Viewer, key: int, place: tuple[int, int], draft: CellDraft) -> Cell:
    """Post an actor's own answer, which opens the square to them. Raises NotFound or Refused."""
    exercise = hold_exercise(actor, key)
    require(may_answer(actor, exercise))
    gate = gate_at(key, place)
    # The index of cells says the same for those who come by another way; holding the exercise makes it a clear word.
    if db.session.scalar(select(Cell.id).where(Cell.gate_id == gate, Cell.author_id == actor.id)) is not None:
        raise Refused(_("You have answered here already. Edit what you wrote, or restore it."))
    cell = Cell(gate_id=gate)
    reply(actor, cell, key, draft.body, f"cell:{gate}", draft.begun)
    return cell
