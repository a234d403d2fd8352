"""The port: what the site asks of a search engine, and what it gets back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.paging import Cursor, CursorError
from core.search.documents import SearchDocument
from core.search.planning import Manner
from core.search.query import SearchQuery

_IDENTITIES = 1 << 63
_MANNERS = range(4)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document that was found; hits are in falling order of (score, id)."""

    id: int
    score: float
    kind: str
    thread: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits.

    `total` counts all that the reader may see, or the first so many where `total_is_exact` is false. `after` is the
    key of the next page. `suggestion` is the corrected text where a word was not found and its neighbours were
    searched. `relaxed` says that nothing held every word, so that these hits hold most of them. `searched` is the
    query as it was carried out, for snippets.
    """

    hits: Sequence[SearchHit]
    total: int
    total_is_exact: bool
    after: str | None
    suggestion: str | None
    relaxed: bool
    searched: SearchQuery


@dataclass(frozen=True, slots=True)
class PageKey:
    """Where a page begins: below this score and id, for a query taken in this manner."""

    manner: Manner
    score: float
    id: int

    def encode(self) -> str:
        """Return the key as text for an address."""
        return Cursor((int(self.manner), self.score, self.id)).encode()

    @classmethod
    def decode(cls, text: str | None) -> "PageKey | None":
        """Read a key that `encode` made. Raises CursorError (a ValueError) for any other text."""
        if text is None:
            return None
        manner, score, identity = Cursor.decode(text, 3).key
        if not isinstance(identity, int) or abs(identity) >= _IDENTITIES or manner not in _MANNERS:
            raise CursorError
        return cls(Manner(int(manner)), float(score), identity)


class SearchPort(Protocol):
    """A full-text index of documents. Every method may be called from any thread and any process."""

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is no index yet, or one that an older version or another choice of languages made."""

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, each in place of an older one of its id, in one commit; doing so twice changes nothing."""

    def remove(self, ids: Iterable[int]) -> None:
        """Remove documents, in one commit; unknown ids are passed over."""

    def search(
        self,
        query: SearchQuery,
        spaces: Collection[int] | None,
        limit: int = 20,
        after: str | None = None,
        *,
        collapse_threads: bool = False,
    ) -> SearchPage:
        """Find what the reader of these spaces may see (None: of all); with `collapse_threads` each thread's best hit.

        Raises CursorError where `after` is no key of a page.
        """

    def count(self) -> int:
        """Return how many documents are in the index."""

    def ids(self, after: int, limit: int) -> Sequence[int]:
        """Return up to `limit` ids greater than `after`, rising."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Build anew beside the live index, then change over at once.

        What is indexed or removed meanwhile, by this or another process, wins over what `documents` gives.
        """

    def optimise(self) -> None:
        """Make searches quicker and give room back; for a quiet hour."""

    def refresh(self) -> None:
        """See what other processes have committed; searching does so by itself within two seconds."""
