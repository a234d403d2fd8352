"""This process's copy of what suggestions are made from, read on first use and again when the worker made it anew."""

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import case, literal, select

from core.database import read
from museum_guide.suggestions.models import SuggestionGround

if TYPE_CHECKING:
    from museum_guide.suggestions.collection import Collection

PATIENCE = 10.0
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Copy:
    """The copy of one application. A collection is never changed, so it may be used while the next one is read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.collection: Collection | None = None
        self.made_at: datetime | None = None
        self.looked = -PATIENCE

    def current(self) -> "Collection | None":
        """Return the collection as it was laid down last, looked for every ten seconds; None before the first."""
        with self.lock:
            if self.collection is None or time.monotonic() - self.looked >= PATIENCE:
                self._look()
                self.looked = time.monotonic()
            return self.collection

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self.collection, self.made_at = None, None

    def _look(self) -> None:
        known = literal(self.made_at or NEVER, SuggestionGround.made_at.type)
        changed = case((SuggestionGround.made_at != known, SuggestionGround.packed))
        row = read(select(SuggestionGround.made_at, changed.label("packed"))).one_or_none()
        if row is None:
            self.collection, self.made_at = None, None
        elif row.packed is not None:
            from museum_guide.suggestions.collection import Collection

            self.collection, self.made_at = Collection.unpack(row.packed), row.made_at


def current_copy() -> Copy:
    """Return the copy of the current application."""
    copy: Copy = current_app.extensions["suggestions"]
    return copy
