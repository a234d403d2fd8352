"""The passage of a text that shows best why it was found, cut into plain and marked pieces."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.search.analysis import DEFAULT_LANGUAGES, languages_of, tokens
from core.search.query import SearchQuery

LENGTH = 200
# A snippet is looked for in the beginning of a very long text, so that a page of hits stays quick.
_FARTHEST = 50_000


class _Hit(NamedTuple):
    start: int
    end: int
    terms: frozenset[str]


def _asked(query: SearchQuery, languages: tuple[str, ...]) -> frozenset[str]:
    units = [*query.word_units(languages), *query.phrase_units(languages)]
    terms = {term for unit in units for _, alternatives in unit.slots for term in alternatives}
    return frozenset(terms | {part for unit in units for part in unit.parts})


def _hits(text: str, query: SearchQuery, languages: tuple[str, ...]) -> list[_Hit]:
    stems = languages_of(query.language, languages)
    asked = _asked(query, languages)
    found = ((token, asked.intersection(token.terms)) for token in tokens(text, stems)) if asked else ()
    return [_Hit(token.start, token.end, terms) for token, terms in found if terms]


def _best(hits: list[_Hit], length: int) -> int:
    """Return where the passage begins that holds the most different terms, then the most hits; the first of equals."""
    starts = [hit.start for hit in hits]

    def worth(i: int) -> tuple[int, int]:
        held = hits[i : bisect_left(starts, starts[i] + length)]
        return len(frozenset().union(*(hit.terms for hit in held))), len(held)

    # More hits than this are in few texts, and any of the first passages will do.
    return starts[max(range(min(len(hits), 500)), key=lambda i: (worth(i), -i))]


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Return a stretch of about `length` characters around a hit, from and to a space where one is near."""
    start = max(0, min(first - length // 4, len(text) - length))
    end = min(len(text), start + length)
    if start:
        space = text.find(" ", start, min(start + 20, first))
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(end - 20, first + 1), end)
        end = space if space >= 0 else end
    return start, end


def _merged(hits: Iterable[_Hit], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the marked stretches of a window, overlapping ones (pairs of characters) as one."""
    open_at = open_to = -1
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        if hit.start > open_to:
            if open_to > open_at:
                yield open_at, open_to
            open_at = hit.start
        open_to = max(open_to, hit.end)
    if open_to > open_at:
        yield open_at, open_to


def snippet(
    text: str, query: SearchQuery, length: int = LENGTH, languages: tuple[str, ...] = DEFAULT_LANGUAGES
) -> list[tuple[str, bool]]:
    """Return the best passage of about `length` characters as (fragment, is a hit) pairs.

    The fragments together are the passage with runs of white space as one space, and an ellipsis where it was cut; they
    are plain text, for a template to escape. An empty text gives an empty list.
    """
    text = " ".join(text[:_FARTHEST].split())
    hits = _hits(text, query, languages)
    start, end = _window(text, _best(hits, length) if hits else 0, length)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    place = start
    for first, last in _merged(hits, start, end):
        pieces += [(text[place:first], False), (text[first:last], True)]
        place = last
    pieces.append((text[place:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
