"""This process's copy of what was learned: read on first use, then kept in step with what is learned since."""

import threading
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import func, select

from contributions.models import Contribution
from contributions.similarity.models import Likeness
from core.database import read

if TYPE_CHECKING:
    from contributions.similarity.corpus import Corpus, Learned

# With more threads than this, the newest are compared: 20 000 take about 40 MB.
MOST = 40_000
CHUNK = 500
PATIENCE = 1.0


class Copy:
    """The copy of one application, looked at every `patience` seconds. Whoever uses the corpus holds the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._corpus: Corpus | None = None
        self._kinds: dict[str, int] = {}
        self._seen: Any = None
        self._looked = 0.0
        self.patience = PATIENCE

    def number_of(self, kind: str) -> int:
        """Return the number by which the corpus knows a kind."""
        return self._kinds.setdefault(kind, len(self._kinds))

    def refreshed(self) -> "Corpus":
        """Return the corpus as it stands in the database, looked at again at most once a second."""
        if self._corpus is None:
            from contributions.similarity.corpus import Corpus

            self._corpus = Corpus()
        if time.monotonic() - self._looked >= self.patience:
            self._look(self._corpus)
            self._looked = time.monotonic()
        return self._corpus

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self._corpus, self._seen, self._looked = None, None, 0.0

    def _look(self, corpus: "Corpus") -> None:
        seen = read(select(func.count(), func.max(Likeness.learned_at)).select_from(Likeness)).one()
        if seen == self._seen:
            return
        newest = select(Likeness.contribution_id, Likeness.learned_at).order_by(Likeness.contribution_id.desc())
        stands: dict[int, int] = dict(tuple(row) for row in read(newest.limit(MOST)))
        known = corpus.known
        corpus.remove(known.keys() - stands.keys())
        changed = sorted(key for key, stamp in stands.items() if known.get(key) != stamp)
        for begin in range(0, len(changed), CHUNK):
            corpus.add(self._rows(changed[begin : begin + CHUNK]))
        self._seen = seen

    def _rows(self, keys: Sequence[int]) -> "Iterator[Learned]":
        from contributions.similarity.corpus import Learned

        statement = (
            select(
                Likeness.contribution_id,
                Likeness.learned_at,
                Contribution.kind,
                Contribution.space_id,
                Contribution.created_at,
                Likeness.terms,
                Likeness.vector,
            )
            .join(Contribution, Contribution.id == Likeness.contribution_id)
            .where(Likeness.contribution_id.in_(keys))
        )
        for key, stamp, kind, space, created_at, *rest in read(statement):
            yield Learned(key, stamp, self.number_of(kind), space, in_moments(created_at), *rest)


def in_moments(time: datetime) -> int:
    """Return a time as the corpus counts it, in milliseconds since 1970."""
    return int(1000 * time.timestamp())


def copy_of(app: Flask) -> Copy:
    """Return the copy of an application."""
    found: Copy = app.extensions["likeness"]
    return found


def current_copy() -> Copy:
    """Return the copy of the current application."""
    return copy_of(current_app)
