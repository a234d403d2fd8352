"""The port: what the site asks of a model of sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSIONS = 384


class EmbeddingUnavailable(Exception):
    """There is no model of sentences here (yet); the message says what is missing."""


class Embedder(Protocol):
    """Turns texts into vectors that lie near one another where the texts mean the same."""

    @property
    def digest(self) -> str:
        """Names the model: vectors of another digest cannot be compared with these."""

    @property
    def ready(self) -> bool:
        """Whether `embed` would answer, found out without loading anything."""

    def prepare(self) -> None:
        """Build what `embed` needs, unless it is there. Raises EmbeddingUnavailable where that is not possible."""

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one row of length 1 for each text, float32 of shape (texts, 384); a row does not depend on the others.

        Only the beginning of a long text is read. Raises EmbeddingUnavailable where the model is not there.
        """
