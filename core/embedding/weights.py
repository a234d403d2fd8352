"""Reads tensors from a safetensors file: 8 bytes with the length of the header, the header as JSON, raw numbers."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensor = NDArray[np.float32]

FLOAT = 4


class _Place(NamedTuple):
    """Where a tensor stands in its file."""

    begin: int
    shape: tuple[int, ...]


def _places(path: Path) -> Iterator[tuple[str, _Place]]:
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            yield name, _Place(8 + length + entry["data_offsets"][0], tuple(entry["shape"]))


def read_tensors(path: Path) -> Mapping[str, "Tensor"]:
    """Return the float32 tensors of a file by name, mapped into memory."""
    import numpy as np

    return {name: np.memmap(path, np.float32, "r", *place) for name, place in _places(path)}


class RowsOnDisk:
    """The rows of one float32 matrix of a file, read when they are asked for: the table of words is half of a model."""

    def __init__(self, path: Path, name: str) -> None:
        self._begin, (_rows, self.width) = dict(_places(path))[name]
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def take(self, numbers: "NDArray[np.int64]") -> "Tensor":
        """Return rows by their numbers, float32 of shape (*numbers.shape, width)."""
        import numpy as np

        size = self.width * FLOAT
        wanted, places = np.unique(numbers, return_inverse=True)
        content = b"".join(os.pread(self._file, size, self._begin + int(number) * size) for number in wanted)
        rows: Tensor = np.frombuffer(content, dtype=np.float32).reshape(-1, self.width)
        return rows[places.reshape(numbers.shape)]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
