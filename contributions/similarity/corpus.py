"""Everything that was learned of threads, laid out in arrays so that one text is compared with all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contributions.similarity.columns import Column
from contributions.similarity.terms import BUCKETS
from core.embedding.ports import DIMENSIONS

ENTRY = np.dtype([("bucket", "<u4"), ("title", "u1"), ("body", "u1")])
MOST_DEAD = 0.2

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of one thread, as the table keeps it, with its kind and its space as numbers.

    `moment` is when it was posted, in any unit.
    """

    id: int
    learned_at: int
    kind: int
    space: int
    moment: int
    terms: bytes
    vector: bytes


class Counted(NamedTuple):
    """Postings that hold a bucket of a query: whose they are, what that bucket weighs, how often it stands where."""

    owner: NDArray[Any]
    weight: Scores
    title: Scores
    body: Scores


class Corpus:
    """The threads of a site. A row that is replaced or removed is dead, and is swept out once many are."""

    def __init__(self) -> None:
        self.ids, self.stamps = Column(np.int64), Column(np.int64)
        self.kinds, self.spaces, self.moments = Column(np.int16), Column(np.int64), Column(np.int64)
        self.alive, self.has_vector = Column(np.bool_), Column(np.bool_)
        self.lengths = Column(np.float32, 2)
        self.vectors = Column(np.float32, DIMENSIONS)
        self.postings, self.owners = Column(ENTRY), Column(np.int32)
        self.holding = np.zeros(BUCKETS, dtype=np.int32)
        self._places: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._places)

    @property
    def known(self) -> dict[int, int]:
        """When what is here was learned, by the id of the thread."""
        stamps = self.stamps.values
        return {key: int(stamps[place]) for key, place in self._places.items()}

    def add(self, rows: Iterable[Learned]) -> None:
        """Take in rows, each in place of an older one of its thread."""
        for row in rows:
            self.remove([row.id])
            self._append(row)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget threads; unknown ids are passed over."""
        places = [place for key in ids if (place := self._places.pop(key, None)) is not None]
        if not places:
            return
        self.alive.values[places] = False
        lost = np.isin(self.owners.values, places)
        np.subtract.at(self.holding, self.postings.values["bucket"][lost], 1)
        if len(self.ids) - len(self._places) > MOST_DEAD * len(self.ids) + 64:
            self._sweep()

    def _append(self, row: Learned) -> None:
        place, entries = len(self.ids), np.frombuffer(row.terms, dtype=ENTRY)
        nothing = np.zeros(DIMENSIONS, dtype=np.float32)
        self.vectors.extend([np.frombuffer(row.vector, dtype=np.float32) if row.vector else nothing])
        for column, value in (
            (self.ids, row.id), (self.stamps, row.learned_at), (self.kinds, row.kind), (self.spaces, row.space),
            (self.moments, row.moment), (self.alive, True), (self.has_vector, bool(row.vector)),
            (self.lengths, (entries["title"].sum(dtype=int), entries["body"].sum(dtype=int))),
        ):  # fmt: skip
            column.extend([value])
        self.postings.extend(entries)
        self.owners.extend(np.full(len(entries), place, dtype=np.int32))
        self.holding[entries["bucket"]] += 1
        self._places[row.id] = place

    def _sweep(self) -> None:
        alive = self.alive.values.copy()
        moved = np.cumsum(alive, dtype=np.int32) - 1
        standing = alive[self.owners.values]
        self.postings.keep(standing)
        self.owners.keep(standing)
        self.owners.values[:] = moved[self.owners.values]
        rows = (self.ids, self.stamps, self.kinds, self.spaces, self.moments, self.has_vector, self.lengths)
        for column in (*rows, self.vectors, self.alive):
            column.keep(alive)
        self._places = {int(key): place for place, key in enumerate(self.ids.values)}

    def idf(self, buckets: NDArray[Any]) -> Scores:
        """Return how much buckets say: log(1 + (N - n + 0.5) / (n + 0.5)) for n of N threads (Lucene's form of idf)."""
        holding = self.holding[buckets].astype(np.float32)
        rest = np.maximum(len(self) - holding, 0)
        weights: Scores = np.log1p((rest + 0.5) / (holding + 0.5)).astype(np.float32)
        return weights

    def counted(self, weights: Mapping[int, float]) -> Counted:
        """Return the postings of these buckets; each bucket counts by its weight times its idf."""
        buckets = np.fromiter(weights.keys(), dtype=np.int64, count=len(weights))
        table = np.zeros(BUCKETS, dtype=np.float32)
        table[buckets] = np.fromiter(weights.values(), dtype=np.float32, count=len(weights)) * self.idf(buckets)
        found = table[self.postings.values["bucket"]]
        chosen = np.flatnonzero(found)
        entries = self.postings.values[chosen]
        title, body = entries["title"].astype(np.float32), entries["body"].astype(np.float32)
        return Counted(self.owners.values[chosen], found[chosen], title, body)
