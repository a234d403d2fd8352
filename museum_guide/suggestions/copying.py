"""This process's copy of what suggestions are made from, read on first use and again when the worker made it anew."""

import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from core.database import read
from museum_guide.suggestions.models import SuggestionGround

if TYPE_CHECKING:
    from museum_guide.suggestions.collection import Collection

PATIENCE = 10.0


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
        made_at = read(select(SuggestionGround.made_at)).scalar_one_or_none()
        if made_at is None:
            self.collection = None
        elif made_at != self.made_at:
            from museum_guide.suggestions.collection import Collection

            self.collection = Collection.unpack(read(select(SuggestionGround.packed)).scalar_one())
        self.made_at = made_at


def current_copy() -> Copy:
    """Return the copy of the current application."""
    copy: Copy = current_app.extensions["suggestions"]
    return copy
