"""Which threads are most like one that is learned already: for the worker, whoever may see them."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from contributions.models import Contribution
from contributions.similarity.copying import current_copy, in_moments
from contributions.similarity.models import Likeness
from core.database import read

if TYPE_CHECKING:
    from contributions.similarity.scoring import Described


def neighbours(key: int, kinds: tuple[str, ...], limit: int, least: float) -> dict[int, float]:
    """Return the threads of these kinds that are most like a learned one, with scores; empty where it is not.

    They are of all spaces: whoever shows them asks what the reader may see.
    """
    from contributions.similarity.ordering import best

    statement = (
        select(Likeness.terms, Likeness.vector, Contribution.created_at)
        .join(Contribution, Contribution.id == Likeness.contribution_id)
        .where(Likeness.contribution_id == key)
    )
    learned = read(statement).one_or_none()
    if learned is None:
        return {}
    copy = current_copy()
    with copy.lock:
        corpus = copy.refreshed()
        if not len(corpus):
            return {}
        wanted = np.isin(corpus.kinds.values, [copy.number_of(kind) for kind in kinds])
        others = corpus.alive.values & wanted & (corpus.ids.values != key)
        text = _described(learned.terms, learned.vector)
        return best(corpus, text, others, limit, least, in_moments(learned.created_at))


def _described(terms: bytes, vector: bytes) -> "Described":
    from contributions.similarity.corpus import ENTRY
    from contributions.similarity.scoring import Described

    entries = np.frombuffer(terms, dtype=ENTRY)
    title, body = (
        Counter[int](dict(zip(entries["bucket"].tolist(), entries[part].tolist(), strict=True)))
        for part in ("title", "body")
    )
    return Described(+title, +body, np.frombuffer(vector, dtype=np.float32) if vector else None)
