"""The history of a contribution, and what changed from one wording to the next."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution, Revision
from contributions.queries import contribution_for
from core.database import db, read
from core.paging import Cursor, Order, Page, page_of

PAGE = 20


@dataclass(frozen=True)
class Change:
    """A piece of text that stayed (`same`), was taken out (`removed`) or put in (`added`)."""

    kind: str
    text: str


def history_page(viewer: Viewer, key: int, after: str | None) -> tuple[Contribution, Page[Row[Any]]]:
    """Return a contribution and its revisions, the latest first. Raises NotFound, also where it has been taken down."""
    contribution = contribution_for(viewer, key)
    cursor = Cursor.decode(after, 1) if after else None
    statement = (
        select(Revision.number, Revision.comment, Revision.created_at, Revision.editor_id, Member.name.label("editor"))
        .outerjoin(Member, Member.id == Revision.editor_id)
        .where(Revision.contribution_id == key)
    )
    rows = read(Order((Revision.number,)).apply(statement, cursor, PAGE)).all()
    return contribution, page_of(rows, cursor, PAGE, lambda row: (row.number,))


def revision_pair(
    viewer: Viewer, key: int, number: int, against: int | None = None
) -> tuple[Contribution, Revision | None, Revision]:
    """Return a contribution, a revision of it, and another: by default the one before, None for the first.

    Raises NotFound.
    """
    contribution, other = contribution_for(viewer, key), number - 1 if against is None else against
    wanted = select(Revision).where(Revision.contribution_id == key, Revision.number.in_((other, number)))
    found = {revision.number: revision for revision in db.session.scalars(wanted)}
    if number not in found or (against is not None and against not in found):
        raise NotFound
    return contribution, found.get(other), found[number]


def changes(before: str, after: str) -> list[Change]:
    """Return what changed between two texts, word by word."""
    old, new = _pieces(before), _pieces(after)
    found: list[Change] = []
    for deed, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            found.append(Change("same", "".join(old[a:b])))
            continue
        found += [Change("removed", "".join(old[a:b]))] if b > a else []
        found += [Change("added", "".join(new[c:d]))] if d > c else []
    return found


def _pieces(text: str) -> Sequence[str]:
    """Cut a text into words with the space behind them; long texts into lines, so that comparing stays quick."""
    if len(text) > 8000:
        return text.splitlines(keepends=True)
    return re.findall(r"\S+\s*|\s+", text)
