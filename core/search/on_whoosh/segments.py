"""Reads an index: its segments, opened once and kept, and what was last committed."""

# ruff: noqa: SLF001 - see layout: postings are read by the block, which Whoosh keeps to itself.

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

from core.search.on_whoosh.layout import (
    FACTS,
    FACTS_LAYOUT,
    INDEX_NAME,
    SCHEMA,
    TOC,
    WORD,
    FileStorage,
    SegmentReader,
    TermNotFound,
    W3Codec,
)
from core.search.ranking import Block
from core.search.spelling import letters, tolerance


def raw_blocks(
    terms: Any, field: str, term: bytes, ordered: Sequence[int] | None = None
) -> Iterator[tuple[list[int], float | tuple[float, ...] | None, Any]]:
    """Yield document numbers, weights (one for all, or None for 1.0) and payloads as they are stored, block by block.

    Blocks without any of the `ordered` document numbers are left out unread.
    """
    try:
        matcher = terms.matcher(field, term, SCHEMA[field].format)
    except TermNotFound:
        return
    last = -1
    while True:
        if ordered is None or bisect_right(ordered, matcher._maxid) > bisect_right(ordered, last):
            matcher._read_data()
            numbers, weights, payloads = matcher._data
            yield list(accumulate(numbers)), weights, payloads
        last = matcher._maxid
        if matcher._lastblock:
            return
        matcher._next_block()


class StoredSegment:
    """A segment of an index, opened for reading; see `ranking.Segment`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.name = str(segment.segment_id())
        self._reader = SegmentReader(storage, SCHEMA, segment)
        self._load_facts(segment)
        self.strike(segment)

    def _load_facts(self, segment: Any) -> None:
        name = W3Codec.column_filename(segment, FACTS)
        storage = self._reader.storage()
        rows = list(FACTS_LAYOUT.iter_unpack(storage.open_file(name).get(0, storage.file_length(name))))
        columns_of = list(zip(*rows, strict=True)) if rows else [()] * 8
        self.ids, self.threads, self.spaces, self.created = (array("q", column) for column in columns_of[:4])
        self.scores = array("i", columns_of[4])
        self.norms, self.boosts = (array("f", column) for column in columns_of[5:7])
        known: dict[bytes, str] = {}
        self.kinds = [known.setdefault(kind, kind.rstrip(b"\0").decode(errors="ignore")) for kind in columns_of[7]]

    def strike(self, segment: Any) -> None:
        """Take over which documents a later commit has struck out."""
        self.deleted = frozenset(segment.deleted_docs())

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

    def positions(
        self, field: str, term: str, wanted: Collection[int] | None = None
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the wanted documents that hold a term, each with the positions of it."""
        for numbers, _, payloads in self._raw_blocks(field, term, wanted):
            for number, payload in zip(numbers, payloads, strict=True):
                if wanted is None or number in wanted:
                    yield number, memoryview(payload).cast("H")

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
    result = []
    for stored in TOC.read(storage, INDEX_NAME, schema=SCHEMA).segments:
        segment = opened.get(stored.segment_id())
        if segment is None:
            segment = StoredSegment(storage, stored)
        else:
            segment.strike(stored)
        result.append(segment)
    return tuple(result)


def generation(folder: Path) -> int:
    """Return the number of the last commit; -1 where there is none."""
    return int(TOC._latest_generation(FileStorage(str(folder)), INDEX_NAME))
