"""Writes our terms as PostgreSQL's tsvector and tsquery, so that no dictionary of its own comes between."""

from collections import defaultdict
from collections.abc import Iterable

from core.search.analysis import Unit
from core.search.documents import AUTHOR, BODY, TAGS, TITLE, SearchDocument, entries

_LETTERS = {TITLE: "A", TAGS: "B", AUTHOR: "C", BODY: "D"}
# What one occurrence counts in {D, C, B, A}.
RANK_WEIGHTS = [0.15, 0.08, 0.4, 1.0]
# PostgreSQL keeps no more positions of one word.
_MOST_POSITIONS = 255


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def vector_of(document: SearchDocument, languages: tuple[str, ...]) -> str:
    """Return a document as the text of a tsvector."""
    places: dict[str, list[str]] = defaultdict(list)
    for terms, position, weight in entries(document, languages):
        for term in terms:
            places[term].append(f"{position}{_LETTERS[weight]}")
    return " ".join(f"{_quoted(term)}:{','.join(found[:_MOST_POSITIONS])}" for term, found in places.items())


def any_of(terms: Iterable[str], label: str = "") -> str:
    """Return a tsquery that one of the terms meets; `label` limits it to a part, as `:A` to the title."""
    return "(" + " | ".join(_quoted(term) + label for term in terms) + ")"


def query_of(unit: Unit, label: str = "") -> str:
    """Return a tsquery for a word or a phrase."""
    text, before = "", 0
    for offset, terms in unit.slots:
        text += (f" <{offset - before}> " if text else "") + any_of(terms, label)
        before = offset
    return f"({text})"
