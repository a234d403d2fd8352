"""What an artefact is in terms that can be compared: its maker, kind, time, medium, subjects."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# How much each sort of term weighs. Kind and time together are what tastes are made of; a medium says little beside.
WEIGHTS = {
    "maker": 1.0,
    "class": 1.0,
    "period": 0.8,
    "century": 0.8,
    "class and period": 1.2,
    "class and century": 1.2,
    "movement": 1.0,
    "subject": 0.9,
    "place": 0.5,
    "department": 0.4,
    "medium": 0.4,
}
OTHER = 0.5
LONGEST_WORD = 60
# Years that are known no better than this say nothing of a century.
WIDEST_CENTURY, WIDEST_HALF = 200, 100
UNKNOWN = re.compile(r"^(?:unknown|anonymous|unidentified|unbekannt|inconnu)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\s*[|;]\s*")
PIECES = re.compile(r"[^\W\d_]{3,}")
SMALL_WORDS = frozenset("and the with for from und mit auf der die das des les sur avec".split())  # noqa: SIM905

Term = tuple[str, str]


class Described(NamedTuple):
    """What is known of an artefact; years are those between which it was made."""

    maker: str = ""
    classification: str = ""
    period: str = ""
    department: str = ""
    medium: str = ""
    year_from: int | None = None
    year_to: int | None = None
    subjects: tuple[Term, ...] = ()


def terms_of(artefact: Described) -> set[Term]:
    """Return the terms of an artefact as (sort, word), in lower case: `("class", "glass")`, `("century", "1800")`."""
    return {(sort, word.strip().casefold()[:LONGEST_WORD]) for sort, word in _terms(artefact) if word.strip()}


def makers_of(maker: str) -> list[str]:
    """Return the makers that a label names; somebody unknown is nobody."""
    return [one for one in SEVERAL.split(maker.strip()) if one and not UNKNOWN.match(one)]


def _terms(artefact: Described) -> Iterator[Term]:
    yield from (("maker", one) for one in makers_of(artefact.maker))
    yield from artefact.subjects
    yield "class", artefact.classification
    yield "department", artefact.department
    yield "period", artefact.period
    yield from (("medium", word) for word in _pieces(artefact.medium))
    centuries = list(_centuries(artefact.year_from, artefact.year_to))
    yield from (("century", one) for one in centuries)
    if kind := artefact.classification:
        times = [("class and century", one) for one in centuries]
        times += [("class and period", artefact.period)] if artefact.period else []
        yield from ((sort, f"{kind}, {time}") for sort, time in times)


def _pieces(text: str) -> Iterable[str]:
    return (word for word in PIECES.findall(text.casefold()) if word not in SMALL_WORDS)


def _centuries(first: int | None, last: int | None) -> Iterator[str]:
    """Yield the century of a range of years by its first year, and the half of it where that is known: 1800, 1850+."""
    if first is None and last is None:
        return
    first, last = first if first is not None else last or 0, last if last is not None else first or 0
    middle, width = (first + last) // 2, last - first
    if width <= WIDEST_CENTURY:
        yield str(middle // 100 * 100)
    if width <= WIDEST_HALF:
        yield f"{middle // 50 * 50}+"
