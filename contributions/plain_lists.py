"""Lists of threads that have plain replies, such as discussions and ideas."""

from typing import Any

from accounts.viewers import Viewer
from contributions.lists import Filter, card, fetch_page, limits_of, list_statement
from core.paging import Cursor


def threads_page(viewer: Viewer, kind: str, order: str, page_key: str | None, base: str) -> dict[str, Any]:
    """Return the cards of one page of threads of a kind, and its pager: one statement. Raises CursorError."""
    everything = Filter()
    statement = list_statement(viewer.standing, kind, order, limits_of(everything))
    cursor = Cursor.decode(page_key, 2) if page_key else None
    page = fetch_page(statement, viewer, order, everything, cursor)
    return {"cards": [card(row, "open") for row in page.rows], "pager": page.links(base)}
