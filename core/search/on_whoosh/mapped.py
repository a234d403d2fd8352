"""Segment files read where they lie: Whoosh maps a segment into memory, and then copies every file of it."""

import io
from typing import Any

from core.search.on_whoosh.whoosh import BufferFile, CompoundStorage, W3Segment


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


class _MappedStorage(CompoundStorage):  # type: ignore[misc]
    """The files of a segment."""

    def open_file(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Open a file of the segment."""
        if self._source is None:
            return super().open_file(name, *arguments, **options)
        offset, length = self.range(name)
        return _MappedFile(memoryview(self._source)[offset : offset + length], name)


class MappedSegment(W3Segment):  # type: ignore[misc]
    """A segment that is read so."""

    def open_compound_file(self, storage: Any) -> _MappedStorage:
        """Open the one file that holds all of the segment."""
        return _MappedStorage(storage.open_file(self.make_filename(self.COMPOUND_EXT)), use_mmap=storage.supports_mmap)
