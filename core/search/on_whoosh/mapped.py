"""Segment files read where they lie: Whoosh maps a segment into memory, and then copies every file of it."""

import io
import os
import weakref
from typing import Any

from core.search.on_whoosh.whoosh import BufferFile, CompoundStorage, StructFile, W3Codec, W3Segment


class _Window(io.RawIOBase):
    """A stretch of memory that reads like a file."""

    def __init__(self, memory: memoryview) -> None:
        self._memory = memory
        self._place = 0

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def seekable(self) -> bool:
        """Whether its place can be set."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the place."""
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: len(self._memory)}[whence]
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as there is anything."""
        found = self._memory[self._place : self._place + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)


class _MappedFile(BufferFile):  # type: ignore[misc]
    """A file of a segment without a copy of its content."""

    def __init__(self, memory: memoryview, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf = memory
        self.file = _Window(memory)


class _PostingsFile(BufferFile):  # type: ignore[misc]
    """The postings of a segment, read and not mapped: what is mapped and looked at counts as memory of the process.

    The file is closed with the last segment that reads it; until then a search may be under way.
    """

    def __init__(self, path: str, offset: int, name: str) -> None:
        super().__init__(b"", name=name)
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._offset = offset
        weakref.finalize(self, os.close, self._descriptor)

    def get(self, position: int, length: int) -> bytes:
        """Return some bytes."""
        return os.pread(self._descriptor, length, self._offset + position)


class _MappedStorage(CompoundStorage):  # type: ignore[misc]
    """The files of a segment."""

    def __init__(self, path: str) -> None:
        self._path = path
        super().__init__(StructFile(io.FileIO(path), name=path))

    def open_file(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Open a file of the segment."""
        if self._source is None:
            return super().open_file(name, *arguments, **options)
        offset, length = self.range(name)
        if name.endswith(W3Codec.POSTS_EXT):
            return _PostingsFile(self._path, offset, name)
        return _MappedFile(memoryview(self._source)[offset : offset + length], name)


class MappedSegment(W3Segment):  # type: ignore[misc]
    """A segment that is read so."""

    def open_compound_file(self, storage: Any) -> _MappedStorage:
        """Open the one file that holds all of the segment."""
        return _MappedStorage(os.path.join(storage.folder, self.make_filename(self.COMPOUND_EXT)))  # noqa: PTH118
