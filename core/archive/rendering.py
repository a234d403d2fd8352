"""Renders the Markdown of an import, in processes of its own where there is much of it; that is where the time goes."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import NamedTuple, Self

from core import markup

PROCESSES = 2
WORTH_PROCESSES = 3000
PIECE = 50


class Rendered(NamedTuple):
    """What a text became."""

    html: str
    excerpt: str


def render_all(texts: Sequence[str]) -> list[Rendered]:
    """Render texts one after the other."""
    return [_rendered(text) for text in texts]


class Renderer:
    """Renders lists of texts, ahead of need where it has processes for it."""

    def __init__(self, expected: int) -> None:
        self.pool: Executor | None = None
        if expected >= WORTH_PROCESSES:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            spawning = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(PROCESSES, spawning, initializer=_end_with_parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def begin(self, texts: Sequence[str]) -> "Pending":
        """Begin to render texts."""
        if self.pool is None:
            return Pending(texts, [])
        pieces = [texts[start : start + PIECE] for start in range(0, len(texts), PIECE)]
        return Pending((), [self.pool.submit(render_all, piece) for piece in pieces])


class Pending(NamedTuple):
    """Texts that are being rendered."""

    texts: Sequence[str]
    pieces: list[Future[list[Rendered]]]

    def result(self) -> list[Rendered]:
        """Return what the texts became, when it is done."""
        return [done for piece in self.pieces for done in piece.result()] or render_all(self.texts)


def _end_with_parent() -> None:
    """End this process when the one that began it is gone, even killed."""
    threading.Thread(target=_wait_and_end, name="end with parent", daemon=True).start()


def _wait_and_end() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _rendered(text: str) -> Rendered:
    html = markup.render(text)
    return Rendered(html, markup.excerpt(markup.plain_text(html)))
