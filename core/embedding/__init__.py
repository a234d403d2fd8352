"""Sentence vectors behind one port: texts go in, vectors of length 1 come out. Nothing heavy loads before the first."""

from pathlib import Path

from core.embedding.minilm import MiniLM
from core.embedding.ports import Embedder, EmbeddingUnavailable

__all__ = ["Embedder", "EmbeddingUnavailable", "open_embedder"]


def open_embedder(home: Path, *, on: bool = True) -> Embedder:
    """Return the model of sentences of a site; `home` keeps what it builds. Switched off, it is never ready."""
    return MiniLM(home, on=on)
