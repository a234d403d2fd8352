"""What suggestions are made from, as plain arrays that the worker lays down and every web process reads whole."""

import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from museum_guide.suggestions.describing import OTHER, WEIGHTS, Term
from museum_guide.suggestions.walking import COSTS, Way

NOWHERE = -1
KINDS = tuple(COSTS)
Array = np.ndarray[Any, Any]


class Thing(NamedTuple):
    """A published artefact: its museum, the room where it stands (or -1), its terms, and how often it was looked at."""

    key: int
    museum: int
    room: int
    terms: frozenset[Term]
    views: int = 0
    usual: float = 0.0
    spread: float = 1.0


class Chamber(NamedTuple):
    """A room, with its floor; `open` says that visitors may in."""

    key: int
    museum: int
    floor: int
    step_free: bool = True
    open: bool = True


class House(NamedTuple):
    """A museum that is open to visitors; `shares` that it suggests others and is suggested by them."""

    key: int
    shares: bool = True
    latitude: float = math.nan
    longitude: float = math.nan


@dataclass(frozen=True)
class Collection:
    """Every artefact that may be suggested, in rising order of keys, and what is known of each.

    `row_start`, `columns` and `values` are the rows of a sparse matrix of terms; `near` and
    `near_scores` the artefacts that were liked in the same visits (places in these arrays, or -1); `links` the pairs
    that curators made, `ways` the passages (first, second, kind).
    """

    keys: Array
    museums: Array
    rooms: Array
    views: Array
    usual: Array
    spreads: Array
    row_start: Array
    columns: Array
    values: Array
    words: Array
    near: Array
    near_scores: Array
    links: Array
    chambers: Array
    ways: Array
    houses: Array

    def pack(self) -> bytes:
        """Return the arrays as bytes, without anything that a reader would have to run."""
        packed = io.BytesIO()
        np.savez_compressed(packed, **{field.name: getattr(self, field.name) for field in fields(self)})
        return packed.getvalue()

    @classmethod
    def unpack(cls, packed: bytes) -> "Collection":
        """Read what `pack` wrote."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Where each artefact stands in the arrays, by its key."""
        return {int(key): at for at, key in enumerate(self.keys)}

    @cached_property
    def term(self) -> Sequence[Term]:
        """The term of each column."""
        return [(sort, word) for sort, _joint, word in (str(name).partition("\t") for name in self.words)]

    @cached_property
    def owners(self) -> Array:
        """Whose each value is, by place."""
        return np.repeat(np.arange(len(self.keys)), np.diff(self.row_start))

    @cached_property
    def makers(self) -> Sequence[frozenset[int]]:
        """The makers of each artefact, as columns."""
        sort = np.array([sort == "maker" for sort, _word in self.term], bool)
        found: list[set[int]] = [set() for _key in self.keys]
        for at in np.flatnonzero(sort[self.columns]) if len(self.columns) else ():
            found[self.owners[at]].add(int(self.columns[at]))
        return [frozenset(one) for one in found]

    @cached_property
    def seldom(self) -> Array:
        """How little each artefact is seen among those of its museum: 1 for the least seen, 0 for the most."""
        found = np.zeros(len(self.keys))
        for museum in np.unique(self.museums):
            own = np.flatnonzero(self.museums == museum)
            order = np.argsort(np.argsort(self.views[own], kind="stable"), kind="stable")
            found[own] = 1 - order / max(1, len(own) - 1)
        return found

    @cached_property
    def chamber(self) -> Mapping[int, Chamber]:
        """The rooms by their keys."""
        rows = self.chambers.tolist()
        return {key: Chamber(key, museum, floor, bool(free), bool(open_)) for key, museum, floor, free, open_ in rows}

    @cached_property
    def ways_of(self) -> Mapping[int, list[Way]]:
        """The passages by museum."""
        found: dict[int, list[Way]] = {}
        for first, second, kind in self.ways.tolist():
            found.setdefault(self.chamber[first].museum, []).append(Way(first, second, KINDS[kind]))
        return found

    @cached_property
    def house(self) -> Mapping[int, House]:
        """The museums by their keys."""
        rows = self.houses.tolist()
        return {int(key): House(int(key), bool(shares), north, east) for key, shares, north, east in rows}

    def row(self, at: int) -> tuple[Array, Array]:
        """Return the columns and values of one artefact."""
        piece = slice(self.row_start[at], self.row_start[at + 1])
        return self.columns[piece], self.values[piece]


class Plan(NamedTuple):
    """Museums, their rooms and passages, and the pairs (from, to) of artefacts that curators linked."""

    houses: Sequence[House]
    chambers: Sequence[Chamber] = ()
    ways: Sequence[Way] = ()
    links: Sequence[tuple[int, int]] = ()


def collect(things: Sequence[Thing], plan: Plan, near: Mapping[int, Sequence[tuple[int, float]]]) -> Collection:
    """Make a collection; `near` says for an artefact which others were liked with it, and how much, by their keys."""
    things = sorted(things)
    place = {thing.key: at for at, thing in enumerate(things)}
    known = {chamber.key for chamber in plan.chambers}
    row_start, columns, values, words = _weighed([thing.terms for thing in things])
    width = max((len(found) for found in near.values()), default=0)
    neighbours, scores = np.full((len(things), width), NOWHERE, np.int32), np.zeros((len(things), width), np.float32)
    for key, found in near.items():
        there = [(place[other], score) for other, score in found if other in place]
        if key in place and there:
            neighbours[place[key], : len(there)], scores[place[key], : len(there)] = zip(*there, strict=True)
    ways = [(way.first, way.second, KINDS.index(way.kind)) for way in plan.ways if {way.first, way.second} <= known]
    return Collection(
        keys=np.array([thing.key for thing in things], np.int64),
        museums=np.array([thing.museum for thing in things], np.int64),
        rooms=np.array([thing.room if thing.room in known else NOWHERE for thing in things], np.int64),
        views=np.array([thing.views for thing in things], np.int64),
        usual=np.array([thing.usual for thing in things], float),
        spreads=np.array([thing.spread for thing in things], float),
        row_start=row_start,
        columns=columns,
        values=values,
        words=words,
        near=neighbours,
        near_scores=scores,
        links=_pairs([pair for pair in plan.links if pair[0] in place and pair[1] in place], 2),
        chambers=_pairs(plan.chambers, 5),
        ways=_pairs(ways, 3),
        houses=np.array(plan.houses, float).reshape(-1, 4),
    )


def _pairs(rows: Sequence[Sequence[int]], width: int) -> Array:
    return np.array(rows, np.int64).reshape(-1, width)


def _weighed(rows: Sequence[frozenset[Term]]) -> tuple[Array, Array, Array, Array]:
    """Return rows of TF-IDF weights: row starts, columns, values, and the words of the columns.

    A term weighs ln((1 + N) / (1 + n)) + 1, n being how many of N artefacts have it (Manning, Raghavan, Schütze 2008,
    6.2). Terms of one sort share the weight of that sort, so that many subjects do not drown one maker. Rows have the
    length 1; one of which less is known than of half of all stays shorter, since little speaks for its being alike.
    """
    counts = Counter(term for row in rows for term in row)
    # What one artefact alone has makes it like nothing else.
    column = {term: at for at, term in enumerate(sorted(term for term, count in counts.items() if count > 1))}
    rare = {term: math.log((1 + len(rows)) / (1 + counts[term])) + 1 for term in column}
    known = [sorted(term for term in row if term in column) for row in rows]
    weights = [np.array([_share(term, row) * rare[term] for term in row]) for row in known]
    lengths = np.array([np.linalg.norm(row) for row in weights])
    least = float(np.median(lengths[lengths > 0])) if lengths.any() else 1.0
    return (
        np.cumsum([0, *map(len, known)]),
        np.array([column[term] for row in known for term in row], np.int64),
        np.concatenate([[0.0][:0], *(row / max(length, least) for row, length in zip(weights, lengths, strict=True))]),
        np.array(["\t".join(term) for term in column] or [""]),
    )


def _share(term: Term, row: Sequence[Term]) -> float:
    return WEIGHTS.get(term[0], OTHER) / math.sqrt(sum(other[0] == term[0] for other in row))
