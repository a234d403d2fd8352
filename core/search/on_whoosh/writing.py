"""Writes an index: one commit at a time, by one process."""

import marshal
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from core.search.documents import TITLE_AT, TITLE_MOST, SearchDocument, boost, entries, length_norm, marks, stamp
from core.search.on_whoosh.layout import FACTS_LAYOUT, INDEX_NAME, SCHEMA, Codec
from core.search.on_whoosh.segments import StoredSegment, raw_blocks
from core.search.on_whoosh.whoosh import FileIndex, FileStorage, PostingPool, SegmentReader, SegmentWriter

Posting = tuple[str, bytes, int, float, bytes]
# Postings kept in memory while sorting, about 200 bytes each; the rest waits on disk.
_POOLED = 500_000
# Eight segments of a size become one, so that there are few; what would take longer than seconds waits for optimise().
_TIER = 8
_LARGEST_MERGE = 5_000


class _Pool(PostingPool):  # type: ignore[misc]
    """Whoosh's sorter of postings with a limit in postings and runs on disk that are read by the thousand."""

    def add(self, item: Posting) -> None:
        """Take a posting; Whoosh's own weighs each, which costs more than keeping it."""
        self.fieldnames.add(item[0])
        self.current.append(item)
        if len(self.current) >= _POOLED:
            self.save()

    def _write_run(self, file: Any, items: Iterable[Posting]) -> None:
        remaining = iter(items)
        while several := list(islice(remaining, 1000)):
            marshal.dump(several, file)
        file.close()

    def _read_run(self, path: str) -> Iterator[Posting]:
        with closing(self._open_run(path)) as file:
            while True:
                try:
                    yield from marshal.load(file)  # noqa: S302 - written by this very process
                except EOFError:
                    break
        self._remove_run(path)


def create(folder: Path) -> None:
    """Make an empty index in a new folder."""
    folder.mkdir(parents=True)
    FileIndex.create(FileStorage(str(folder)), SCHEMA, INDEX_NAME)


class _MergedReader(SegmentReader):  # type: ignore[misc]
    """A segment that is taken up into another; Whoosh's own reader steps from posting to posting."""

    def iter_postings(self) -> Iterator[Posting]:
        """Yield the postings of documents that were not struck out."""
        gone = frozenset(self.segment().deleted_docs())
        for field, term in self._terms.terms():
            for numbers, weights, payloads in raw_blocks(self._terms, field, term):
                counts = weights if isinstance(weights, tuple) else repeat(1.0 if weights is None else weights)
                for number, count, payload in zip(numbers, counts, payloads or repeat(b""), strict=False):
                    if number not in gone:
                        yield field, term, number, count, payload


def _tiered(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy: take up segments of like size when there are many, into the segment that is being written."""
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        tiers[max(segment.doc_count_all(), 1).bit_length() // 3].append(segment)
    many = [tier for tier in tiers.values() if len(tier) >= _TIER]
    quick = [tier for tier in many if sum(segment.doc_count_all() for segment in tier) <= _LARGEST_MERGE]
    return _merged(writer, segments, [segment for tier in quick for segment in tier])


def _everything(writer: Any, segments: list[Any]) -> list[Any]:
    return _merged(writer, segments, segments)


def _merged(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    for segment in chosen:
        if segment.doc_count_all() > segment.deleted_count():
            reader = _MergedReader(writer.storage, SCHEMA, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in chosen]


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left and Whoosh does not clean: half-written tables of contents, sorting runs."""
    for stray in [*folder.glob(f"_{INDEX_NAME}_*.toc.*"), *folder.glob("*.tmp/*")]:
        stray.unlink(missing_ok=True)


def _terms(document: SearchDocument, languages: tuple[str, ...]) -> tuple[list[tuple[str, float, bytes]], ...]:
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, array[int]] = defaultdict(lambda: array("H"))
    title: dict[str, array[int]] = defaultdict(lambda: array("H"))
    for terms, position, weight in entries(document, languages):
        for term in terms:
            weights[term] += weight
            places[term].append(position)
            if position < TITLE_AT + TITLE_MOST:
                title[term].append(position)
    return (
        [(term, weights[term], packed.tobytes()) for term, packed in places.items()],
        [(term, 1.0, packed.tobytes()) for term, packed in title.items()],
    )


def _facts(document: SearchDocument, length: int) -> bytes:
    kind = document.kind.encode()
    numbers = (document.id, document.thread, document.space, stamp(document.created), document.score)
    return FACTS_LAYOUT.pack(*numbers, length_norm(length), boost(document), kind)


class FolderWriter:
    """One commit to the index of a folder; whoever makes it sees to it that there is no other."""

    def __init__(self, folder: Path, languages: tuple[str, ...]) -> None:
        _sweep(folder)
        index = FileIndex(FileStorage(str(folder)), SCHEMA, INDEX_NAME)
        # Without its lock: ours is held already, and one that a failed commit leaves behind would be there to stay.
        self._writer = SegmentWriter(index, codec=Codec(), _lk=False)
        self._writer.pool = _Pool(self._writer.temp_storage(), self._writer.newsegment)
        self._languages = languages

    def strike(self, ids: Collection[int], segments: Iterable[StoredSegment]) -> int:
        """Strike out documents that were committed before, and return how many there were."""
        opened, struck = {segment.name: segment for segment in segments}, 0
        for stored in self._writer.segments:
            for number, identity in enumerate(opened[stored.segment_id()].ids):
                if identity in ids:
                    stored.delete_document(number)
                    struck += 1
        return struck

    def add(self, document: SearchDocument, words: Iterable[str]) -> None:
        """Add a document that is not there, and words for the vocabulary."""
        text, title = _terms(document, self._languages)
        length = sum(len(payload) for _, _, payload in text) // 2
        listed = [(term, 1.0, b"") for term in marks(document)]
        vocabulary = [(word, 1.0, b"") for word in words]
        self._writer.add_document(text=text, title=title, mark=listed, word=vocabulary, facts=_facts(document, length))

    def commit(self, *, merge_all: bool) -> None:
        """Make it so, at once for every reader."""
        self._writer.commit(mergetype=_everything if merge_all else _tiered)

    def cancel(self) -> None:
        """Leave the index as it was."""
        self._writer.cancel()


@contextmanager
def commit_to(folder: Path, languages: tuple[str, ...], *, merge_all: bool = False) -> Iterator[FolderWriter]:
    """Write to the index of a folder, and commit at the end; nothing of it stays where an error comes between."""
    writer = FolderWriter(folder, languages)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge_all=merge_all)
