"""Counts again what is kept on contributions and tags but follows from other rows: for one thread, for some, for all.

Every function writes only what differs and returns how many rows it changed. `ids` is a statement that selects ids,
ONE or THREAD_OF_ONE with `one` bound to it, or None for all.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    ScalarSelect,
    Select,
    Table,
    Update,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import aliased

from contributions.kinds import KINDS
from contributions.models import Contribution, Space, State, Tag, Tagging, Visibility, Vote
from contributions.ranking import hot
from core.clock import now
from core.database import Base, Key, db, read
from core.paging import AnySelect

Ids = Select[int] | None
CHUNK = 1000
HOUR = timedelta(hours=1)

Reply = aliased(Contribution, flat=True)
Row = aliased(Contribution, flat=True)
# Ids to be bound when a statement runs, as putting these statements together takes longer than running them.
ONE = select(bindparam("one", type_=Key))
THREAD_OF_ONE = select(func.coalesce(Contribution.thread_id, Contribution.id)).where(
    Contribution.id == ONE.scalar_subquery()
)


def recount_contribution(key: int) -> None:
    """Count the votes on one contribution, and rank its thread anew."""
    recount_contributions(ONE, one=key)
    recount_hot(THREAD_OF_ONE, one=key)


def recount_contributions(ids: Ids = None, one: int | None = None) -> int:
    """Add the valid votes to the opening scores of these contributions."""
    return _run(_scores(ids), one)


def recount_thread(key: int) -> None:
    """Count one thread anew, with everything in it but its votes."""
    recount_threads(ONE, one=key)


def recount_threads(ids: Ids = None, one: int | None = None) -> int:
    """Derive what is concealed, the counts of replies and comments, the last activity and the rank of these threads."""
    changed = sum(_run(statement, one) for statement in _derived(ids))
    recount_hot(ids, one=one)
    return changed


def recount_hot(ids: Ids = None, at: datetime | None = None, one: int | None = None) -> int:
    """Rank these threads as they stand at a moment, by default now."""
    at, last, changed = at or now(), 0, 0
    while rows := read(_ranked(ids), {"last": last, "one": one}).all():
        ranks = [{"key": row.id, "rank": _rank(row, at)} for row in rows]
        moved = [new for new, row in zip(ranks, rows, strict=True) if new["rank"] != row.hot]
        if moved:
            table = cast("Table", Contribution.__table__)
            changed += len(moved)
            db.session.connection().execute(
                update(table).where(table.c.id == bindparam("key")).values(hot=bindparam("rank")), moved
            )
        last = rows[-1].id
    return changed


def recount_tags(ids: Ids = None) -> int:
    """Count the standing threads in public spaces that carry these tags."""
    counted = (
        select(func.count())
        .select_from(Tagging)
        .join(Row, Row.id == Tagging.contribution_id)
        .join(Space, Space.id == Row.space_id)
        .where(Tagging.tag_id == Tag.id, Row.state == State.PUBLISHED, Space.visibility == Visibility.PUBLIC)
        .correlate(Tag)
        .scalar_subquery()
    )
    return write_changes(Tag, "public_count", select(Tag.id, counted.label("value")).where(_among(Tag, ids)))


def recount_spaces(ids: Ids = None) -> int:
    """Count the standing threads of these spaces."""
    threads = select(func.count()).where(
        Row.space_id == Space.id, Row.thread_id.is_(None), Row.state == State.PUBLISHED
    )
    counted = threads.correlate(Space).scalar_subquery()
    return write_changes(Space, "thread_count", select(Space.id, counted.label("value")).where(_among(Space, ids)))


def write_changes(model: type[Base], column: str, computed: Select[int, Any]) -> int:
    """Write computed values (columns `id` and `value`) to a column where they differ; returns how many rows did."""
    return _run(_update(model, column, computed))


def _update(model: type[Base], column: str, computed: Select[int, Any]) -> Update:
    table, values = cast("Table", model.__table__), computed.subquery()
    differs = table.c[column].is_distinct_from(values.c.value)
    return update(table).values({column: values.c.value}).where(table.c.id == values.c.id, differs)


def _run(statement: Update, one: int | None = None) -> int:
    bound = {} if one is None else {"one": one}
    return cast("CursorResult[Any]", db.session.execute(statement, bound)).rowcount


def stands(row: Any) -> ColumnElement[bool]:
    """Whether a contribution is published, and so is everything above it."""
    standing: ColumnElement[bool] = (row.state == State.PUBLISHED) & row.concealed.is_(False)
    return standing


@lru_cache(maxsize=4)
def _scores(ids: Ids) -> Update:
    votes = select(func.sum(Vote.value)).where(Vote.contribution_id == Row.id, Vote.valid.is_(True))
    valid = func.coalesce(votes.correlate(Row).scalar_subquery(), 0)
    return _set("score", Row.opening_score + valid, _among(Row, ids))


@lru_cache(maxsize=4)
def _derived(ids: Ids) -> tuple[Update, ...]:
    opens = Row.thread_id.is_(None) & _among(Row, ids)
    return (
        _conceal(ids),
        _set("comment_count", _comments(), or_(_among(Row, ids), _within(Row, ids))),
        _set("reply_count", _replies(func.count()), opens),
        _set("active_at", _last_activity(), opens),
    )


def _set(column: str, value: ColumnElement[Any], where: ColumnElement[bool]) -> Update:
    return _update(Contribution, column, select(Row.id, value.label("value")).where(where))


def _among(row: Any, ids: Ids) -> ColumnElement[bool]:
    return true() if ids is None else row.id.in_(ids)


def _within(row: Any, ids: Ids) -> ColumnElement[bool]:
    return true() if ids is None else row.thread_id.in_(ids)


def _conceal(ids: Ids) -> Update:
    above = aliased(Contribution, flat=True)
    fallen = select(above.id).where(above.state != State.PUBLISHED, or_(_among(above, ids), _within(above, ids)))
    below = select(Reply.id).where(Reply.parent_id.in_(fallen)).cte("below", recursive=True, nesting=True)
    deeper = aliased(Contribution, flat=True)
    below = below.union(select(deeper.id).join(below, deeper.parent_id == below.c.id))
    return _set("concealed", Row.id.in_(select(below.c.id)), Row.thread_id.is_not(None) & _within(Row, ids))


def _comments() -> ScalarSelect[int]:
    below = select(func.count()).where(Reply.host_id == Row.id, stands(Reply))
    return below.correlate(Row).scalar_subquery()


def _replies(what: ColumnElement[Any], row: Any = Row) -> ScalarSelect[Any]:
    """Something of the replies of a thread that stand: answers of a question, all comments of a discussion."""
    own = [(row.kind == kind.name, kind.replied_by) for kind in KINDS.values() if kind.replied_by]
    replied_by: Any = case(*own, else_="comment") if own else "comment"
    below = (Reply.thread_id == row.id) & (Reply.kind == replied_by)
    replies = select(what).where(below, stands(Reply))
    return replies.correlate(row).scalar_subquery()


def _last_activity() -> ScalarSelect[datetime]:
    something = or_(Reply.id == Row.id, (Reply.thread_id == Row.id) & stands(Reply))
    return select(func.max(Reply.created_at)).where(something).correlate(Row).scalar_subquery()


@lru_cache(maxsize=4)
def _ranked(ids: Ids) -> AnySelect:
    scores = func.coalesce(_replies(func.sum(Reply.score)), 0).label("reply_scores")
    return (
        select(Row.id, Row.hot, Row.views, Row.reply_count, Row.score, Row.created_at, Row.active_at, scores)
        .where(Row.thread_id.is_(None), Row.id > bindparam("last", type_=Key), _among(Row, ids))
        .order_by(Row.id)
        .limit(CHUNK)
    )


def _rank(row: Any, at: datetime) -> float:
    age, quiet = (at - row.created_at) / HOUR, (at - row.active_at) / HOUR
    return hot(row.views, row.reply_count, row.score, int(row.reply_scores), age, quiet)
