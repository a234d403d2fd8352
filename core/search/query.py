"""What a reader asks for: words, phrases and operators, read leniently and written back in one canonical way."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from core.search.analysis import DEFAULT_LANGUAGES, STOP_WORDS, Unit, languages_of, phrase_unit, word_units
from core.search.documents import mark
from core.search.folding import fold
from core.search.ranges import EVERYTHING, Range

LONGEST_QUERY = 400


class QueryError(ValueError):
    """A query that is too long to be carried out; the message says so to the reader."""


class Clause(NamedTuple):
    """One part of a query: a word, a phrase or an operator with its value."""

    operator: str
    value: str
    excluded: bool = False

    def __str__(self) -> str:
        return ("-" if self.excluded else "") + self._written()

    def _written(self) -> str:
        if self.operator == "word":
            return self.value
        if self.operator == "phrase":
            return f'"{self.value}"'
        if self.operator == "tag" and not re.search(r"[\[\]]", self.value):
            return f"[{self.value}]"
        value = f'"{self.value}"' if re.search(r"[\s\[\]]", self.value) else self.value
        return f"{self.operator}:{value}"


@dataclass(frozen=True)
class SearchQuery:
    """A query that was understood.

    `notes` are sentences for the reader about what was not. `language` is the reader's own, whose word forms are
    matched as well. `spaces` are the spaces that `space:` stands for, set by `with_spaces`; a name that nobody turned
    into ids finds nothing.
    """

    clauses: tuple[Clause, ...]
    notes: tuple[str, ...] = ()
    language: str | None = None
    created: Range = EVERYTHING
    score: Range = EVERYTHING
    spaces: frozenset[int] | None = None

    @cached_property
    def text(self) -> str:
        """The query written in the one canonical way, for addresses that are shared."""
        return " ".join(map(str, self.clauses))

    def values(self, *operators: str, excluded: bool = False) -> tuple[str, ...]:
        """Return the values of some operators, in their order."""
        return tuple(c.value for c in self.clauses if c.operator in operators and c.excluded == excluded)

    @property
    def words(self) -> tuple[str, ...]:
        """Words that are asked for, as they were typed."""
        return self.values("word")

    @property
    def phrases(self) -> tuple[str, ...]:
        """Phrases that are asked for."""
        return self.values("phrase")

    @property
    def excluded(self) -> tuple[str, ...]:
        """Words and phrases that must not be there."""
        return self.values("word", "phrase", excluded=True)

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags that a document must carry."""
        return self.values("tag")

    @property
    def authors(self) -> tuple[str, ...]:
        """Names, or words of names, that the author must bear."""
        return self.values("author")

    @property
    def states(self) -> tuple[str, ...]:
        """Kinds and states that a document must have."""
        return self.values("is")

    @property
    def space_names(self) -> tuple[str, ...]:
        """Names or slugs of spaces, of which a document must be in one."""
        return self.values("space")

    @property
    def in_title(self) -> bool:
        """Whether words and phrases must be in the title."""
        return bool(self.values("in"))

    @property
    def thread(self) -> int | None:
        """The thread to search in."""
        threads = self.values("thread")
        return int(threads[-1]) if threads else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(
            clause.operator != "in" and not (clause.excluded and clause.operator in {"word", "phrase"})
            for clause in self.clauses
        )

    def marks(self, *, excluded: bool = False) -> tuple[str, ...]:
        """Return the properties that a document must have, or must not have."""
        chosen = (c for c in self.clauses if c.operator in {"tag", "author", "is"} and c.excluded == excluded)
        return tuple(dict.fromkeys(mark(c.operator, c.value) for c in chosen))

    def word_units(self, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> list[Unit]:
        """Return what the words stand for, each once; stop words only where there is nothing else."""
        stems = languages_of(self.language, languages)
        units = list(dict.fromkeys(unit for word in self.words for unit in word_units(word, stems)))
        telling = [unit for unit in units if fold(unit.text) not in STOP_WORDS]
        return telling or ([] if self.phrases else units)

    def phrase_units(self, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> list[Unit]:
        """Return what the phrases stand for, each once."""
        stems = languages_of(self.language, languages)
        return list(dict.fromkeys(unit for text in self.phrases if (unit := phrase_unit(text, stems))))

    def excluded_units(self, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> list[Unit]:
        """Return what documents must not hold; a word of several parts is taken as a phrase."""
        stems = languages_of(self.language, languages)
        return [unit for text in self.excluded if (unit := phrase_unit(text, stems))]

    def with_spaces(self, ids: Mapping[str, int | Collection[int]]) -> "SearchQuery":
        """Return the query with the names after `space:` turned into ids; names are compared folded."""
        known = {fold(name): {found} if isinstance(found, int) else set(found) for name, found in ids.items()}
        if not self.space_names:
            return self
        return replace(self, spaces=frozenset().union(*(known.get(fold(name), set()) for name in self.space_names)))

    def narrowed(self, visible: Collection[int] | None) -> Collection[int] | None:
        """Return the spaces to search of those that the reader may see (None: all)."""
        if not self.space_names:
            return visible
        wanted = self.spaces or frozenset()
        return wanted if visible is None else wanted & frozenset(visible)

    def corrected(self, words: Mapping[str, str]) -> "SearchQuery":
        """Return the query with some words replaced inside its word clauses."""
        return replace(self, clauses=tuple(_corrected(self.clauses, words)))


def _corrected(clauses: Iterable[Clause], words: Mapping[str, str]) -> Iterator[Clause]:
    for clause in clauses:
        value = clause.value
        if clause.operator == "word" and not clause.excluded:
            for wrong, right in words.items():
                value = value.replace(wrong, right)
        yield clause._replace(value=value)
