"""Puts together what the pages of exercises show."""

from typing import Any

from flask import url_for
from sqlalchemy import Row

from accounts.people import person
from accounts.viewers import Viewer
from community.exercises.policies import is_over, may_answer, may_lead
from community.exercises.queries import (
    cells_page,
    credits_of,
    cursor_at,
    exercise_row,
    square_row,
    squares_of,
)
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.posts import Post, post, thread, with_comments
from contributions.resuming.reading import note_reading, resume_line
from contributions.rows import comments_below, own_state
from core.pages import ago, full_time
from core.paging import Cursor, Page
from core.translation import gettext as _
from core.translation import ngettext

EMPTY_SHOWN = 24


def square_address(exercise_id: int, place: tuple[int, int]) -> str:
    """Return the address of a square."""
    return f"/exercises/{exercise_id}/{place[0]}/{place[1]}"


def grid_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return what the page of an exercise shows, in at most six statements. Raises NotFound."""
    row = exercise_row(viewer, key)
    squares = squares_of(viewer, key)
    votes, follows = own_state(viewer, [key])
    note_reading(viewer, key, [key])
    cells = [_square(viewer, row, square) for square in squares]
    width = len(row.column_names)
    missing = [cell for cell in cells if not cell["answers"]]
    return {
        "thread": thread(viewer, row, votes, key in follows, "open"),
        "columns": row.column_names,
        "rows": [(name, cells[at * width : (at + 1) * width]) for at, name in enumerate(row.row_names)],
        "missing": missing[:EMPTY_SHOWN],
        "missing_text": ngettext(
            "Nobody has written in %(num)s square yet", "Nobody has written in %(num)s squares yet", len(missing)
        ),
        "answers_text": ngettext("%(num)s answer", "%(num)s answers", row.reply_count),
        "comments_text": ngettext("%(num)s comment", "%(num)s comments", row.comment_count),
        "ending": _ending(row),
        "end_url": url_for("exercises.end", key=key) if may_lead(viewer) and row.ended_at is None else None,
        "resume": resume_line(row),
        "crumbs": [(_("Exercises"), url_for("exercises.exercises")), (row.space_name, f"/spaces/{row.space_slug}")],
    }


def _square(viewer: Viewer, row: Row[Any], square: Row[Any]) -> dict[str, Any]:
    place = (square.row_number, square.column_number)
    return {
        "url": square_address(row.id, place),
        "row": row.row_names[place[0] - 1],
        "column": row.column_names[place[1] - 1],
        "answers": square.answers,
        "answers_text": ngettext("%(num)s answer", "%(num)s answers", square.answers),
        "state": _state(viewer, row, square),
        "merged": square.merged,
    }


def _state(viewer: Viewer, row: Row[Any], square: Row[Any]) -> str:
    """Say how a square stands for a viewer: done, held, draft, open, closed (one's own comes first) or empty."""
    if square.own_state is not None:
        return "done" if square.own_state == "published" else "held"
    if square.draft:
        return "draft"
    if not square.answers:
        return "empty"
    return "open" if row.ended_at is not None or may_lead(viewer) or viewer.standing.moderator else "closed"


def _ending(row: Row[Any]) -> tuple[str, str]:
    """Return in words when an exercise ends or ended, and the full time; nothing where it goes on."""
    if row.ended_at is not None:
        return _("Ended %(ago)s. All answers are open.", ago=ago(row.ended_at)), full_time(row.ended_at)
    if row.closes_at is None:
        return "", ""
    if is_over(row):
        return _("Time is up. All answers open in a few minutes."), full_time(row.closes_at)
    return _("Answers are taken until %(moment)s.", moment=full_time(row.closes_at)), full_time(row.closes_at)


def square_page(
    viewer: Viewer, key: int, place: tuple[int, int], page_key: str | None, at: str | None
) -> dict[str, Any]:
    """Return what the page of a square shows, in at most six statements. Raises NotFound and CursorError."""
    row = square_row(viewer, key, place)
    page = _page_with(viewer, row.gate_id, Cursor.decode(page_key, 3) if page_key else None, key_of(at))
    keys = [found.id for found in page.rows]
    comments = comments_below(viewer, keys, key_of(at)) if keys else {}
    votes, _follows = own_state(viewer, keys + [below.id for under in comments.values() for below in under])
    base = square_address(key, place)
    posts: list[Post] = []
    for found in page.rows:
        shown = post(viewer, found, votes, f"{base}?at={found.id}#p{found.id}")
        below = [post(viewer, one, votes, f"{base}?at={one.id}#c{one.id}") for one in comments.get(found.id, ())]
        with_comments(shown, found, below)
        posts.append(shown)
    merged = [shown for shown in posts if shown.kind == "merged"]
    grid_url = KINDS["exercise"].address(key, row.title)
    return {
        "title": row.title,
        "row_name": row.row_names[place[0] - 1],
        "column_name": row.column_names[place[1] - 1],
        "cells": [shown for shown in posts if shown.kind == "cell"],
        "merged": merged[0] if merged else None,
        "credits": [_credit(found, base) for found in credits_of(viewer, row.gate_id)] if merged else [],
        "answers": row.answers,
        "answers_text": ngettext("%(num)s answer", "%(num)s answers", row.answers),
        "pager": page.links(base, "#answers"),
        "form": _form(viewer, row, base),
        "state": "open" if row.opened else _state(viewer, row, row),
        "over": is_over(row),
        "merge_url": f"{base}/merge" if may_lead(viewer) else None,
        "grid_url": grid_url,
        "crumbs": [(_("Exercises"), url_for("exercises.exercises")), (row.title, grid_url)],
    }


def _page_with(viewer: Viewer, gate: int, cursor: Cursor | None, asked_for: int | None) -> Page[Any]:
    """Return a page of a square; the one with a post that is asked for, where it is not on the first."""
    page = cells_page(viewer, gate, cursor)
    if asked_for and page.after and cursor is None and asked_for not in {row.id for row in page.rows}:
        there = cursor_at(viewer, gate, asked_for)
        page = cells_page(viewer, gate, there) if there else page
    return page


def _credit(row: Row[Any], base: str) -> dict[str, Any]:
    author = person(row.author_id, row.author_name, row.author_roles)
    return {"author": author, "url": f"{base}?at={row.cell_id}#p{row.cell_id}"}


def _form(viewer: Viewer, row: Row[Any], base: str) -> dict[str, Any] | None:
    """Return the form of one's own answer, with the draft that is kept; nothing where it is not open to the viewer."""
    if not viewer.signed_in or row.own_state is not None or not may_answer(viewer, row):
        return None
    return {
        "action": f"{base}/answer",
        "place": f"cell:{row.gate_id}",
        "body": row.draft["body"] if row.draft else "",
        "error": None,
    }
