"""Lists of threads that have plain replies, such as discussions and ideas."""

from collections.abc import Callable
from typing import Any

from accounts.viewers import Viewer
from contributions.lists import Filter, card, fetch_page, limits_of, list_statement
from core.paging import Cursor


def threads_page(
    viewer: Viewer,
    kind: str,
    order: str,
    chosen: Filter,
    page_key: str | None,
    base: str,
    state: Callable[[Any], str] = lambda _row: "open",
) -> dict[str, Any]:
    """Return the cards of one page of threads of a kind, and its pager: one statement. Raises CursorError."""
    statement = list_statement(viewer.standing, kind, order, limits_of(chosen))
    cursor = Cursor.decode(page_key, 2) if page_key else None
    page = fetch_page(statement, viewer, order, chosen, cursor)
    joint = "&" if "?" in base else "?"
    return {
        "cards": [card(row, state(row)) for row in page.rows],
        "pager": {
            "newer_url": f"{base}{joint}page={page.before}" if page.before else None,
            "older_url": f"{base}{joint}page={page.after}" if page.after else None,
        },
    }
