"""Exercises, the answers in their squares and the merged ones as lines of an archive."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from flask import Flask
from pydantic import Field, model_validator
from sqlalchemy import select

from community.exercises.leading import add_squares, grid
from community.exercises.models import MOST_LINES, Credit, Exercise, Square
from contributions.archive.exporting import exported
from contributions.archive.lines import WRITER, ContributionLine, ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Moment, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.database import db

EXERCISE = Reference("contribution", ("exercise",))
Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(min_length=1, max_length=MOST_LINES)]
Number = Annotated[int, Field(ge=1, le=MOST_LINES)]


class ExerciseLine(ThreadLine):
    """An exercise; `rows` and `columns` name its grid."""

    type: Literal["exercise"]
    rows: Names
    columns: Names
    closes: Moment | None = None
    ended: Moment | None = None


class SquareLine(ContributionLine):
    """What stands in a square of an exercise; `row` and `column` are counted from 1."""

    exercise: Id
    row: Number
    column: Number
    references: ClassVar = {**WRITER, "exercise": EXERCISE}

    def parent(self) -> str | None:
        """Return the exercise."""
        return self.exercise

    @property
    def square(self) -> str:
        """The square, as text."""
        return f"{self.exercise}\0{self.row}\0{self.column}"


class CellLine(SquareLine):
    """One member's answer in a square."""

    type: Literal["cell"]

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the square and the author."""
        if self.author is not None:
            yield "cell of", f"{self.square}\0{self.author}", f"{self.author!r} has answered in this square"


class MergedLine(SquareLine):
    """The merged answer of a square; `credits` are the cells that went into it."""

    type: Literal["merged"]
    credits: list[Id] = []
    references: ClassVar = {**WRITER, "exercise": EXERCISE, "credits": Reference("contribution", ("cell",))}

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.credits)) < len(self.credits):
            raise ValueError("credits name a cell twice")
        return self

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the square."""
        yield "merged of", self.square, "this square has a merged answer"


def _add_exercises(batch: Batch) -> None:
    keys = add_contributions(batch)
    rows = [
        {
            "id": keys[key_of(line)],
            "row_names": line.rows,
            "column_names": line.columns,
            "closes_at": line.closes,
            "ended_at": line.ended,
        }
        for line in batch.lines
    ]
    insert_rows(Exercise, rows)
    for line in batch.lines:
        add_squares(keys[key_of(line)], grid(len(line.rows), len(line.columns)), line.ended)


def _add_cells(batch: Batch) -> None:
    add_contributions(batch, _gates(batch))


def _add_merged(batch: Batch) -> None:
    keys = add_contributions(batch, _gates(batch))
    cells = batch.ids("contribution", [cell for line in batch.lines for cell in line.credits])
    rows = [
        {"merged_id": keys[key_of(line)], "cell_id": cells[cell]}
        for line in batch.lines
        for cell in line.credits
        if cell in cells
    ]
    insert_rows(Credit, rows)


def _gates(batch: Batch) -> dict[str, int]:
    """Return the gate of every line whose exercise is stored; grids grow to hold what lies outside of them."""
    exercises = batch.ids("contribution", batch.column("exercise"))
    wanted = {
        key_of(line): (exercises[line.exercise], line.row, line.column)
        for line in batch.lines
        if line.exercise in exercises
    }
    gates = _known_gates(exercises.values())
    for key in {place[0] for place in wanted.values() if place not in gates}:
        _grow(key, [place[1:] for place in wanted.values() if place[0] == key])
    gates = _known_gates(exercises.values())
    return {key: gates[place] for key, place in wanted.items()}


def _known_gates(exercises: Iterable[int]) -> dict[tuple[int, int, int], int]:
    columns = (Square.exercise_id, Square.row_number, Square.column_number, Square.gate_id)
    rows = db.session.execute(select(*columns).where(Square.exercise_id.in_(set(exercises))))
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _grow(key: int, places: Sequence[tuple[int, int]]) -> None:
    exercise = db.session.get_one(Exercise, key)
    before = set(grid(len(exercise.row_names), len(exercise.column_names)))
    exercise.row_names = _longer(exercise.row_names, max(row for row, _column in places))
    exercise.column_names = _longer(exercise.column_names, max(column for _row, column in places))
    after = grid(len(exercise.row_names), len(exercise.column_names))
    add_squares(key, [place for place in after if place not in before], exercise.ended_at)


def _longer(names: list[str], length: int) -> list[str]:
    return names + [str(number) for number in range(len(names) + 1, length + 1)]


def _known(batch: Batch) -> set[int]:
    """Return the places of lines that are stored already, or stand where the same was said by another line."""
    gates, people = _gates(batch), batch.ids("member", batch.column("author"))
    merged = batch.lines[0].type == "merged"
    said = select(Contribution.gate_id, Contribution.author_id).where(
        Contribution.gate_id.in_(set(gates.values())), Contribution.kind == batch.lines[0].type
    )
    there = {(row[0], None if merged else row[1]) for row in db.session.execute(said)}
    wanted = [(gates.get(key_of(line)), None if merged else people.get(line.author or "")) for line in batch.lines]
    taken = {place for place, pair in enumerate(wanted) if pair in there and (merged or pair[1] is not None)}
    return known_contributions(batch) | taken


def _grids(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Exercise.__table__
    return {
        row.id: {"rows": row.row_names, "columns": row.column_names, "closes": row.closes_at, "ended": row.ended_at}
        for row in db.session.execute(select(table).where(table.c.id.in_(ids)))
    }


def _places(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    statement = (
        select(Contribution.id, Square.row_number, Square.column_number)
        .join(Square, Square.gate_id == Contribution.gate_id)
        .where(Contribution.id.in_(ids))
    )
    return {row[0]: {"row": row[1], "column": row[2]} for row in db.session.execute(statement)}


def _merged(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = db.session.execute(
        select(Credit.merged_id, Credit.cell_id).where(Credit.merged_id.in_(ids)).order_by(Credit.cell_id)
    ).all()
    names = PublicIds(Contribution).of(row.cell_id for row in rows)
    found = _places(ids)
    for row in rows:
        found[row.merged_id].setdefault("credits", []).append(names[row.cell_id])
    return found


def _type(
    shape: type[ContributionLine], rank: int, add: Any, export: Any, known: Any = known_contributions
) -> RecordType:
    return RecordType(
        shape=shape,
        rank=rank,
        file="contributions",
        known=known,
        add=add,
        export=export,
        family=CONTRIBUTIONS,
        markdown="body",
    )


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        _type(ExerciseLine, 53, _add_exercises, lambda: exported(ExerciseLine, "exercise", details=_grids)),
        _type(CellLine, 61, _add_cells, lambda: exported(CellLine, "cell", above="exercise", details=_places), _known),
        _type(
            MergedLine,
            62,
            _add_merged,
            lambda: exported(MergedLine, "merged", above="exercise", details=_merged),
            _known,
        ),
    )
