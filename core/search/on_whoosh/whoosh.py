"""What is used of Whoosh 2.7.4, in one place: nothing else imports it.

Whoosh keeps the terms, the postings and the commits; matching and scoring are `ranking`'s. Some of the attributes used
in this package are private to Whoosh: its version is pinned, and the contract tests would tell.
"""

import warnings

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares with `is` and has invalid escapes; Python says so whenever it compiles the files.
    warnings.simplefilter("ignore")
    from whoosh import columns, fields, formats
    from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter, W3Segment
    from whoosh.filedb.compound import CompoundStorage
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import BufferFile, StructFile
    from whoosh.index import TOC, FileIndex
    from whoosh.reading import SegmentReader, TermNotFound
    from whoosh.writing import PostingPool, SegmentWriter

__all__ = [
    "TOC",
    "BufferFile",
    "CompoundStorage",
    "FileIndex",
    "FileStorage",
    "PostingPool",
    "SegmentReader",
    "SegmentWriter",
    "StructFile",
    "TermNotFound",
    "W3Codec",
    "W3PostingsWriter",
    "W3Segment",
    "columns",
    "fields",
    "formats",
]
