"""How well people speak with one another about an idea, as numbers that anybody can compute again from what is said.

A reply goes from whoever wrote a comment to whoever wrote what it stands under, where these are two members.
Reciprocity is the share of pairs of members with a reply between them in which each has replied to the other. A comment
asks where a sentence of it ends with a question mark; it is answered where somebody else replied to it, or an author of
the idea or staff wrote in the thread later.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select

from accounts.models import EMPLOYEES, Role
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from core.markup import plain_text

MOST = 2000
# Question marks of all scripts that have one of their own, at the end of a word; in an address one stands within.
ASKS = re.compile(r"[?\u061f\uff1f\u037e](?=\s|$|[\"'”»)])")


class Said(NamedTuple):
    """A comment in the order of time: who wrote it, under what, whether it asks, and whether staff wrote it."""

    id: int
    author: int | None
    under: int
    asks: bool = False
    staff: bool = False


class Quality(NamedTuple):
    """How many pairs spoke, in how many both did, how many questions there were, and how many were answered."""

    pairs: int
    mutual: int
    questions: int
    answered: int


def quality(opening: Said, comments: Sequence[Said], authors: Collection[int | None]) -> Quality:
    """Measure a thread.

    Check value: B asks A, A replies to B, C asks A and hears nothing: 2 pairs, 1 mutual, 2 questions, 1 answered.
    """
    writers = {said.id: said.author for said in (opening, *comments)}
    replies = {(said.author, writers.get(said.under)) for said in comments}
    known = {(one, other) for one, other in replies if one and other and one != other}
    asked = [said for said in comments if said.asks]
    return Quality(
        pairs=len({frozenset(pair) for pair in known}),
        mutual=sum((other, one) in known for one, other in known) // 2,
        questions=len(asked),
        answered=sum(any(_answers(later, said, authors) for later in comments) for said in asked),
    )


def _answers(later: Said, question: Said, authors: Collection[int | None]) -> bool:
    if later.id <= question.id or later.author == question.author:
        return False
    return later.under == question.id or later.staff or (later.author is not None and later.author in authors)


def quality_of(viewer: Viewer, idea_id: int, author_id: int | None, authors: Collection[int | None]) -> Quality:
    """Measure the thread of an idea, of what a viewer may see, up to its 2 000th comment: one statement."""
    columns = (Contribution.id, Contribution.author_id, Contribution.parent_id, Contribution.author_roles)
    statement = select(*columns, Contribution.html).where(Contribution.thread_id == idea_id, listed_to(viewer))
    rows = read(statement.order_by(Contribution.id).limit(MOST), {"viewer_id": viewer.id}).all()
    comments = [
        Said(
            row.id,
            row.author_id,
            row.parent_id,
            bool(ASKS.search(plain_text(row.html))),
            bool((row.author_roles or Role.NONE) & EMPLOYEES),
        )
        for row in rows
    ]
    return quality(Said(idea_id, author_id, 0), comments, authors)
