"""The orders of the board, each page found by the key of the last: fair by default, top, controversial, at random."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, text, tuple_

from accounts.viewers import Viewer
from contributions.models import Contribution
from core.clock import now
from core.database import LARGEST_KEY, read
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


class Place(NamedTuple):
    """Where a page of the fair board begins: its seed, its first slot, and how far either way has been shown."""

    seed: int
    slot: int = 0
    appeal: float = 2
    appeal_id: int = LARGEST_KEY
    reads: int = -1
    reads_id: int = 0


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
    place = Place(*Cursor.decode(key, len(Place._fields)).key) if key else Place(seed_of(viewer))
    rows = {way: read(_ahead(statement, place, way, limit), bound).all() for way in (False, True)}
    known = {row.id: row for way in rows for row in rows[way]}
    keys = {way: [row.id for row in rows[way]] for way in rows}
    slots = list(board(keys[False], keys[True], explores(place.seed), int(place.slot)))
    after = _after(place, [(known[one], way) for one, way in slots[:limit]]) if len(slots) > limit else None
    drawn = rearranged(slots[:limit], place.seed + int(place.slot), lambda one: (known[one].appeal, known[one].reads))
    shown = [Placed(known[one], "explored" if way else "fair") for one, way in drawn]
    note_board(viewer, "fair", int(place.slot), [row.id for row in shown])
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
    best = tuple_(IDEA.c.appeal, IDEA.c.id) < tuple_(place.appeal, place.appeal_id)
    unread = tuple_(IDEA.c.reads, IDEA.c.id) > tuple_(place.reads, place.reads_id)
    order, most = (LEAST_READ, 2 * explored) if least_read else (BEST, limit + explored)
    chosen = statement.add_columns(IDEA.c.reads, IDEA.c.appeal).where(best, unread)
    return order.apply(chosen, None, most)


def _after(place: Place, shown: Sequence[tuple[Any, bool]]) -> str:
    best = [(row.appeal, row.id) for row, explored in shown if not explored] or [(place.appeal, place.appeal_id)]
    least = [(row.reads, row.id) for row, explored in shown if explored] or [(place.reads, place.reads_id)]
    return Cursor((place.seed, place.slot + len(shown), *best[-1], *least[-1])).encode()


SORTED: dict[str, tuple[Order, Callable[[], Any]]] = {
    "top": (Order((Contribution.score, Contribution.id)), lambda: Contribution.kind == text("'idea'")),
    "controversial": (Order((IDEA.c.controversy, IDEA.c.id)), lambda: IDEA.c.controversy > 0),
}


def _sorted_page(
    name: str, _viewer: Viewer, statement: AnySelect, bound: Bound, key: str | None, limit: int
) -> Page[Any]:
    """Fetch a page in an order by columns: one statement. Raises CursorError."""
    order, which = SORTED[name]
    cursor = Cursor.decode(key, 2) if key else None
    sorting = [column.label("sorting") for column in order.columns[:1]]
    chosen = statement.add_columns(IDEA.c.reads, IDEA.c.appeal, *sorting).where(which())
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
    chosen = statement.add_columns(IDEA.c.reads, IDEA.c.appeal, IDEA.c.lot).where(which)
    return list(read(BY_LOT.apply(chosen, None, limit), bound))
