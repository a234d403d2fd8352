"""Panels as rooms describe them: whom each is for, and the rows in it as one part of one statement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from sqlalchemy import Text, literal, select
from sqlalchemy import cast as as_type

from accounts.viewers import Standing
from core.database import Key
from core.pages import places
from core.paging import AnySelect

ROWS = 5
# What every row says, whatever the panel: what it is and is called, more about it, when, and how many.
ROW = ("id", "kind", "title", "more", "at", "number")


@dataclass(frozen=True)
class Panel:
    """One panel. `rows` returns a statement for a standing, bound to `viewer_id`: the columns of ROW, newest first.

    `address` leads from a row to its page; `url` leads to all of them. A panel that begins closed is shown to whoever
    opens it. `audience` says which standing it is for: for any other it does not exist.
    """

    key: str
    title: LazyString
    empty: LazyString
    url: str
    rows: Callable[[Standing], AnySelect]
    address: Callable[[Any], str]
    audience: Callable[[Standing], bool] = lambda standing: standing.signed_in
    begins_closed: bool = False


def row(*, key: Any, kind: Any, title: Any, at: Any, more: Any = "", number: Any = 0) -> AnySelect:
    """Return a statement for rows of a panel, in the types that all panels share."""
    return select(
        as_type(_value(key), Key).label("id"),
        as_type(_value(kind), Text).label("kind"),
        as_type(_value(title), Text).label("title"),
        as_type(_value(more), Text).label("more"),
        _value(at).label("at"),
        as_type(_value(number), Key).label("number"),
    )


def _value(given: Any) -> Any:
    return literal(given) if isinstance(given, str | int) else given


def panels_for(standing: Standing) -> list[Panel]:
    """Return the panels of a standing, in the order in which the rooms brought them."""
    return [panel for provider in places().of("home panels") for panel in provider() if panel.audience(standing)]
