"""The board: ideas as cards, chosen and sorted as the address says."""

from typing import Any
from urllib.parse import urlencode

from accounts.viewers import Viewer
from contributions.lists import ORDERS
from contributions.narrowing import narrowed
from core.database import read
from core.pages import short_number
from core.paging import AnySelect, Cursor, Order, Page, page_of
from core.translation import gettext as _
from core.translation import lazy_gettext
from ideas.areas.queries import areas_of
from ideas.areas.schemas import PHASES
from ideas.board.cards import cards_of
from ideas.board.queries import Chosen, board_statement
from ideas.models import Area
from ideas.slots import BoardOrder, board_orders, card_notes

PAGE = 20
MINE = ("written", "voted", "followed")


def own_orders() -> list[BoardOrder]:
    """Return the orders that every list of threads has."""
    names = {"newest": lazy_gettext("Newest"), "active": lazy_gettext("Active"), "hot": lazy_gettext("Hot")}
    return [BoardOrder(key, text, ORDERS[key], rank=40 + at) for at, (key, text) in enumerate(names.items())]


def order_named(name: str | None) -> BoardOrder:
    """Return the order that an address names, the usual one otherwise."""
    orders = board_orders()
    return orders.get(name or "") or next(iter(orders.values()))


def fetch_board(viewer: Viewer, order: BoardOrder, chosen: Chosen, page_key: str | None, limit: int) -> Page[Any]:
    """Return one page of rows with the columns of a card and of an idea: one statement. Raises CursorError."""
    statement, bound = board_statement(viewer, chosen)
    if order.fetch:
        page: Page[Any] = order.fetch(viewer, statement, bound, page_key, limit)
        return page
    return _fetch(order.order or ORDERS["newest"], statement, bound, page_key, limit)


def _fetch(by: Order, statement: AnySelect, bound: dict[str, Any], page_key: str | None, limit: int) -> Page[Any]:
    cursor = Cursor.decode(page_key, len(by.columns)) if page_key else None
    rows = read(by.apply(statement, cursor, limit), bound).all()
    names = [column.key for column in by.columns]
    return page_of(rows, cursor, limit, lambda row: tuple(getattr(row, name) for name in names))


def chosen_by(viewer: Viewer, asked: Any, area: Area | None = None) -> tuple[Chosen, dict[str, str]]:
    """Return what a query asks for, and the words of it that were understood. Raises NotFound for what is hidden."""
    words = {name: asked.get(name, "").strip()[:100] for name in ("tag", "space", "product", "status", "phase")}
    words = {name: word for name, word in words.items() if word and (name != "phase" or word in PHASES)}
    threads = narrowed(viewer, **{name: words.get(name, "") for name in ("tag", "space", "product")})
    place = area.id if area else None
    return Chosen(threads, place, words.get("status", "")[:30], words.get("phase", "")), words


def board_page(
    viewer: Viewer, order: BoardOrder, chosen: Chosen, words: dict[str, str], base: str, page_key: str | None
) -> dict[str, Any]:
    """Return what a page of the board shows. Raises CursorError."""
    page = fetch_board(viewer, order, chosen, page_key, PAGE)
    cards = cards_of(viewer, page.rows)
    return {
        "cards": cards,
        "notes": card_notes(viewer, page.rows),
        "pager": page.links(_url(base, {**words, "order": order.key})),
        "orders": _order_tabs(base, words, order.key),
        "phases": _phase_tabs(base, words, order.key),
        "tag": words.get("tag", ""),
        "without_tag": _url(base, {name: word for name, word in words.items() if name != "tag"}),
    }


def _url(base: str, words: dict[str, str]) -> str:
    return f"{base}?{urlencode(words)}" if words else base


def _order_tabs(base: str, words: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [
        {"url": _url(base, {**words, "order": one.key}), "text": one.text, "current": one.key == chosen}
        for one in board_orders().values()
    ]


def _phase_tabs(base: str, words: dict[str, str], order: str) -> list[dict[str, Any]]:
    """Return where ideas can stand, as choices; one of them takes the place of a status."""
    names = {
        "": _("All"),
        "open": _("Open"),
        "active": _("Under way"),
        "delivered": _("Delivered"),
        "closed": _("Closed"),
    }
    rest = {name: word for name, word in words.items() if name not in {"phase", "status"}} | {"order": order}
    current = words.get("phase", "")
    return [
        {"url": _url(base, rest | ({"phase": key} if key else {})), "text": text, "current": key == current}
        for key, text in names.items()
    ]


def areas_aside(viewer: Viewer, current: str = "") -> list[dict[str, Any]]:
    """Return the areas with how many ideas stand there: one statement."""
    return [
        {
            "url": f"/ideas/areas/{row.slug}",
            "name": row.name,
            "count": short_number(row.ideas),
            "current": row.slug == current,
        }
        for row in areas_of(viewer)
    ]
