"""Reads an index: its segments, opened once and kept, and what was last committed."""

# ruff: noqa: S301, SLF001 - the index is our own, and postings are read by the block, which Whoosh keeps to itself.

import copy
import io
import mmap
import pickle
import struct
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

from core.search.on_whoosh.layout import FACTS, FACTS_LAYOUT, INDEX_NAME, SCHEMA, WORD
from core.search.on_whoosh.whoosh import TOC, FileStorage, SegmentReader, TermNotFound, W3Codec
from core.search.ranking import Block
from core.search.spelling import letters, tolerance

# What comes before the first block of a posting list, and before each block: its length, negative for the last.
_HEADER = 4
_LENGTH = struct.Struct("!i")
# Ids, threads, spaces, seconds of creation, scores, length norms, boosts and kinds, four bytes or one a document.
_COLUMNS = "IIIIiffB"


def raw_blocks(
    terms: Any, field: str, term: bytes, ordered: Sequence[int] | None = None
) -> Iterator[tuple[list[int], float | tuple[float, ...] | None, Any]]:
    """Yield document numbers, weights (one for all, or None for 1.0) and payloads as they are stored, block by block.

    Blocks without any of the `ordered` document numbers are left out unread. Whoosh's own matcher would step from
    posting to posting, in a file whose place is shared between threads.
    """
    try:
        # Whoosh leaves the length as it unpacked it, in a tuple.
        offset, (length,) = terms.term_info(field, term).extent()
    except TermNotFound:
        return
    file = io.BytesIO(terms._postfile.get(offset, length))
    file.seek(_HEADER)
    size, last = 1, -1
    while size > 0:
        (size,) = _LENGTH.unpack(file.read(_LENGTH.size))
        end = file.tell() + abs(size)
        _, highest, _, is_packed, _, _ = pickle.load(file)
        if ordered is None or bisect_right(ordered, highest) > bisect_right(ordered, last):
            block = file.read(end - file.tell())
            numbers, weights, payloads = pickle.loads(zlib.decompress(block) if is_packed else block)
            yield list(accumulate(numbers)), weights, payloads
        file.seek(end)
        last = highest


def _longer(column: "array[Any]", values: Sequence[Any]) -> "array[Any]":
    """Return a column with values added; it is made wider where its numbers do not hold them."""
    try:
        column.extend(array(column.typecode, values))
    except OverflowError:
        column = array("q", column)
        column.extend(values)
    return column


class StoredSegment:
    """A segment of an index, opened for reading; see `ranking.Segment`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.name = str(segment.segment_id())
        self._reader = SegmentReader(storage, SCHEMA, segment)
        self._load_facts(segment)
        self.deleted = frozenset(segment.deleted_docs())

    def _load_facts(self, segment: Any) -> None:
        """Read the columns a stretch at a time: all rows as Python objects would take 40 MB for 100 000 documents."""
        columns: list[array[Any]] = [array(typecode) for typecode in _COLUMNS]
        kinds: dict[bytes, int] = {}
        name, storage = W3Codec.column_filename(segment, FACTS), self._reader.storage()
        file, length, step = storage.open_file(name), storage.file_length(name), 1000 * FACTS_LAYOUT.size
        for start in range(0, length, step):
            stretch = file.get(start, min(step, length - start))
            *numbers, words = zip(*FACTS_LAYOUT.iter_unpack(stretch), strict=True)
            numbers.append(tuple(kinds.setdefault(word, len(kinds)) for word in words))
            columns = [_longer(column, values) for column, values in zip(columns, numbers, strict=True)]
        self.ids, self.threads, self.spaces, self.created, self.scores, self.norms, self.boosts, self._kinds = columns
        self._kind_names = [kind.rstrip(b"\0").decode(errors="ignore") for kind in kinds]
        # Whoosh maps a segment of one file as a whole, below the folder in which other files may lie over it.
        mapped = getattr(getattr(storage, "a", storage), "_source", None)
        if isinstance(mapped, mmap.mmap):
            # The columns are copied: what of the file stays in memory is what searches will touch, page by page.
            mapped.madvise(mmap.MADV_DONTNEED)

    def kind(self, number: int) -> str:
        """Return the kind of a document."""
        place: int = self._kinds[number]
        return self._kind_names[place]

    def as_of(self, segment: Any) -> "StoredSegment":
        """Return the segment as a later commit left it, for searches that begin now: only deletions can differ."""
        deleted = frozenset(segment.deleted_docs())
        if deleted == self.deleted:
            return self
        later = copy.copy(self)
        later.deleted = deleted
        return later

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term, struck out ones among them."""
        try:
            return int(self._reader._terms.doc_frequency(field, term.encode()))
        except KeyError:
            return 0

    def _raw_blocks(
        self, field: str, term: str, wanted: Collection[int] | None
    ) -> Iterator[tuple[list[int], Any, Any]]:
        ordered = None if wanted is None or len(wanted) * 2 > len(self.ids) else sorted(wanted)
        return raw_blocks(self._reader._terms, field, term.encode(), ordered)

    def blocks(self, field: str, term: str, wanted: Collection[int] | None = None) -> Iterator[Block]:
        """Yield document numbers and weights; blocks without a wanted document are left out."""
        for numbers, weights, _ in self._raw_blocks(field, term, wanted):
            if isinstance(weights, tuple):
                yield numbers, weights
            else:
                yield numbers, list(repeat(1.0 if weights is None else weights, len(numbers)))

    def placed(self, field: str, term: str, wanted: Collection[int] | None = None) -> dict[int, bytes]:
        """Return documents that hold a term, wanted ones at least, with its positions packed as unsigned shorts."""
        result: dict[int, bytes] = {}
        for numbers, _, payloads in self._raw_blocks(field, term, wanted):
            result.update(zip(numbers, payloads, strict=True))
        return result

    @cached_property
    def _vocabulary(self) -> "tuple[list[str], array[int]]":
        words = [term.decode() for field, term in self._reader._terms.terms_from(WORD, b"") if field == WORD]
        return words, array("I", map(letters, words))

    def near(self, word: str) -> Iterator[str]:
        """Yield words of the segment that may lie within the forgiven number of edits."""
        words, bits = self._vocabulary
        mine, most = letters(word), 2 * tolerance(word)
        for place, theirs in enumerate(bits):
            if (mine ^ theirs).bit_count() <= most:
                yield words[place]


def open_segments(folder: Path, known: Iterable[StoredSegment] = ()) -> tuple[StoredSegment, ...]:
    """Open what was last committed, keeping segments that are open already. Raises OSError if the folder is gone."""
    opened = {segment.name: segment for segment in known}
    storage = FileStorage(str(folder))
    stored = TOC.read(storage, INDEX_NAME, schema=SCHEMA).segments
    names = [segment.segment_id() for segment in stored]
    return tuple(
        opened[name].as_of(segment) if name in opened else StoredSegment(storage, segment)
        for name, segment in zip(names, stored, strict=True)
    )


def generation(folder: Path) -> int:
    """Return the number of the last commit; -1 where there is none."""
    return int(TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))
