"""The embedded search engine: the port over Whoosh's folder, for a site on one machine."""

import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path

from core.search.analysis import ANALYSER_VERSION, DEFAULT_LANGUAGES
from core.search.documents import SearchDocument
from core.search.on_whoosh.folders import IndexFolders, Pointer
from core.search.on_whoosh.journals import Change, append, read
from core.search.on_whoosh.layout import SCHEMA_VERSION, WORD
from core.search.on_whoosh.segments import StoredSegment, generation, open_segments
from core.search.on_whoosh.writing import commit_to, create
from core.search.planning import ENOUGH, Manner, Plan, plans
from core.search.ports import PageKey, SearchHit, SearchPage
from core.search.query import SearchQuery
from core.search.ranking import TEXT, TITLE, Deadline, Match, best_of_threads, matches, page_of, weights_of
from core.search.spelling import closest, vocabulary

REFRESH_SECONDS = 2.0
SEARCH_SECONDS = 2.0
# A word that this many documents brought in stays in the vocabulary when one of them goes.
_WORD_COPIES = 3
_MOST_WORDS = 300_000
_ATTEMPTS = 5
_log = logging.getLogger(__name__)


class _Words:
    """Which words of documents are still to be put into the vocabulary."""

    def __init__(self, struck: int = 0) -> None:
        self._counts: dict[str, int] = {}
        self._struck = struck

    def missing(self, document: SearchDocument, segments: Sequence[StoredSegment]) -> list[str]:
        if len(self._counts) > _MOST_WORDS:
            self._counts.clear()
        return [word for word in vocabulary(document.title, document.body) if self._is_missing(word, segments)]

    def _is_missing(self, word: str, segments: Sequence[StoredSegment]) -> bool:
        count = self._counts.get(word)
        if count is None:
            # Any document that is struck out may have been one that brought the word in.
            count = sum(segment.frequency(WORD, word) for segment in segments) - self._struck
            count -= sum(len(segment.deleted) for segment in segments)
        self._counts[word] = count + 1
        return count < _WORD_COPIES


class _Lexicon:
    """What single words are in the open segments; see `planning.Lexicon`."""

    def __init__(self, segments: Sequence[StoredSegment]) -> None:
        self._segments = segments

    def visible(self, words: Sequence[tuple[str, ...]], spaces: Collection[int] | None) -> list[int]:
        return [self._count(terms, spaces) for terms in words]

    def _count(self, terms: tuple[str, ...], spaces: Collection[int] | None) -> int:
        found = (self._visible_in(segment, term, spaces) for segment in self._segments for term in terms)
        return sum(1 for _ in islice(chain.from_iterable(found), ENOUGH))

    @staticmethod
    def _visible_in(segment: StoredSegment, term: str, spaces: Collection[int] | None) -> Iterator[int]:
        for numbers, _ in segment.blocks(TEXT, term):
            for number in numbers:
                if number not in segment.deleted and (spaces is None or segment.spaces[number] in spaces):
                    yield number

    def near(self, word: str) -> list[tuple[int, str]]:
        return closest(word, {other for segment in self._segments for other in segment.near(word)})


class WhooshSearch:
    """The port over a folder of its own. Segments never change, so that threads search them side by side."""

    def __init__(self, root: Path, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> None:
        self._folders = IndexFolders(root)
        self._languages = languages
        self._version = f"{SCHEMA_VERSION}.{ANALYSER_VERSION}.{'+'.join(languages)}"
        self._lock = threading.RLock()
        self._opened: tuple[str, int] | None = None
        self._segments: tuple[StoredSegment, ...] = ()
        self._checked = 0.0
        self._unreadable: str | None = None
        self._words = _Words()

    @property
    def needs_rebuild(self) -> bool:
        """Whether there is no complete index of this version."""
        pointer = self._folders.pointer()
        if pointer is None or pointer.version != self._version or not pointer.is_complete:
            return True
        self.refresh()
        return pointer.folder == self._unreadable

    def _readable(self) -> Pointer | None:
        """Return the pointer where this version can read the folder, whatever analyser filled it."""
        pointer = self._folders.pointer()
        if pointer is None or pointer.folder == self._unreadable:
            return None
        return pointer if pointer.version.split(".")[0] == str(SCHEMA_VERSION) else None

    def refresh(self) -> None:
        """See what was committed last, by whatever process."""
        with self._lock:
            for attempt in range(_ATTEMPTS):
                try:
                    self._open()
                    break
                except Exception:
                    # The folder was swapped, or a segment merged away, between reading its name and opening it. An
                    # index that stays unreadable is as good as none: the site goes on and asks for a rebuild.
                    if attempt == _ATTEMPTS - 1:
                        self._give_up()
                    time.sleep(0.02)
            self._checked = time.monotonic()

    def _give_up(self) -> None:
        pointer = self._folders.pointer()
        _log.exception("The search index cannot be read and must be rebuilt.")
        self._unreadable = pointer.folder if pointer else None
        self._opened, self._segments = None, ()

    def _open(self) -> None:
        pointer = self._readable()
        if pointer is None:
            self._opened, self._segments = None, ()
            return
        folder = self._folders.root / pointer.folder
        state = (pointer.folder, generation(folder))
        if state != self._opened:
            known = self._segments if self._opened and self._opened[0] == pointer.folder else ()
            self._segments, self._opened = open_segments(folder, known), state

    def _current(self) -> tuple[StoredSegment, ...]:
        """Return the segments to search, which stay as they are for whoever holds them."""
        if time.monotonic() - self._checked > REFRESH_SECONDS:
            self.refresh()
        return self._segments

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add or replace documents in one commit; of two with one id the later counts."""
        latest = {document.id: document for document in documents}
        self._write(latest.keys(), latest.values())

    def remove(self, ids: Iterable[int]) -> None:
        """Strike out documents in one commit."""
        self._write(set(ids), ())

    def _write(self, struck: Collection[int], documents: Collection[SearchDocument]) -> None:
        if not struck:
            return
        with self._folders.writing():
            if self._folders.is_rebuilding():
                for journal in self._folders.journals():
                    append(journal, Change(frozenset(struck), tuple(documents)))
            pointer = self._readable() or self._begin()
            self.refresh()
            segments = self._segments
            with commit_to(self._folders.root / pointer.folder, self._languages) as writer:
                gone = writer.strike(struck, segments)
                if gone:
                    self._words = _Words(gone)
                for document in documents:
                    writer.add(document, self._words.missing(document, segments))
            self.refresh()

    def _begin(self) -> Pointer:
        pointer = Pointer(self._folders.new_name(), self._version, is_complete=False)
        create(self._folders.root / pointer.folder)
        self._folders.point(pointer)
        return pointer

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Build in a new folder while searches and writes go on, then point to it. `documents` must be read lazily."""
        with self._folders.rebuilding():
            name = self._folders.new_name()
            folder = self._folders.root / name
            with self._folders.writing():
                live = self._folders.pointer()
                self._folders.sweep(live.folder if live else None)
                self._folders.journal(name).touch()
            create(folder)
            self._fill(folder, documents)
            with self._folders.writing():
                self._catch_up(folder, self._folders.journal(name))
                self._folders.point(Pointer(name, self._version, is_complete=True))
                self._folders.sweep(name)
                self._words = _Words()
                self.refresh()

    def _fill(self, folder: Path, documents: Iterable[SearchDocument]) -> None:
        words, seen = _Words(), set[int]()
        with commit_to(folder, self._languages) as writer:
            for document in documents:
                if document.id not in seen:
                    seen.add(document.id)
                    writer.add(document, words.missing(document, ()))

    def _catch_up(self, folder: Path, journal: Path) -> None:
        for change in read(journal):
            with commit_to(folder, self._languages) as writer:
                writer.strike(change.struck, open_segments(folder))
                for document in change.documents:
                    writer.add(document, vocabulary(document.title, document.body))

    def optimise(self) -> None:
        """Merge all segments into one and drop struck-out documents."""
        with self._folders.writing():
            self.refresh()
            pointer = self._readable()
            if pointer and (len(self._segments) > 1 or any(segment.deleted for segment in self._segments)):
                with commit_to(self._folders.root / pointer.folder, self._languages, merge_all=True):
                    pass
                self.refresh()

    def count(self) -> int:
        """Return how many documents there are."""
        return sum(len(segment.ids) - len(segment.deleted) for segment in self._current())

    def ids(self, after: int, limit: int) -> Sequence[int]:
        """Return ids greater than `after`, rising."""
        live = (
            identity
            for segment in self._current()
            for number, identity in enumerate(segment.ids)
            if identity > after and number not in segment.deleted
        )
        return nsmallest(limit, live)

    def search(
        self,
        query: SearchQuery,
        spaces: Collection[int] | None,
        limit: int = 20,
        after: str | None = None,
        *,
        collapse_threads: bool = False,
    ) -> SearchPage:
        """See `SearchPort.search`."""
        key, deadline = PageKey.decode(after), Deadline(SEARCH_SECONDS)
        segments = self._current()
        found: list[Match] = []
        tried = plans(query, spaces, _Lexicon(segments), self._languages, key.manner if key else None)
        for planned in tried if not query.is_empty else islice(tried, 1):
            found = [] if query.is_empty else _found(segments, planned.plan, deadline)
            if found:
                break
        if collapse_threads:
            found = best_of_threads(found)
        hits, following = _page(found, segments, key, limit, planned.manner)
        return SearchPage(
            hits=hits,
            total=len(found),
            total_is_exact=not deadline.passed,
            after=following,
            suggestion=planned.searched.text if found and planned.searched.text != query.text else None,
            relaxed=planned.plan.is_relaxed and bool(found),
            searched=planned.searched if found else query,
        )


def _found(segments: Sequence[StoredSegment], plan: Plan, deadline: Deadline) -> list[Match]:
    weights = weights_of(segments, (*plan.words, *plan.phrases), TITLE if plan.in_title else TEXT)
    found: list[Match] = []
    for place, segment in enumerate(segments):
        found += matches(place, segment, plan, weights, deadline)
    return found


def _page(
    found: list[Match], segments: Sequence[StoredSegment], key: PageKey | None, limit: int, manner: Manner
) -> tuple[list[SearchHit], str | None]:
    """Return the hits of one page and the key of the next."""
    best = page_of(found, key, limit)
    hits = [
        SearchHit(identity, score, segments[place].kind(number), thread)
        for score, identity, thread, place, number in best[:limit]
    ]
    return hits, PageKey(manner, hits[-1].score, hits[-1].id).encode() if len(best) > limit and hits else None
