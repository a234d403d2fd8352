"""How our terms and facts are laid out in Whoosh: codec, fields, schema."""

import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import Any

from core.search.on_whoosh.mapped import MappedSegment
from core.search.on_whoosh.whoosh import W3Codec, W3PostingsWriter, columns, fields, formats

# Raised whenever a folder that was written before could no longer be read.
SCHEMA_VERSION = 1
INDEX_NAME = "search"
WORD = "word"
FACTS = "facts"
# id, thread, space, seconds of creation, score, length norm, boost, kind.
FACTS_LAYOUT = struct.Struct("<qqqqiff24s")
# Postings are read by the block, so large ones are quick; a block is what must be read for one document.
_BLOCK = 512
_PACKED_FROM = 16


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Packs long blocks only: most terms are in one document, and packing those takes room and time."""

    def _write_block(self, last: bool = False) -> None:
        self._compression = 1 if len(self._ids) >= _PACKED_FROM else 0
        super()._write_block(last)


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec without lengths in postings: ours are among the facts, and looking them up is slow."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> MappedSegment:
        """Return a segment with a name of its own; Whoosh's comes from `random`, which others may have seeded."""
        return MappedSegment(self, indexname, segid=secrets.token_hex(8))

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        """Return what writes the postings of one field."""
        return _PostingsWriter(dbfile, blocklimit=_BLOCK, byteids=byteids, inlinelimit=0)


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
    column_type = columns.FixedBytesColumn(FACTS_LAYOUT.size)

    def __init__(self) -> None:
        self.format = self.analyzer = None

    def to_column_value(self, value: bytes) -> bytes:
        """Return the value as it is."""
        return value


SCHEMA = fields.Schema(
    text=_TermsField(with_positions=True),
    title=_TermsField(with_positions=True),
    mark=_TermsField(with_positions=False),
    word=_TermsField(with_positions=False),
    facts=_FactsField(),
)
