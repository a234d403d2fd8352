"""Arrays that grow at their end, with room kept so that one row more does not copy all that are there."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

ROOM = 256


class Column:
    """Rows of numbers of one kind and width; `values` is what has been added, as one array that may be written to."""

    def __init__(self, kind: DTypeLike, *width: int) -> None:
        self._kept: NDArray[Any] = np.empty((0, *width), dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> NDArray[Any]:
        """The rows."""
        return self._kept[: self._length]

    def extend(self, rows: Any) -> None:
        """Add rows."""
        length = self._length + len(rows)
        if length > len(self._kept):
            roomier = np.empty((length + length // 8 + ROOM, *self._kept.shape[1:]), dtype=self._kept.dtype)
            roomier[: self._length] = self.values
            self._kept = roomier
        self._kept[self._length : length] = rows
        self._length = length

    def keep(self, chosen: NDArray[Any]) -> None:
        """Leave only these rows, given as a mask."""
        kept = self.values[chosen]
        self._kept, self._length = kept, len(kept)
