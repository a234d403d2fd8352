"""Reads every open panel of a home page in one statement."""

from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, literal, select, union_all

from accounts.panels.arranging import Placed, arrangement, layout_of
from accounts.panels.registry import ROWS, panels_for
from accounts.viewers import Standing, Viewer
from core.database import read
from core.pages import ago, full_time, iso


def shown_panels(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the open panels of a viewer with their rows: two statements, however many panels there are."""
    placed = [one for one in arrangement(viewer, layout_of(viewer)) if not one.closed]
    found: dict[str, list[Row[Any]]] = {one.panel.key: [] for one in placed}
    if placed:
        statement = _combined(viewer.standing, tuple(sorted(found)))
        for row in read(statement, {"viewer_id": viewer.id}):
            found[row.panel].append(row)
    return [_shown(one, found[one.panel.key]) for one in placed]


@lru_cache(maxsize=256)
def _combined(standing: Standing, keys: tuple[str, ...]) -> Any:
    parts = []
    for panel in panels_for(standing):
        if panel.key in keys:
            first = panel.rows(standing).limit(ROWS).subquery()
            parts.append(select(literal(panel.key).label("panel"), *first.c))
    return union_all(*parts)


def _shown(placed: Placed, rows: list[Row[Any]]) -> dict[str, Any]:
    panel = placed.panel
    newest_first = sorted(rows, key=attrgetter("at", "id"), reverse=True)
    return {
        "key": panel.key,
        "title": panel.title,
        "empty": panel.empty,
        "url": panel.url,
        "wide": placed.wide,
        "rows": [
            {
                "url": panel.address(row),
                "title": row.title,
                "meta": [row.more] if row.more else [],
                "created_iso": iso(row.at),
                "created_text": ago(row.at),
                "created_full": full_time(row.at),
            }
            for row in newest_first
        ],
    }
