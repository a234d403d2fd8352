"""Arranging the home page: up, down, closed, open, wide, narrow, to a place, and all back to how it was."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.panels.models import HomeLayout
from accounts.panels.registry import Panel, panels_for
from accounts.viewers import Viewer
from core.clock import now
from core.database import begin_write, db, locked
from core.forms import Schema
from core.limits import throttle


class Move(Schema):
    """What shall happen to a panel; `place` is counted from 0 and only read where it is put `at` one."""

    do: Literal["up", "down", "close", "open", "wide", "narrow", "at"]
    place: Annotated[int, Field(ge=0, le=100)] = 0


@dataclass(frozen=True)
class Placed:
    """A panel in its place."""

    panel: Panel
    closed: bool
    wide: bool


def arrangement(viewer: Viewer, layout: dict[str, Any] | None) -> list[Placed]:
    """Return the panels of a viewer in their order; what the viewer never placed comes last, as it was brought."""
    known = panels_for(viewer.standing)
    kept = layout or {}
    order = {key: place for place, key in enumerate(kept.get("order", ()))}
    placed = sorted(known, key=lambda panel: order.get(panel.key, len(order)))
    closed, wide = set(kept.get("closed", ())), set(kept.get("wide", ()))
    return [
        Placed(panel, panel.key in closed or (panel.begins_closed and panel.key not in order), panel.key in wide)
        for panel in placed
    ]


def layout_of(viewer: Viewer) -> dict[str, Any] | None:
    """Return what a viewer has arranged: one statement."""
    layout: dict[str, Any] | None = db.session.scalar(_own(viewer))
    return layout


def move(viewer: Viewer, key: str, wanted: Move) -> None:
    """Move a panel, or change how it is shown. Raises NotFound for one that is not for this viewer, or Throttled."""
    throttle("edit", viewer.id)
    row = _held(viewer)
    placed = arrangement(viewer, row.panels)
    if key not in {one.panel.key for one in placed}:
        raise NotFound
    row.panels, row.changed_at = _moved(placed, key, wanted), now()


def reset(viewer: Viewer) -> None:
    """Put everything back to how it comes."""
    db.session.execute(delete(HomeLayout).where(HomeLayout.member_id == viewer.id))


def _own(viewer: Viewer) -> Select[tuple[dict[str, Any]]]:
    return select(HomeLayout.panels).where(HomeLayout.member_id == viewer.id)


def _held(viewer: Viewer) -> HomeLayout:
    """Return the row of a viewer held against their other tabs; made where there is none."""
    wanted = select(HomeLayout).where(HomeLayout.member_id == viewer.id)
    row = locked(wanted)
    if row is not None:
        return row
    begin_write()
    try:
        with db.session.begin_nested():
            made = HomeLayout(member_id=viewer.id, panels={}, changed_at=now())
            db.session.add(made)
    except IntegrityError:
        return locked(wanted) or made
    return made


def _moved(placed: list[Placed], key: str, wanted: Move) -> dict[str, Any]:
    order = [one.panel.key for one in placed]
    closed = {one.panel.key for one in placed if one.closed}
    wide = {one.panel.key for one in placed if one.wide}
    present = order.index(key)
    places = {"up": present - 1, "down": present + 1, "at": wanted.place}
    if wanted.do in places:
        order.insert(max(0, min(places[wanted.do], len(order) - 1)), order.pop(present))
    closed = closed | {key} if wanted.do == "close" else closed - {key} if wanted.do == "open" else closed
    wide = wide | {key} if wanted.do == "wide" else wide - {key} if wanted.do == "narrow" else wide
    return {"order": order, "closed": sorted(closed), "wide": sorted(wide)}
