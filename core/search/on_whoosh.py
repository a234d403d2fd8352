"""Whoosh 2.7.4 as storage: one folder with an index, written by one process and read by many. Nothing else imports it.

Whoosh keeps the terms, the postings and the commits; matching and scoring are `ranking`'s. Some of the attributes used
here are private to Whoosh: its version is pinned, and the contract tests would tell.
"""

import struct
import warnings
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares with `is` and has invalid escapes; Python says so whenever it compiles the files.
    warnings.simplefilter("ignore")
    from whoosh import columns, fields, formats  # type: ignore[import-untyped]
    from whoosh.codec.whoosh3 import W3Codec  # type: ignore[import-untyped]
    from whoosh.filedb.filestore import FileStorage  # type: ignore[import-untyped]
    from whoosh.index import TOC, FileIndex  # type: ignore[import-untyped]
    from whoosh.reading import SegmentReader, TermNotFound  # type: ignore[import-untyped]
    from whoosh.writing import SegmentWriter  # type: ignore[import-untyped]

from core.search.documents import TITLE_AT, TITLE_MOST, SearchDocument, boost, entries, length_norm, marks, stamp
from core.search.ranking import MARK, TEXT, TITLE, Block
from core.search.spelling import letters, tolerance

# Raised whenever a folder that was written before could no longer be read.
SCHEMA_VERSION = 1
WORD = "word"
FACTS = "facts"
_NAME = "search"
# id, thread, space, seconds of creation, score, length norm, boost, kind.
_FACTS = struct.Struct("<qqqqiff24s")
# Postings are read by the block, so large ones are quick; a block is what must be read for one document.
_BLOCK = 512
_POOL_MEGABYTES = 64
# Eight segments of a size become one, so that there are few; what would take longer than seconds waits for optimise().
_TIER = 8
_LARGEST_MERGE = 5_000


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec without lengths in postings: ours are among the facts, and looking them up is slow."""

    length_stats = False


class _TermsField(fields.FieldType):  # type: ignore[misc]
    """A field whose terms come ready made, as (term, weight, packed positions)."""

    def __init__(self, with_positions: bool) -> None:
        super().__init__(formats.Positions() if with_positions else formats.Existence(), None)

    def index(self, value: Iterable[tuple[str, float, bytes]]) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh's writer takes: term, count, weight, payload."""
        for term, weight, payload in value:
            yield term.encode(), 1, weight, payload


class _FactsField(fields.FieldType):  # type: ignore[misc]
    """A field of fixed width that is kept by document and not searched by term."""

    indexed = False
    column_type = columns.FixedBytesColumn(_FACTS.size)

    def __init__(self) -> None:
        self.format = self.analyzer = None

    def to_column_value(self, value: bytes) -> bytes:
        """Return the value as it is."""
        return value


_SCHEMA = fields.Schema(
    **{TEXT: _TermsField(True), TITLE: _TermsField(True), MARK: _TermsField(False), WORD: _TermsField(False), FACTS: _FactsField()}
)


class StoredSegment:
    """A segment of an index, opened for reading; see `ranking.Segment`."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.name = str(segment.segment_id())
        self._reader = SegmentReader(storage, _SCHEMA, segment)
        self._load_facts(segment)
        self.strike(segment)

    def _load_facts(self, segment: Any) -> None:
        name = W3Codec.column_filename(segment, FACTS)
        storage = self._reader.storage()
        rows = list(_FACTS.iter_unpack(storage.open_file(name).get(0, storage.file_length(name))))
        columns_of = list(zip(*rows, strict=True)) if rows else [()] * 8
        self.ids, self.threads, self.spaces, self.created = (array("q", column) for column in columns_of[:4])
        self.scores, self.norms, self.boosts = array("i", columns_of[4]), array("f", columns_of[5]), array("f", columns_of[6])
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

    def _raw_blocks(self, field: str, term: str, wanted: Collection[int] | None) -> Iterator[tuple[list[int], Any, Any]]:
        try:
            matcher = self._reader._terms.matcher(field, term.encode(), _SCHEMA[field].format)
        except TermNotFound:
            return
        ordered = None if wanted is None or len(wanted) * 2 > len(self.ids) else sorted(wanted)
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

    def blocks(self, field: str, term: str, wanted: Collection[int] | None = None) -> Iterator[Block]:
        """Yield document numbers and weights; blocks without a wanted document are left out."""
        for numbers, weights, _ in self._raw_blocks(field, term, wanted):
            if isinstance(weights, tuple):
                yield numbers, weights
            else:
                yield numbers, list(repeat(1.0 if weights is None else weights, len(numbers)))

    def positions(self, field: str, term: str, wanted: Collection[int] | None = None) -> Iterator[tuple[int, Sequence[int]]]:
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


def create(folder: Path) -> None:
    """Make an empty index in a new folder."""
    folder.mkdir(parents=True)
    FileIndex.create(FileStorage(str(folder)), _SCHEMA, _NAME)


def open_segments(folder: Path, known: Iterable[StoredSegment] = ()) -> tuple[StoredSegment, ...]:
    """Open what was last committed, keeping segments that are open already. Raises OSError if the folder is gone."""
    opened = {segment.name: segment for segment in known}
    storage = FileStorage(str(folder))
    result = []
    for stored in TOC.read(storage, _NAME, schema=_SCHEMA).segments:
        segment = opened.get(stored.segment_id())
        if segment is None:
            segment = StoredSegment(storage, stored)
        else:
            segment.strike(stored)
        result.append(segment)
    return tuple(result)


def generation(folder: Path) -> int:
    """Return the number of the last commit; -1 where there is none."""
    return int(TOC._latest_generation(FileStorage(str(folder)), _NAME))


def _tiered(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy: take up segments of like size when there are many, into the segment that is being written."""
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        tiers[max(segment.doc_count_all(), 1).bit_length() // 3].append(segment)
    merged = [tier for tier in tiers.values() if len(tier) >= _TIER and sum(s.doc_count_all() for s in tier) <= _LARGEST_MERGE]
    return _merged(writer, segments, [segment for tier in merged for segment in tier])


def _everything(writer: Any, segments: list[Any]) -> list[Any]:
    return _merged(writer, segments, segments)


def _merged(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    for segment in chosen:
        if segment.doc_count_all() > segment.deleted_count():
            reader = SegmentReader(writer.storage, _SCHEMA, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in chosen]


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left and Whoosh does not clean: half-written tables of contents, sorting runs."""
    for stray in [*folder.glob(f"_{_NAME}_*.toc.*"), *folder.glob("*.tmp/*")]:
        stray.unlink(missing_ok=True)


def _terms(document: SearchDocument, languages: tuple[str, ...]) -> tuple[list[tuple[str, float, bytes]], ...]:
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, array[int]] = defaultdict(lambda: array("H"))
    title: dict[str, array[int]] = defaultdict(lambda: array("H"))
    for term, position, weight in entries(document, languages):
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
    return _FACTS.pack(*numbers, length_norm(length), boost(document), kind)


class FolderWriter:
    """One commit to the index of a folder; whoever makes it sees to it that there is no other."""

    def __init__(self, folder: Path, languages: tuple[str, ...]) -> None:
        _sweep(folder)
        index = FileIndex(FileStorage(str(folder)), _SCHEMA, _NAME)
        self._writer = SegmentWriter(index, codec=_Codec(blocklimit=_BLOCK, compression=1), limitmb=_POOL_MEGABYTES)
        self._languages = languages

    def strike(self, ids: Collection[int], segments: Iterable[StoredSegment]) -> None:
        """Strike out documents that were committed before."""
        opened = {segment.name: segment for segment in segments}
        for stored in self._writer.segments:
            for number, identity in enumerate(opened[stored.segment_id()].ids):
                if identity in ids:
                    stored.delete_document(number)

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
