"""Operations about exercises; who has not answered in a square reads nothing there until the exercise has ended."""

from datetime import datetime

from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, onward
from accounts.viewers import Viewer
from community.exercises.answering import answer_square
from community.exercises.queries import cells_page, exercise_row, square_row, squares_of
from community.exercises.schemas import CellDraft
from contributions.api.shapes import Card, Post, Thread, Written, posts_of, thread_of, written
from contributions.api.threads import ThreadListing, threads

section = Section("Exercises")
SQUARE = "/exercises/<int:number>/squares/<int:row>/<int:column>"


class SquareShown(Answered):
    """Where a row and a column meet, both counted from 1. `merged` begins what staff made of the answers."""

    row: int
    column: int
    answers: int
    answered: bool
    merged: str | None


class ExerciseShown(Thread):
    """A prompt with a grid of named rows and columns."""

    rows: list[str]
    columns: list[str]
    closes: datetime | None
    ended: datetime | None
    squares: list[SquareShown]


@section.add("GET", "/exercises", Listed[Card], scope=None, asks=ThreadListing)
def exercises(viewer: Viewer, asked: ThreadListing) -> Listed[Card]:
    """List exercises."""
    cards, after = threads(viewer, "exercise", asked)
    return Listed(results=[Card(**fields) for fields in cards], after=after)


@section.add("GET", "/exercises/<int:number>", ExerciseShown, scope=None)
def exercise(viewer: Viewer, number: int) -> ExerciseShown:
    """Show one exercise with its squares, and in which of them the caller has answered."""
    row = exercise_row(viewer, number)
    squares = [
        SquareShown(
            row=square.row_number,
            column=square.column_number,
            answers=square.answers,
            answered=square.own_state is not None,
            merged=square.merged,
        )
        for square in squares_of(viewer, number)
    ]
    return ExerciseShown(
        **thread_of(viewer, row),
        rows=row.row_names,
        columns=row.column_names,
        closes=row.closes_at,
        ended=row.ended_at,
        squares=squares,
    )


@section.add("GET", SQUARE, Listed[Post], scope=None, asks=Listing)
def square(viewer: Viewer, number: int, row: int, column: int, asked: Listing) -> Listed[Post]:
    """List what the reader may see in a square: the merged answer, their own, then the others, the best first."""
    found = square_row(viewer, number, (row, column))
    page = cells_page(viewer, found.gate_id, asked.cursor(3), asked.limit)
    return Listed(**onward(page, [Post(**fields) for fields in posts_of(viewer, page.rows)]))


@section.add("POST", SQUARE, Written, takes=CellDraft, limit="post")
def answer_in_square(viewer: Viewer, number: int, row: int, column: int, draft: CellDraft) -> Written:
    """Answer in a square, which opens it to the caller."""
    return written(answer_square(viewer, number, (row, column), draft))
