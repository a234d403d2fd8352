"""Keeps what the board sorts by in step with votes and readers: at once for one idea, at night for all."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, exists, func, select, update

from contributions.models import Contribution, Vote
from contributions.resuming.models import ReadPosition
from core.database import db, read
from ideas.models import Idea
from ideas.ranking.scoring import USUAL, appeal, controversy, draw_lot, expected

CHUNK = 500
# How many readers the usual share counts for in the mean of the board.
FIRM = 100
# A mean that moved less changes nobody's place.
NOTABLE = 0.002
IDEA: Any = Idea.__table__
VOTE: Any = Vote.__table__
READ: Any = ReadPosition.__table__
# A vote that came with an archive, or that staff cast for a customer, says nothing about those who read the page here.
HAS_READ = exists().where(READ.c.member_id == VOTE.c.member_id, READ.c.thread_id == VOTE.c.contribution_id)


def settle_votes(contribution: Contribution) -> None:
    """Weigh an idea whose votes changed, in the same transaction."""
    if contribution.kind == "idea":
        weigh([contribution.id])


def count_readers(keys: Sequence[int]) -> None:
    """Count anew who has read these ideas, and weigh them."""
    for at in range(0, len(keys), CHUNK):
        weigh(keys[at : at + CHUNK])


def weigh(keys: Sequence[int]) -> None:
    """Write readers, appeal and controversy of these ideas where they changed."""
    moved = [values for row in read(_figures().where(IDEA.c.id.in_(keys))) if (values := _weighed(row))]
    if moved:
        names = ("reads", "appeal", "controversy")
        values = {name: bindparam(f"new_{name}") for name in names}
        statement = update(IDEA).where(IDEA.c.id == bindparam("key")).values(**values)
        db.session.connection().execute(statement, moved)


def _weighed(row: Any) -> dict[str, Any] | None:
    new = (row.readers, appeal(row.here, row.readers, row.expected), controversy(row.ups, row.downs))
    if new == (row.reads, row.appeal, row.controversy):
        return None
    return {"key": row.id, "new_reads": new[0], "new_appeal": new[1], "new_controversy": new[2]}


def _figures() -> Any:
    readers = select(func.count()).where(
        READ.c.thread_id == IDEA.c.id, READ.c.member_id != func.coalesce(Contribution.author_id, 0)
    )
    return select(
        IDEA.c.id,
        IDEA.c.reads,
        IDEA.c.appeal,
        IDEA.c.expected,
        IDEA.c.controversy,
        readers.correlate(IDEA, Contribution.__table__).scalar_subquery().label("readers"),
        _votes(VOTE.c.value == 1, HAS_READ).label("here"),
        _votes(VOTE.c.value == 1).label("ups"),
        _votes(VOTE.c.value == -1).label("downs"),
    ).join_from(IDEA, Contribution.__table__, Contribution.__table__.c.id == IDEA.c.id)


def _votes(*which: Any) -> ScalarSelect[int]:
    counted = select(func.count()).where(VOTE.c.contribution_id == IDEA.c.id, VOTE.c.valid.is_(True), *which)
    return counted.correlate(IDEA).scalar_subquery()


def weigh_all() -> None:
    """Take the mean of the board and the places in archives for what is expected, weigh every idea, draw new lots."""
    usual = mean_of_board()
    for keys in _chunks(select(IDEA.c.id).where(func.abs(IDEA.c.expected - usual) > NOTABLE, ~_imported())):
        db.session.connection().execute(update(IDEA).where(IDEA.c.id.in_(keys)).values(expected=usual))
    expect_imported(usual)
    for keys in _chunks(select(IDEA.c.id)):
        weigh(keys)
        lots = [{"key": key, "new_lot": draw_lot()} for key in keys]
        drawn = update(IDEA).where(IDEA.c.id == bindparam("key")).values(lot=bindparam("new_lot"))
        db.session.connection().execute(drawn, lots)


def mean_of_board() -> float:
    """Return the share of readers who voted, over all ideas that members have read here."""
    votes = select(func.count()).join_from(VOTE, IDEA, VOTE.c.contribution_id == IDEA.c.id)
    here = read(votes.where(VOTE.c.value == 1, VOTE.c.valid.is_(True), HAS_READ)).scalar() or 0
    readers = int(read(select(func.sum(IDEA.c.reads))).scalar() or 0)
    return (here + FIRM * USUAL) / (readers + FIRM)


def expect_imported(usual: float = USUAL) -> None:
    """Expect of every idea of an archive what its place by votes in that archive tells."""
    table: Any = Contribution.__table__
    imported = (table.c.kind == "idea", table.c.source.is_not(None))
    rows = read(select(table.c.id, table.c.source, table.c.score).where(*imported))
    for _source, own in groupby(sorted(rows, key=lambda row: (row.source, row.score)), lambda row: row.source):
        values = [{"key": key, "new": expected(place, usual)} for key, place in _places(list(own))]
        changed = update(IDEA).where(IDEA.c.id == bindparam("key")).values(expected=bindparam("new"))
        db.session.connection().execute(changed, values)


def _imported() -> Any:
    table: Any = Contribution.__table__
    return IDEA.c.id.in_(select(table.c.id).where(table.c.source.is_not(None), table.c.kind == "idea"))


def _places(rows: Sequence[Any]) -> Iterator[tuple[int, float]]:
    """Yield for rows in the order of their scores which part of them has fewer votes, half of equals among them."""
    below = 0
    for _score, equals in groupby(rows, lambda row: row.score):
        keys = [row.id for row in equals]
        yield from ((key, (below + len(keys) / 2) / len(rows)) for key in keys)
        below += len(keys)


def _chunks(statement: Any) -> Iterator[list[int]]:
    keys = [row.id for row in read(statement)]
    yield from (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
