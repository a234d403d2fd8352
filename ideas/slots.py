"""Places on the pages of ideas that the parts of this room fill, each without knowing the others.

A part fills them in its `register`, inside `with app.app_context()`:

    places().fill(IDEA_COLUMNS, columns)   columns(standing) -> [labelled columns], read with the idea's own row
    places().fill(IDEA_PANELS, panels)     panels(viewer, row) -> [Panel]: what stands beside or around an idea
    places().fill(IDEA_DEEDS, deeds)       deeds(viewer, row) -> [Deed]: what this viewer may do with an idea
    places().fill(BOARD_LINKS, links)      links(viewer) -> [BoardLink]: tabs on top of the board
    places().fill(BOARD_ORDERS, orders)    orders() -> [BoardOrder]: ways of sorting the board
    places().fill(CARD_NOTES, notes)       notes(viewer, rows) -> {idea: [Note]}: words on the cards of a page

The row is that of `board.queries.idea_row`: the columns of a thread with those of Idea and of its area. A page has six
statements in all, four of which the page of an idea needs itself: so read with IDEA_COLUMNS what fits there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask_babel import LazyString
from sqlalchemy import ColumnElement

from accounts.viewers import Standing, Viewer
from core.pages import places
from core.paging import Order

IDEA_COLUMNS = "idea columns"
IDEA_PANELS = "idea panels"
IDEA_DEEDS = "idea deeds"
BOARD_LINKS = "board links"
BOARD_ORDERS = "board orders"
CARD_NOTES = "idea card notes"
Words: TypeAlias = LazyString | str


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of an idea's page: a template that finds itself as `panel`, and what it shows as `panel.shown`.

    It stands in the side room (`aside`), over the words of the idea (`top`) or between them and the replies (`below`),
    those with a smaller `rank` first.
    """

    template: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    where: str = "aside"
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a viewer may do with an idea: a link, or a form of one button where `posts`.

    Deeds of staff stand apart from those of everybody.
    """

    text: Words
    url: str
    icon: str
    posts: bool = False
    confirm: Words = ""
    staff: bool = False
    rank: int = 50


@dataclass(frozen=True, slots=True)
class BoardLink:
    """A tab on top of the board; `key` is what its pages give to `board_tabs` as the current one."""

    key: str
    text: Words
    url: str
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Note:
    """A few words on the card of an idea, such as why it is shown here; `more` opens below them."""

    text: Words
    icon: str = ""
    more: Words = ""


@dataclass(frozen=True, slots=True)
class BoardOrder:
    """A way of sorting the board, in `order`; where that is not all of it, `fetch` reads a page by itself.

    `fetch(viewer, statement, bound, page_key, limit)` gets the statement of the chosen ideas without an order and what
    is bound to it, and returns a core.paging.Page of its rows. The order with the smallest rank is the usual one.
    """

    key: str
    text: Words
    order: Order | None = None
    fetch: Callable[..., Any] | None = None
    rank: int = 50


def _filled(place: str, *about: Any) -> list[Any]:
    found = [piece for provider in places().of(place) for piece in provider(*about)]
    return sorted(found, key=lambda piece: piece.rank)


def columns_of(standing: Standing) -> Sequence[ColumnElement[Any]]:
    """Return the columns that are read with the row of an idea."""
    return [column for provider in places().of(IDEA_COLUMNS) for column in provider(standing)]


def panels_of(viewer: Viewer, row: Any) -> dict[str, list[Panel]]:
    """Return the panels of an idea's page by where they stand."""
    panels: list[Panel] = _filled(IDEA_PANELS, viewer, row)
    return {where: [panel for panel in panels if panel.where == where] for where in ("top", "below", "aside")}


def deeds_of(viewer: Viewer, row: Any) -> list[Deed]:
    """Return what a viewer may do with an idea."""
    return _filled(IDEA_DEEDS, viewer, row)


def board_links(viewer: Viewer) -> list[BoardLink]:
    """Return the tabs on top of the board."""
    return _filled(BOARD_LINKS, viewer)


def board_orders() -> dict[str, BoardOrder]:
    """Return the ways of sorting the board, the usual one first."""
    return {order.key: order for order in _filled(BOARD_ORDERS)}


def card_notes(viewer: Viewer, rows: Sequence[Any]) -> dict[int, list[Note]]:
    """Return the words on the cards of a page."""
    found: dict[int, list[Note]] = {}
    for provider in places().of(CARD_NOTES):
        for key, notes in provider(viewer, rows).items():
            found.setdefault(key, []).extend(notes)
    return found
