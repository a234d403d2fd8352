"""Matches and scores documents from postings, a term at a time: BM25 over whole blocks, then filters, then the page.

Stepping through postings one document at a time costs Python several microseconds each; taking them by the block costs
a tenth of that, and gives the exact total and any filter with it.
"""

import heapq
import math
import time
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from core.search.analysis import Unit
from core.search.documents import K1
from core.search.planning import Plan
from core.search.ports import PageKey
from core.search.ranges import EVERYTHING

TEXT, TITLE, MARK = "text", "title", "mark"
ALL_WORDS_IN_TITLE = 1.3
Block = tuple[Sequence[int], Sequence[float]]
# Score, id, thread, number of the segment, number in the segment: sorted downwards, it is the order of the answer.
Match = tuple[float, int, int, int, int]


class Segment(Protocol):
    """A part of an index that no longer changes, but for documents that are struck out; they are numbered from 0."""

    ids: "array[int]"
    threads: "array[int]"
    spaces: "array[int]"
    created: "array[int]"
    scores: "array[int]"
    norms: "array[float]"
    boosts: "array[float]"
    deleted: frozenset[int]

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term."""

    def blocks(self, field: str, term: str, wanted: Collection[int] | None = None) -> Iterator[Block]:
        """Yield document numbers and weights; blocks without a wanted document may be left out."""

    def placed(self, field: str, term: str, wanted: Collection[int] | None = None) -> dict[int, bytes]:
        """Return documents that hold a term, wanted ones at least, with its positions packed as unsigned shorts."""


class Deadline:
    """When a search must be done; what was found until then is the answer."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.passed = False

    def bounded(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield blocks until time is up."""
        for block in blocks:
            yield block
            if time.monotonic() > self._end:
                self.passed = True
                return


def inverse_frequency(size: int, frequency: int) -> float:
    """Return how telling a term is that `frequency` of `size` documents hold (BM25, never negative)."""
    return math.log(1 + max(size - frequency, 0) / (frequency + 0.5) + 0.5 / (frequency + 0.5))


def weights_of(segments: Sequence[Segment], units: Iterable[Unit], field: str) -> dict[Unit, float]:
    """Return the inverse frequency of each unit over all segments; a phrase is as telling as its terms together."""
    size = sum(len(segment.ids) for segment in segments)

    def weight(terms: tuple[str, ...]) -> float:
        frequency = max(sum(segment.frequency(field, term) for segment in segments) for term in terms)
        return inverse_frequency(size, frequency)

    return {unit: sum(weight(terms) for _, terms in unit.slots) for unit in units}


def _documents(segment: Segment, field: str, terms: Iterable[str], wanted: Collection[int] | None = None) -> set[int]:
    return {number for term in terms for numbers, _ in segment.blocks(field, term, wanted) for number in numbers}


def _word_scores(
    segment: Segment,
    field: str,
    terms: tuple[str, ...],
    weight: float,
    wanted: Collection[int] | None,
    deadline: Deadline,
) -> dict[int, float]:
    """Return the BM25 score of every document that holds one of the terms; the best of them counts."""
    result: dict[int, float] = {}
    norms, factor = segment.norms, weight * (K1 + 1)
    for term in terms:
        for numbers, counts in deadline.bounded(segment.blocks(field, term, wanted)):
            found = {n: factor * count / (count + norms[n]) for n, count in zip(numbers, counts, strict=True)}
            if len(terms) > 1:
                found = {n: score for n, score in found.items() if score > result.get(n, 0.0)}
            result.update(found)
    return result


def _phrase_counts(segment: Segment, field: str, unit: Unit, wanted: Collection[int] | None) -> dict[int, int]:
    """Return how often each document holds all terms at their offsets; places are unpacked only where all terms are."""
    rarest_first = sorted(unit.slots, key=lambda slot: sum(segment.frequency(field, term) for term in slot[1]))
    kept = None if wanted is None else set(wanted)
    slots: list[tuple[int, list[dict[int, bytes]]]] = []
    for offset, terms in rarest_first:
        several = [segment.placed(field, term, kept) for term in terms]
        holders = set().union(*several)
        kept = holders if kept is None else kept & holders
        slots.append((offset, several))
        if not kept:
            return {}
    counted = ((number, len(_starts(slots, number))) for number in kept or ())
    return {number: count for number, count in counted if count}


def _starts(slots: Sequence[tuple[int, list[dict[int, bytes]]]], number: int) -> set[int]:
    """Return where a phrase begins in a document."""
    starts: set[int] | None = None
    for offset, several in slots:
        packed = b"".join([places[number] for places in several if number in places])
        found = {position - offset for position in memoryview(packed).cast("H")}
        starts = found if starts is None else starts & found
        if not starts:
            break
    return starts or set()


def _scores(
    segment: Segment, field: str, unit: Unit, weight: float, wanted: Collection[int] | None, deadline: Deadline
) -> dict[int, float]:
    if not unit.is_phrase:
        return _word_scores(segment, field, unit.slots[0][1], weight, wanted, deadline)
    counts = _phrase_counts(segment, field, unit, wanted)
    factor = weight * (K1 + 1)
    return {n: factor * count / (count + segment.norms[n]) for n, count in counts.items()}


def _numbers(segment: Segment, unit: Unit) -> Collection[int]:
    if unit.is_phrase:
        return _phrase_counts(segment, TEXT, unit, None).keys()
    return _documents(segment, TEXT, unit.slots[0][1])


def _within(segment: Segment, plan: Plan) -> set[int] | None:
    """Return the documents that have all the marks and lie in the thread; None where neither is asked for."""
    kept: set[int] | None = None
    if plan.thread is not None:
        kept = {number for number, thread in enumerate(segment.threads) if thread == plan.thread}
    for term in plan.marks:
        found = _documents(segment, MARK, (term,), kept)
        kept = found if kept is None else kept & found
    return kept


def _all_of(
    segment: Segment, plan: Plan, units: Sequence[Unit], weights: dict[Unit, float], deadline: Deadline
) -> dict[int, float] | None:
    """Return the summed scores of documents that hold every unit, rarest first; None where no unit is asked for."""
    field = TITLE if plan.in_title else TEXT
    within: Collection[int] | None = _within(segment, plan)
    total: dict[int, float] | None = None if within is None else dict.fromkeys(within, 0.0)
    for unit in sorted(units, key=lambda unit: -weights[unit]):
        found = _scores(segment, field, unit, weights[unit], total, deadline)
        total = found if total is None else {n: total[n] + score for n, score in found.items() if n in total}
    return total


def _most_of(
    segment: Segment, plan: Plan, base: dict[int, float] | None, weights: dict[Unit, float], deadline: Deadline
) -> dict[int, float]:
    """Return the summed scores of documents that hold enough of the words, besides what `base` holds."""
    field = TITLE if plan.in_title else TEXT
    total: dict[int, float] = {}
    held: dict[int, int] = {}
    for unit in plan.words:
        for number, score in _scores(segment, field, unit, weights[unit], base, deadline).items():
            if base is None or number in base:
                total[number] = total.get(number, 0.0) + score
                held[number] = held.get(number, 0) + 1
    extra = base or {}
    return {n: score + extra.get(n, 0.0) for n, score in total.items() if held[n] >= plan.needed}


def _matching(segment: Segment, plan: Plan, weights: dict[Unit, float], deadline: Deadline) -> dict[int, float]:
    """Return the score of every document that holds what is asked for, before limits."""
    if plan.is_relaxed:
        base = _all_of(segment, plan, plan.phrases, weights, deadline)
        scores = _most_of(segment, plan, base, weights, deadline)
    else:
        found = _all_of(segment, plan, (*plan.words, *plan.phrases), weights, deadline)
        scores = found if found is not None else dict.fromkeys(range(len(segment.ids)), 0.0)
    for unit in plan.excluded:
        for number in _numbers(segment, unit):
            scores.pop(number, None)
    for term in plan.excluded_marks:
        for number in _documents(segment, MARK, (term,), scores):
            scores.pop(number, None)
    return scores


def _titled(segment: Segment, plan: Plan, scores: dict[int, float]) -> set[int]:
    """Return the documents whose title holds all the words."""
    if plan.in_title or not plan.words or any(unit.is_phrase for unit in plan.words):
        return set()
    return set.intersection(*(_documents(segment, TITLE, unit.slots[0][1], scores) for unit in plan.words))


def _within_limits(segment: Segment, plan: Plan, numbers: Iterable[int]) -> list[int]:
    """Return the documents that were not struck out and lie in the spaces and ranges of the plan.

    One pass for each limit that there is: a common word comes here with tens of thousands of documents.
    """
    kept = [number for number in numbers if number not in segment.deleted]
    if plan.spaces is not None:
        spaces, allowed = segment.spaces, plan.spaces
        kept = [number for number in kept if spaces[number] in allowed]
    if plan.created != EVERYTHING:
        kept = [number for number in kept if plan.created.holds(segment.created[number])]
    if plan.score != EVERYTHING:
        kept = [number for number in kept if plan.score.holds(segment.scores[number])]
    return kept


def matches(place: int, segment: Segment, plan: Plan, weights: dict[Unit, float], deadline: Deadline) -> list[Match]:
    """Return every match in a segment; where no words are asked for, the newest count most."""
    scores = _matching(segment, plan, weights, deadline)
    numbers = _within_limits(segment, plan, scores)
    ids, threads, boosts, created = segment.ids, segment.threads, segment.boosts, segment.created
    if not weights:
        return [(float(created[n]), ids[n], threads[n], place, n) for n in numbers]
    titled = _titled(segment, plan, scores)
    lift = dict.fromkeys(titled, ALL_WORDS_IN_TITLE).get
    return [(scores[n] * boosts[n] * lift(n, 1.0), ids[n], threads[n], place, n) for n in numbers]


def best_of_threads(found: Iterable[Match]) -> list[Match]:
    """Return the best match of each thread."""
    best: dict[int, Match] = {}
    for match in found:
        thread = match[2]
        if thread not in best or match > best[thread]:
            best[thread] = match
    return list(best.values())


def page_of(found: Iterable[Match], key: PageKey | None, limit: int) -> list[Match]:
    """Return the first `limit` matches and one more below the key, best first."""
    if key is not None:
        end = (key.score, key.id)
        found = (match for match in found if match[:2] < end)
    return heapq.nlargest(limit + 1, found)
