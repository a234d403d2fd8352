"""Turns title and body into what is compared; the same for stored threads and for what somebody is writing."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from contributions.similarity.terms import count_terms
from core.embedding import Embedder

if TYPE_CHECKING:
    from contributions.similarity.scoring import Described
    from core.embedding.ports import Vectors

# Raised whenever something else is learned from the same words.
VERSION = 1


class Words(NamedTuple):
    """The words of a thread, as plain text."""

    title: str
    body: str

    @property
    def digest(self) -> str:
        """Names these words, as far as this version makes the same of them."""
        return hashlib.sha256(f"{VERSION}\0{self.title}\0{self.body}".encode()).hexdigest()

    @property
    def whole(self) -> str:
        """Title and body as one text; of a long one, the model reads the beginning."""
        return f"{self.title}\n{self.body}"


def vectors_of(embedder: Embedder, texts: Sequence[Words]) -> "Vectors":
    """Return the vector of each text, float32 of shape (texts, 384). Raises EmbeddingUnavailable."""
    return embedder.embed([text.whole for text in texts])


def described(embedder: Embedder, text: Words) -> "Described":
    """Describe one text by its words, and by its meaning where the model is there."""
    from contributions.similarity.scoring import Described

    vector = vectors_of(embedder, [text])[0] if embedder.ready else None
    return Described(count_terms(text.title), count_terms(text.body), vector)
