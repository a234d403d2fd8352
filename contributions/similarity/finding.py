"""The rule: which threads, of those that a viewer may see, are most like what somebody writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from accounts.viewers import Viewer
from contributions.kinds import KINDS, kinds_helping
from contributions.models import Contribution, Space
from contributions.searching import state_words
from contributions.similarity.copying import Copy, current_copy
from contributions.similarity.describing import Words, described
from contributions.similarity.learning import embedder
from contributions.visibility import listed_to, readable_by
from core.database import db, read

# Below CLOSE nothing is shown while somebody writes; from SAME on the writer is asked before the thread is posted.
CLOSE = 0.45
SAME = 0.65
# How many more candidates are taken from the copy than are wanted, as the database may turn some of them down.
SURPLUS = 4


@dataclass(frozen=True, slots=True)
class Similar:
    """A thread that is like what somebody writes; higher scores are shown first, `states` are the words of search."""

    id: int
    kind: str
    title: str
    url: str
    score: float
    replies: int
    states: frozenset[str]


def similar_to(viewer: Viewer, kind: str, words: Words, limit: int = 5, least: float = CLOSE) -> list[Similar]:
    """Return the threads of a kind, and what helps there, that are most like these words, best first.

    None is less like them than `least`; among those that are, nearness in time counts too (`similarity.ordering`).
    The copy of what was learned chooses within the spaces that the viewer may read; the database has the last word on
    every thread.
    """
    if not words.title.strip():
        return []
    spaces = db.session.scalars(select(Space.id).where(readable_by(viewer))).all()
    found = _candidates(current_copy(), kind, words, spaces, limit * SURPLUS, least)
    rows = _rows(viewer, list(found)) if found else []
    places = {key: place for place, key in enumerate(found)}
    rows = sorted(rows, key=lambda row: places[row.id])[:limit]
    states = state_words([row.id for row in rows]) if rows else {}
    return [
        Similar(
            id=row.id,
            kind=row.kind,
            title=row.title,
            url=KINDS[row.kind].address(row.id, row.title),
            score=found[row.id],
            replies=row.reply_count,
            states=frozenset(states.get(row.id, ())),
        )
        for row in rows
    ]


def _candidates(
    copy: Copy, kind: str, words: Words, spaces: Sequence[int], limit: int, least: float
) -> dict[int, float]:
    import numpy as np

    from contributions.similarity.ordering import best

    text = described(embedder(), words)
    with copy.lock:
        corpus = copy.refreshed()
        if not len(corpus):
            return {}
        kinds = [copy.number_of(name) for name in kinds_helping(kind)]
        allowed = corpus.alive.values & np.isin(corpus.kinds.values, kinds) & np.isin(corpus.spaces.values, spaces)
        return best(corpus, text, allowed, limit, least)


def _rows(viewer: Viewer, keys: Sequence[int]) -> Sequence[Any]:
    statement = select(Contribution.id, Contribution.kind, Contribution.title, Contribution.reply_count)
    return read(statement.where(Contribution.id.in_(keys), listed_to(viewer))).all()
