"""The orders of the board, each page found by the key of the last: fair by default, top, controversial, at random."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast

from sqlalchemy import BinaryExpression, ColumnElement, and_, literal, select, text, tuple_
from sqlalchemy.sql import operators, visitors

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.secrecy import score_kept_from
from core.clock import now
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from core.translation import lazy_gettext as _
from ideas.models import Idea
from ideas.ranking.impressions import note_board
from ideas.ranking.scoring import LOTS, SHARE, board, explores, rearranged
from ideas.slots import BoardOrder

IDEA: Any = Idea.__table__
SEEDS = 2**24
Bound = Mapping[str, Any]
# How long a board is the same for those who are not signed in, in seconds.
SAME = 600
BEST = Order((IDEA.c.appeal, IDEA.c.id))
LEAST_READ = Order((IDEA.c.reads, IDEA.c.id), descending=False)
BY_LOT = Order((IDEA.c.lot, IDEA.c.id), descending=False)


@lru_cache(maxsize=256)
def by_idea(statement: AnySelect) -> AnySelect:
    """Let a statement of the board be walked in an order of ideas.

    Planners without statistics take the kind for rare, and would fetch and sort every idea; what is added to it keeps
    them from its index. Every row of the board is joined with its idea, so the kind says nothing more.
    """

    def without_index(element: Any, **_more: Any) -> Any:
        compared = isinstance(element, BinaryExpression) and element.operator is operators.eq
        column: Any = element.left if compared else None
        if getattr(column, "key", "") == "kind":
            return column.concat("") == element.right
        return None

    return cast("AnySelect", visitors.replacement_traverse(statement, {}, without_index))


class Place(NamedTuple):
    """Where a page of the fair board begins: its seed, its first slot, and the last idea that was shown on either way.

    It names ideas and not their figures, as an address is read by people from whom counts are kept.
    """

    seed: int
    slot: int = 0
    best_id: int = 0
    least_id: int = 0


def orders() -> list[BoardOrder]:
    """Return the orders of this part; the fair one is the usual one."""
    return [
        BoardOrder("fair", _("Fair"), fetch=fair_page, rank=0),
        BoardOrder("top", _("Most votes"), fetch=partial(_sorted_page, "top"), rank=60),
        BoardOrder("controversial", _("Divided"), fetch=partial(_sorted_page, "controversial"), rank=70),
        BoardOrder("random", _("At random"), fetch=random_page, rank=80),
    ]


def seed_of(viewer: Viewer) -> int:
    """Return the seed of a reader: another one each day, and for those not signed in the same for ten minutes."""
    at = now()
    who = f"{viewer.id}:{at.date()}" if viewer.signed_in else f"all:{int(at.timestamp()) // SAME}"
    return zlib.crc32(who.encode()) % SEEDS


def fair_page(viewer: Viewer, statement: AnySelect, bound: Bound, key: str | None, limit: int) -> Page[Any]:
    """Fetch a page of the fair board: two statements. Raises CursorError.

    What has been shown is what lies before the place on either way. So nothing stands on two pages, and nothing is left
    out, as long as no idea is weighed meanwhile.
    """
    place = Place(*map(int, Cursor.decode(key, len(Place._fields)).key)) if key else Place(seed_of(viewer))
    rows = {way: read(_ahead(statement, place, way, limit), bound).all() for way in (False, True)}
    known = {row.id: row for way in rows for row in rows[way]}
    keys = {way: [row.id for row in rows[way]] for way in rows}
    slots = list(board(keys[False], keys[True], explores(place.seed), place.slot))
    after = _after(place, slots[:limit]) if len(slots) > limit else None
    drawn = rearranged(slots[:limit], place.seed + place.slot, lambda one: (known[one].appeal, known[one].reads))
    shown = [Placed(known[one], "explored" if way else "fair") for one, way in drawn]
    note_board(viewer, "fair", place.slot, [row.id for row in shown])
    before = Cursor(tuple(Place(place.seed))).encode() if place.slot else None
    return Page(shown, before, after)


class Placed:
    """A row of the board, with `why` it stands here: fair, explored (to be read at last), top, controversial, random.

    It has every column of the row.
    """

    def __init__(self, row: Any, why: str) -> None:
        self.row = row
        self.why = why

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def _ahead(statement: AnySelect, place: Place, least_read: bool, limit: int) -> AnySelect:
    explored = limit // SHARE + 1
    order, most = (LEAST_READ, 2 * explored) if least_read else (BEST, limit + explored)
    # Always true: a range of the index is what makes planners begin there.
    chosen = by_idea(statement).add_columns(IDEA.c.reads, IDEA.c.appeal).where(order.columns[0] >= 0)
    if place.best_id:
        chosen = chosen.where(tuple_(*BEST.columns) < _key_of(IDEA.c.appeal, place.best_id))
    if place.least_id:
        chosen = chosen.where(tuple_(*LEAST_READ.columns) > _key_of(IDEA.c.reads, place.least_id))
    return order.apply(chosen, None, most)


def _key_of(column: Any, key: int) -> ColumnElement[Any]:
    there = IDEA.alias("there")
    return tuple_(select(there.c[column.key]).where(there.c.id == key).scalar_subquery(), literal(key, Key))


def _after(place: Place, shown: Sequence[tuple[int, bool]]) -> str:
    best = [key for key, explored in shown if not explored] or [place.best_id]
    least = [key for key, explored in shown if explored] or [place.least_id]
    return Cursor((place.seed, place.slot + len(shown), best[-1], least[-1])).encode()


SORTED: dict[str, tuple[Order, Callable[[], Any]]] = {
    "top": (Order((Contribution.score, Contribution.id)), lambda: text("contribution.kind = 'idea'")),
    "controversial": (Order((IDEA.c.controversy, IDEA.c.id)), lambda: IDEA.c.controversy > 0),
}


def _sorted_page(
    name: str, viewer: Viewer, statement: AnySelect, bound: Bound, key: str | None, limit: int
) -> Page[Any]:
    """Fetch a page in an order by counts, without ideas whose counts are kept from the viewer: one statement."""
    order, which = SORTED[name]
    cursor = Cursor.decode(key, 2) if key else None
    sorting = [column.label("sorting") for column in order.columns[:1]]
    chosen = (
        by_idea(statement).add_columns(IDEA.c.reads, IDEA.c.appeal, *sorting).where(which(), ~score_kept_from(viewer))
    )
    rows = [Placed(row, name) for row in read(order.apply(chosen, cursor, limit), bound)]
    return page_of(rows, cursor, limit, lambda row: (row.sorting, row.id))


def random_page(viewer: Viewer, statement: AnySelect, bound: Bound, key: str | None, limit: int) -> Page[Any]:
    """Fetch a page at random: the circle of lots, walked from where the seed says; one statement or two."""
    start, lot, last = Cursor.decode(key, 3).key if key else (seed_of(viewer) * (LOTS // SEEDS), -1, 0)
    begun, round_again = lot >= 0, 0 <= lot < start
    ahead = tuple_(IDEA.c.lot, IDEA.c.id) > tuple_(lot, last) if begun else IDEA.c.lot >= start
    rows = _by_lot(statement, bound, and_(ahead, IDEA.c.lot < start) if round_again else ahead, limit)
    if len(rows) <= limit and not round_again:
        rows += _by_lot(statement, bound, IDEA.c.lot < start, limit)
    shown = [Placed(row, "random") for row in rows[:limit]]
    after = Cursor((start, shown[-1].lot, shown[-1].id)).encode() if len(rows) > limit else None
    return Page(shown, Cursor((start, -1, 0)).encode() if begun else None, after)


def _by_lot(statement: AnySelect, bound: Bound, which: ColumnElement[bool], limit: int) -> list[Any]:
    chosen = by_idea(statement).add_columns(IDEA.c.reads, IDEA.c.appeal, IDEA.c.lot).where(which)
    return list(read(BY_LOT.apply(chosen, None, limit), bound))
