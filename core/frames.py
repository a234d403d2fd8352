"""The frame around every page (header and footer), rendered once for each language and reader and kept in memory."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from flask import Flask, current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from core.translation import locale

MOST_FRAMES = 2000


class Frames:
    """Rendered frames, the least lately used of which are forgotten."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[Any, ...], Markup] = OrderedDict()
        self.lock = Lock()

    def of(self, name: str, viewer: Any, current: str) -> Markup:
        """Return a template rendered for a reader, with one place of the navigation marked as current."""
        key = (name, locale(), viewer, current)
        with self.lock:
            frame = self.kept.get(key)
            if frame is not None:
                self.kept.move_to_end(key)
                return frame
        frame = self._rendered(name, viewer, current)
        with self.lock:
            self.kept[key] = frame
            while len(self.kept) > MOST_FRAMES:
                self.kept.popitem(last=False)
        return frame

    def _rendered(self, name: str, viewer: Any, current: str) -> Markup:
        template = current_app.jinja_env.get_template(name)
        return Markup(template.render(viewer=viewer, current=current))  # noqa: S704


def register(app: Flask) -> None:
    """Give templates `frame(name)`."""
    frames = Frames()

    @pass_context
    def frame(context: Context, name: str) -> Markup:
        return frames.of(name, context.get("viewer"), context.get("current", ""))

    app.jinja_env.globals["frame"] = frame
