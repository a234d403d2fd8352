"""Turns a query into what an engine carries out: units to match, words corrected, limits to keep to."""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol

from core.search.analysis import Unit, languages_of, query_terms, word_units
from core.search.folding import fold
from core.search.query import SearchQuery
from core.search.ranges import Range
from core.search.spelling import is_correctable

# Enough documents to tell a common word from a rare one, and cheap to count.
ENOUGH = 50
_NEIGHBOURS = 3


class Lexicon(Protocol):
    """What an engine can say about single words. What the reader may not see is not there, so nothing leaks."""

    def visible(self, terms: tuple[str, ...], spaces: Collection[int] | None) -> int:
        """Return how many visible documents hold any of the terms, counting no further than ENOUGH."""

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

    def relaxed(self) -> "Plan":
        """Return the plan that is content with half of the words."""
        return replace(self, needed=math.ceil(len(self.words) / 2))


def _neighbours(unit: Unit, lexicon: Lexicon, spaces: Collection[int] | None, languages: tuple[str, ...]) -> list[str]:
    """Return the visible words nearest to one that is not there, the most common first."""
    word = fold(unit.text)
    if not is_correctable(word):
        return []
    near = lexicon.near(word)
    counted = [(edits, lexicon.visible(query_terms(other, languages), spaces), other) for edits, other in near]
    there = sorted((edits, -count, other) for edits, count, other in counted if count)
    return [other for edits, _, other in there if edits == there[0][0]][:_NEIGHBOURS]


def _is_there(unit: Unit, lexicon: Lexicon, spaces: Collection[int] | None) -> bool:
    return all(lexicon.visible(terms, spaces) for _, terms in unit.slots)


def _resolved(
    units: list[Unit], lexicon: Lexicon, spaces: Collection[int] | None, languages: tuple[str, ...]
) -> tuple[list[Unit], dict[str, str]]:
    """Return the units with missing ones replaced by their parts or neighbours, and the words that were corrected."""
    resolved: list[Unit] = []
    corrections: dict[str, str] = {}
    for unit in units:
        if unit.is_phrase or _is_there(unit, lexicon, spaces):
            resolved.append(unit)
        elif unit.parts:
            resolved += [part for text in unit.parts for part in word_units(text, languages)]
        elif neighbours := _neighbours(unit, lexicon, spaces, languages):
            corrections[unit.text] = neighbours[0]
            terms = dict.fromkeys(term for other in neighbours for term in query_terms(other, languages))
            resolved.append(Unit(neighbours[0], ((0, tuple(terms)),)))
        else:
            resolved.append(unit)
    return list(dict.fromkeys(resolved)), corrections


def plan_query(
    query: SearchQuery, visible: Collection[int] | None, lexicon: Lexicon, languages: tuple[str, ...]
) -> tuple[Plan, SearchQuery]:
    """Return the plan of a query, and the query with mistyped words corrected (itself where nothing was)."""
    narrowed = query.narrowed(visible)
    spaces = None if narrowed is None else frozenset(narrowed)
    stems = languages_of(query.language, languages)
    words, corrections = _resolved(query.word_units(languages), lexicon, spaces, stems)
    plan = Plan(
        words=tuple(words),
        phrases=tuple(query.phrase_units(languages)),
        excluded=tuple(query.excluded_units(languages)),
        marks=query.marks(),
        excluded_marks=query.marks(excluded=True),
        created=query.created,
        score=query.score,
        spaces=spaces,
        thread=query.thread,
        in_title=query.in_title,
        needed=len(words),
    )
    return plan, query.corrected(corrections) if corrections else query
