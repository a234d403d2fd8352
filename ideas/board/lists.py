"""The board: ideas as cards, chosen and sorted as the address says."""

from typing import Any

from accounts.viewers import Viewer
from contributions.lists import ORDERS, Card, Filter, card, limits_of
from core.database import read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from core.translation import lazy_gettext as _
from ideas.board.queries import board_statement, status_of
from ideas.slots import BoardOrder, board_orders, card_notes

PAGE = 20


def own_orders() -> list[BoardOrder]:
    """Return the orders that every list of threads has."""
    names = {"newest": _("Newest"), "active": _("Active"), "hot": _("Hot")}
    return [BoardOrder(key, text, ORDERS[key], rank=40 + at) for at, (key, text) in enumerate(names.items())]


def board_page(viewer: Viewer, order: BoardOrder, chosen: Filter, page_key: str | None, base: str) -> dict[str, Any]:
    """Return the cards of a page of the board and its pager: one statement beside those of notes."""
    statement = board_statement(viewer.standing, limits_of(chosen), False, False, False)
    bound = {"viewer_id": viewer.id, "space": chosen.space, "tag": chosen.tag, "product": chosen.product}
    if order.fetch:
        page = order.fetch(viewer, statement, bound, page_key, PAGE)
    else:
        page = _fetch(order.order or ORDERS["newest"], statement, bound, page_key)
    cards = [_card(row) for row in page.rows]
    return {"cards": cards, "notes": card_notes(viewer, page.rows), "pager": page.links(base)}


def _fetch(by: Order, statement: AnySelect, bound: dict[str, Any], page_key: str | None) -> Page[Any]:
    cursor = Cursor.decode(page_key, len(by.columns)) if page_key else None
    rows = read(by.apply(statement, cursor, PAGE), bound).all()
    names = [column.key for column in by.columns]
    return page_of(rows, cursor, PAGE, lambda row: tuple(getattr(row, name) for name in names))


def _card(row: Any) -> Card:
    shown = card(row, "open")
    shown.status = status_of(row)
    return shown


def order_named(name: str | None) -> BoardOrder:
    """Return the order that an address names, the usual one otherwise."""
    orders = board_orders()
    return orders.get(name or "") or next(iter(orders.values()))
