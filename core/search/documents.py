"""What is searched: a document, the terms that it is found by, and how much it weighs among equals."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from core.search.analysis import DEFAULT_LANGUAGES, languages_of, tokens
from core.search.folding import fold

# Each part of a document has its own stretch of positions, so that no phrase runs from one part into the next. The
# last position that PostgreSQL keeps is 16 383.
TITLE_AT, TITLE_MOST = 1, 200
BODY_AT, BODY_MOST = 300, 15_000
TAGS_AT, TAGS_MOST = 15_500, 300
AUTHOR_AT, AUTHOR_MOST = 16_000, 300
# How much one occurrence counts, by part.
TITLE, BODY, TAGS, AUTHOR = 4.0, 1.0, 2.5, 0.6

# BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"), with a fixed mean length: a score then
# does not change while other documents come and go, and pages stay where they are.
K1, B, MEAN_LENGTH = 1.2, 0.6, 100.0
_RECENCY_FROM = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_YEAR = 365.25 * 86_400


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found. `body` is plain text; a `created` without a zone is UTC."""

    id: int
    kind: str
    thread: int
    space: int
    author: int | None
    author_name: str
    title: str
    body: str
    tags: tuple[str, ...]
    state: frozenset[str]
    score: int
    created: datetime
    language: str | None = None


class Entry(NamedTuple):
    """The terms of a document at one position, with the weight of the part that they stand in."""

    terms: tuple[str, ...]
    position: int
    weight: float


def stamp(moment: datetime) -> int:
    """Return whole seconds since 1970."""
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _parts(document: SearchDocument) -> Iterator[tuple[str, int, int, float]]:
    yield document.title, TITLE_AT, TITLE_MOST, TITLE
    yield document.body, BODY_AT, BODY_MOST, BODY
    yield " ".join(document.tags), TAGS_AT, TAGS_MOST, TAGS
    yield document.author_name, AUTHOR_AT, AUTHOR_MOST, AUTHOR


def entries(document: SearchDocument, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> Iterator[Entry]:
    """Yield the terms of a document, part by part."""
    stems = languages_of(document.language, languages)
    for text, first, most, weight in _parts(document):
        for token in tokens(text, stems, most):
            yield Entry(token.terms, first + token.position, weight)


def mark(operator: str, value: str) -> str:
    """Return the term of a property such as `tag:imap`; case, accents and spacing do not matter."""
    return f"{operator}:{' '.join(fold(value).split())}"


def marks(document: SearchDocument) -> frozenset[str]:
    """Return the properties that a query can ask for: kind, state, tags, the author's name and its words."""
    author = document.author_name
    return frozenset(
        [
            mark("is", document.kind),
            *(mark("is", word) for word in document.state),
            *(mark("tag", tag) for tag in document.tags),
            *(mark("author", name) for name in (author, *author.split()) if name.strip()),
        ]
    )


def boost(document: SearchDocument) -> float:
    """Return what the words' score is multiplied by: solved, well-voted and newer posts first among equals.

    It depends on nothing but the document, so that it is worked out once and pages do not move with the clock:
    two per cent a year since 2000, a tenth for each tenfold of votes, a fifth for an accepted answer.
    """
    solved = 1.2 if "accepted" in document.state else 1.1 if document.state & {"solved", "official"} else 1.0
    votes = 1 + 0.1 * math.log10(1 + max(document.score, 0))
    age = 1 + 0.02 * max(0.0, (stamp(document.created) - _RECENCY_FROM) / _YEAR)
    return solved * votes * age


def length_norm(length: int) -> float:
    """Return the denominator's share of a document's length in BM25, from its count of positions."""
    return K1 * (1 - B + B * length / MEAN_LENGTH)
