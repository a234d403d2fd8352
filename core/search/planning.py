"""Turns a query into what an engine carries out: units to match, words corrected, limits to keep to."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import NamedTuple, Protocol

from core.search.analysis import Unit, languages_of, query_terms, word_units
from core.search.folding import fold
from core.search.query import SearchQuery
from core.search.ranges import Range
from core.search.spelling import is_correctable

# Enough documents to tell a common word from a rare one, and cheap to count.
ENOUGH = 50
_NEIGHBOURS = 3
# A word in so few documents may be a mistyped one, if a neighbour is in that many times more.
_RARE = 4
_FAR_RARER = 10


class Lexicon(Protocol):
    """What an engine can say about single words. What the reader may not see is not there, so nothing leaks."""

    def visible(self, words: Sequence[tuple[str, ...]], spaces: Collection[int] | None) -> list[int]:
        """Return for each word, given by its terms, how many visible documents hold it, counting up to ENOUGH."""

    def near(self, word: str) -> list[tuple[int, str]]:
        """Return indexed words close to a folded word with their distance, nearest first."""


@dataclass(frozen=True)
class Plan:
    """What to match: all `words` (or `needed` of them), all phrases, none of the excluded, within the limits."""

    words: tuple[Unit, ...]
    phrases: tuple[Unit, ...]
    excluded: tuple[Unit, ...]
    marks: tuple[str, ...]
    excluded_marks: tuple[str, ...]
    created: Range
    score: Range
    spaces: frozenset[int] | None
    thread: int | None
    in_title: bool
    needed: int

    @property
    def is_relaxed(self) -> bool:
        """Whether a document may lack some of the words."""
        return self.needed < len(self.words)


class Manner(IntFlag):
    """How a query is taken when it finds nothing as it stands."""

    STRICT = 0
    # Half of the words will do.
    RELAXED = 1
    # A word that hardly anybody wrote is taken for a mistyped one, as posts hold mistyped words too.
    DOUBTING = 2


class Planned(NamedTuple):
    """A plan, the manner that it was made in, and the query with mistyped words corrected."""

    manner: Manner
    plan: Plan
    searched: SearchQuery


class _Planner:
    """Makes the plans of one query for one reader."""

    def __init__(
        self, query: SearchQuery, visible: Collection[int] | None, lexicon: Lexicon, languages: tuple[str, ...]
    ) -> None:
        narrowed = query.narrowed(visible)
        self._query = query
        self._spaces = None if narrowed is None else frozenset(narrowed)
        self._lexicon = lexicon
        self._languages = languages
        self._stems = languages_of(query.language, languages)

    def planned(self, manner: Manner) -> Planned:
        words, corrections = self._resolved(manner)
        query = self._query
        plan = Plan(
            words=words,
            phrases=tuple(query.phrase_units(self._languages)),
            excluded=tuple(query.excluded_units(self._languages)),
            marks=query.marks(),
            excluded_marks=query.marks(excluded=True),
            created=query.created,
            score=query.score,
            spaces=self._spaces,
            thread=query.thread,
            in_title=query.in_title,
            needed=math.ceil(len(words) / 2) if Manner.RELAXED in manner else len(words),
        )
        return Planned(manner, plan, query.corrected(corrections) if corrections else query)

    def _resolved(self, manner: Manner) -> tuple[tuple[Unit, ...], dict[str, str]]:
        """Return the words with missing ones replaced by their parts or neighbours, and what was corrected."""
        resolved: list[Unit] = []
        corrections: dict[str, str] = {}
        units = self._query.word_units(self._languages)
        single = [unit for unit in units if not unit.is_phrase]
        counts = dict(zip(single, self._counts([unit.slots[0][1] for unit in single]), strict=True))
        for unit in units:
            count = counts.get(unit, ENOUGH)
            if not count and unit.parts:
                resolved += [part for text in unit.parts for part in word_units(text, self._stems)]
                continue
            neighbours = self._neighbours(unit, count) if not count or self._is_doubtful(manner, count) else []
            if neighbours:
                corrections[unit.text] = neighbours[0]
            resolved.append(self._widened(unit, neighbours))
        return tuple(dict.fromkeys(resolved)), corrections

    def _counts(self, words: Sequence[tuple[str, ...]]) -> list[int]:
        return self._lexicon.visible(words, self._spaces) if words else []

    @staticmethod
    def _is_doubtful(manner: Manner, count: int) -> bool:
        return Manner.DOUBTING in manner and count <= _RARE

    def _neighbours(self, unit: Unit, count: int) -> list[str]:
        """Return the nearest visible words to one that is not there, or far rarer than they, the most common first."""
        word = fold(unit.text)
        near = self._lexicon.near(word) if is_correctable(word) else []
        counts = self._counts([query_terms(other, self._stems) for _, other in near])
        counted = zip(near, counts, strict=True)
        there = sorted((edits, -number, other) for (edits, other), number in counted if number > count * _FAR_RARER)
        return [other for edits, _, other in there if edits == there[0][0]][:_NEIGHBOURS]

    def _widened(self, unit: Unit, neighbours: list[str]) -> Unit:
        if not neighbours:
            return unit
        terms = [*unit.slots[0][1], *(term for other in neighbours for term in query_terms(other, self._stems))]
        return Unit(neighbours[0], ((0, tuple(dict.fromkeys(terms))),))


def plans(
    query: SearchQuery,
    visible: Collection[int] | None,
    lexicon: Lexicon,
    languages: tuple[str, ...],
    manner: Manner | None,
) -> Iterator[Planned]:
    """Yield plans to be tried until one finds something; with a `manner`, as a page key holds it, that one alone."""
    planner = _Planner(query, visible, lexicon, languages)
    if manner is not None:
        yield planner.planned(manner)
        return
    strict = planner.planned(Manner.STRICT)
    yield strict
    doubting = planner.planned(Manner.DOUBTING)
    if doubting.plan != strict.plan:
        yield doubting
    if len(doubting.plan.words) > 1:
        yield planner.planned(Manner.DOUBTING | Manner.RELAXED)
