"""The SQL of a search: what matches, how it ranks, which page of it is asked for."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    Integer,
    Numeric,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, array, distinct_on
from sqlalchemy.types import REAL, Text

from core.search.on_postgresql.tables import documents
from core.search.on_postgresql.terms import RANK_WEIGHTS, query_of
from core.search.planning import Plan
from core.search.ports import PageKey
from core.search.ranking import ALL_WORDS_IN_TITLE

# Ranking reads the whole vector of each match, about 20 µs: of more matches than this the newest are ranked.
MOST_RANKED = 10_000
_BY_LOGARITHM_OF_LENGTH = 1


def _tsquery(text: str) -> ColumnElement[Any]:
    return cast(literal(text), TSQUERY)


def holds(text: str) -> ColumnElement[bool]:
    """Return the condition that a document meets a tsquery."""
    condition: ColumnElement[bool] = documents.c.vector.op("@@", is_comparison=True)(_tsquery(text))
    return condition


def _words(plan: Plan) -> list[ColumnElement[bool]]:
    label = ":A" if plan.in_title else ""
    required = [query_of(unit, label) for unit in (plan.phrases if plan.is_relaxed else (*plan.words, *plan.phrases))]
    conditions = [holds(" & ".join(required))] if required else []
    if plan.is_relaxed:
        several = [query_of(unit, label) for unit in plan.words]
        conditions += [holds(" | ".join(several)), _count_of(several) >= plan.needed]
    conditions += [not_(holds(query_of(unit))) for unit in plan.excluded]
    return conditions


def _count_of(queries: list[str]) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for text in queries:
        total += cast(holds(text), Integer)
    return total


def _limits(plan: Plan) -> list[ColumnElement[bool]]:
    columns = documents.c
    result: list[ColumnElement[bool]] = []
    for column, limits in ((columns.created, plan.created), (columns.score, plan.score)):
        if limits.first is not None:
            result.append(column >= limits.first)
        if limits.end is not None:
            result.append(column < limits.end)
    if plan.spaces is not None:
        result.append(columns.space.in_(sorted(plan.spaces)))
    if plan.thread is not None:
        result.append(columns.thread == plan.thread)
    return result


def _marks(plan: Plan) -> list[ColumnElement[bool]]:
    result: list[ColumnElement[bool]] = []
    if plan.marks:
        result.append(documents.c.marks.op("@>", is_comparison=True)(cast(array(plan.marks), ARRAY(Text))))
    if plan.excluded_marks:
        overlap = documents.c.marks.op("&&", is_comparison=True)(cast(array(plan.excluded_marks), ARRAY(Text)))
        result.append(not_(overlap))
    return result


def _score(plan: Plan, found: CTE) -> ColumnElement[float]:
    """Return the score of a candidate: its rank, its standing, and whether the title says it all."""
    units = (*plan.words, *plan.phrases)
    if not units:
        return cast(found.c.created, Double)
    sign = " | " if plan.is_relaxed else " & "
    asked = _tsquery(sign.join(query_of(unit) for unit in units))
    weights = cast(array(RANK_WEIGHTS), ARRAY(REAL))
    rank = func.ts_rank_cd(weights, found.c.vector, asked, _BY_LOGARITHM_OF_LENGTH) * 100 * found.c.boost
    titled = found.c.vector.op("@@")(_tsquery(" & ".join(query_of(unit, ":A") for unit in units)))
    lifted = rank * case((titled, ALL_WORDS_IN_TITLE), else_=1.0)
    return cast(func.round(cast(lifted, Numeric), 6), Double)


def page_statement(plan: Plan, generation: int, key: PageKey | None, limit: int, *, collapse: bool) -> Select[Any]:
    """Return the statement for a page and one hit more: id, score, kind, thread, total."""
    columns = documents.c
    conditions = and_(
        columns.generation == generation, columns.vector.is_not(None), *_words(plan), *_limits(plan), *_marks(plan)
    )
    candidates = (
        select(documents).where(conditions).order_by(columns.id.desc()).limit(MOST_RANKED + 1).cte("candidates")
    )
    fields = (candidates.c.id, candidates.c.kind, candidates.c.thread, _score(plan, candidates).label("points"))
    found = select(*fields).cte("found")
    if collapse:
        order = (found.c.thread, found.c.points.desc(), found.c.id.desc())
        found = select(found).ext(distinct_on(found.c.thread)).order_by(*order).cte("best")
    total = select(func.count()).select_from(found).scalar_subquery()
    ranked = select(found.c.id, found.c.points, found.c.kind, found.c.thread, total.label("total"))
    if key is not None:
        ranked = ranked.where(tuple_(found.c.points, found.c.id) < tuple_(literal(key.score, Double), literal(key.id)))
    return ranked.order_by(found.c.points.desc(), found.c.id.desc()).limit(limit + 1)
