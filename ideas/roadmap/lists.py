"""The roadmap and its lists: open promises in columns of time, ideas without a date, and what became of promises."""

from functools import lru_cache
from typing import Any

from accounts.viewers import Standing, Viewer
from contributions.models import Contribution
from core.database import read
from core.paging import AnySelect, Cursor, Order, page_of
from core.translation import gettext as _
from ideas.links import idea_link, idea_links, links_statement
from ideas.models import Idea
from ideas.roadmap.cards import PromiseCard, cards, today_number
from ideas.roadmap.models import Outcome
from ideas.roadmap.queries import promise, promises_statement

PAGE = 60
FEW = 8
LIST = 20
NEXT_DAYS = 92
BY_DAY = Order((promise.c.latest_day, Contribution.id), descending=False)
SETTLED = Order((promise.c.settled_at, Contribution.id))
NEWEST = Order((Contribution.id,))
SHOWN = ("open", "undated", "settled")


def roadmap_page(viewer: Viewer, shown: str, page_key: str | None) -> dict[str, Any]:
    """Return one view of the roadmap: at most three statements. Raises CursorError."""
    tabs = {"open": _("Promised"), "undated": _("Without a date"), "settled": _("What became of it")}
    urls = {"open": "/roadmap", "undated": "/roadmap?show=undated", "settled": "/roadmap?show=settled"}
    page = {"open": _open, "undated": _undated_page, "settled": _settled}[shown](viewer, page_key, urls[shown])
    rows = [{"url": urls[key], "text": text, "current": key == shown} for key, text in tabs.items()]
    return {"shown": shown, "views": rows, **page}


def _open(viewer: Viewer, page_key: str | None, base: str) -> dict[str, Any]:
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = promises_statement(viewer.standing).where(promise.c.outcome == Outcome.OPEN)
    found = read(BY_DAY.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    page = page_of(found, cursor, PAGE, lambda row: (row.latest_day, row.id))
    columns = _columns(page.rows, cards(viewer, page.rows, idea_links(viewer, _ideas(page.rows))))
    undated = read(NEWEST.apply(_undated(viewer.standing), None, FEW), {"viewer_id": viewer.id}).all()
    return {
        "columns": columns,
        "undated": [idea_link(row) for row in undated[:FEW]],
        "more_undated": len(undated) > FEW,
        "pager": page.links(base),
    }


def _columns(rows: Any, shown: list[PromiseCard]) -> list[dict[str, Any]]:
    """Sort open promises into what is due or under way, what begins within a quarter, and what comes later."""
    today = today_number()
    names = {"now": _("Now"), "next": _("Next"), "later": _("Further on")}
    hints = {
        "now": _("Due, or in the days that were promised"),
        "next": _("Promised to begin within three months"),
        "later": _("Further away, and less certain"),
    }
    sorted_into: dict[str, list[PromiseCard]] = {key: [] for key in names}
    for row, card in zip(rows, shown, strict=True):
        away = row.earliest_day - today
        sorted_into["now" if away <= 0 else "next" if away <= NEXT_DAYS else "later"].append(card)
    return [{"key": key, "name": names[key], "hint": hints[key], "cards": sorted_into[key]} for key in names]


def _settled(viewer: Viewer, page_key: str | None, base: str) -> dict[str, Any]:
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = promises_statement(viewer.standing).where(promise.c.outcome != Outcome.OPEN)
    found = read(SETTLED.apply(statement, cursor, LIST), {"viewer_id": viewer.id}).all()
    page = page_of(found, cursor, LIST, lambda row: (row.settled_at, row.id))
    return {"cards": cards(viewer, page.rows, idea_links(viewer, _ideas(page.rows))), "pager": page.links(base)}


def _undated_page(viewer: Viewer, page_key: str | None, base: str) -> dict[str, Any]:
    cursor = Cursor.decode(page_key, 1) if page_key else None
    found = read(NEWEST.apply(_undated(viewer.standing), cursor, LIST), {"viewer_id": viewer.id}).all()
    page = page_of(found, cursor, LIST, lambda row: (row.id,))
    return {"undated": [idea_link(row) for row in page.rows], "pager": page.links(base)}


@lru_cache(maxsize=32)
def _undated(standing: Standing) -> AnySelect:
    """Ideas that are under way and of which nothing is promised that the viewer could know of."""
    promised = promises_statement(standing).with_only_columns(promise.c.idea_id, maintain_column_froms=True)
    dated = promised.where(promise.c.outcome == Outcome.OPEN, promise.c.idea_id.is_not(None))
    idea: Any = Idea.__table__
    return links_statement(standing).where(idea.c.phase == "active", Contribution.id.not_in(dated.correlate(None)))


def _ideas(rows: Any) -> list[int]:
    return [row.idea_id for row in rows if row.idea_id is not None]
