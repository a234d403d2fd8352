"""Pieces of pages that are rendered once and kept in memory: the frame around every page, and what lists repeat.

A kept piece is found by everything that it was made of, so it can never be out of date; it can only be forgotten.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import Flask, current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from core.translation import locale

MOST_FRAMES = 1000
MOST_PIECES = 2000
LARGEST_PIECE = 20_000


class Fragments:
    """Rendered pieces, the least lately used of which are forgotten."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self.lock = Lock()

    def of(self, key: Hashable, make: Callable[[], Markup]) -> Markup:
        """Return the piece of a key, made now where it is not kept."""
        with self.lock:
            piece = self.kept.get(key)
            if piece is not None:
                self.kept.move_to_end(key)
                return piece
        piece = make()
        if len(piece) <= LARGEST_PIECE:
            self._keep(key, piece)
        return piece

    def _keep(self, key: Hashable, piece: Markup) -> None:
        with self.lock:
            self.kept[key] = piece
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


def register(app: Flask) -> None:
    """Give templates `frame(name)` for whole templates that know only the reader, and `kept(macro, thing, labels)`."""
    frames, pieces = Fragments(MOST_FRAMES), Fragments(MOST_PIECES)

    @pass_context
    def frame(context: Context, name: str) -> Markup:
        viewer, current = context.get("viewer"), context.get("current", "")
        return frames.of((name, locale(), viewer, current), lambda: _rendered(name, viewer, current))

    def kept(macro: Any, thing: Any, labels: Any) -> Markup:
        """Call a macro with a thing that has a `key()` of all that is shown of it, unless that was done before."""
        # The living page of components shows plain mappings, which have no key.
        if isinstance(thing, dict):
            return Markup(macro(thing, labels))  # noqa: S704
        return pieces.of((macro.name, thing.key(), labels["key"]), lambda: macro(thing, labels))

    app.jinja_env.globals.update(frame=frame, kept=kept)


def _rendered(name: str, viewer: Any, current: str) -> Markup:
    template = current_app.jinja_env.get_template(name)
    return Markup(template.render(viewer=viewer, current=current))  # noqa: S704
