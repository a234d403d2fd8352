"""The way of an idea: the statuses of the house, those of an area, and what the words of others mean here."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import LazyString
from sqlalchemy import select

from core.database import db, read
from core.translation import lazy_gettext as _
from ideas.models import AreaStatus


class Status(NamedTuple):
    """A step of a pipeline. `phase` is what it means to the house: open, active, delivered or closed."""

    key: str
    name: LazyString | str
    phase: str


HOUSE = (
    Status("open", _("Open"), "open"),
    Status("review", _("Under review"), "open"),
    Status("planned", _("Planned"), "active"),
    Status("making", _("In the making"), "active"),
    Status("shipped", _("Delivered"), "delivered"),
    Status("declined", _("Declined"), "closed"),
    Status("archived", _("Closed"), "closed"),
)
# What other boards say, folded to letters with single spaces.
MEANINGS = {
    "review": ("under review", "under consideration", "reviewing", "pending", "pending response", "needs review"),
    "planned": ("accepted", "on the roadmap", "scheduled", "accepted not done"),
    "making": ("started", "in progress", "working on it", "in development", "building"),
    "shipped": ("implemented", "delivered", "done", "completed", "complete", "released", "partially implemented"),
    "declined": ("rejected", "not planned", "wontfix", "won t do", "rejected before vote", "will not implement"),
    "archived": ("closed", "archived", "expired", "responded", "duplicate", "withdrawn"),
}
KNOWN = {status.key: status for status in HOUSE}
BY_WORD = {word: key for key, words in MEANINGS.items() for word in (key, *words)}


def status_meant(word: str) -> Status:
    """Return the status of the house that a word of another board stands for; what nobody knows is open."""
    folded = " ".join(re.findall(r"[^\W_]+", word.casefold()))
    return KNOWN[BY_WORD.get(folded, "open")]


def pipeline_of(area_id: int | None) -> list[Status]:
    """Return the statuses of an area in their order: its own where it has any, or else those of the house."""
    own = select(AreaStatus).where(AreaStatus.area_id == area_id).order_by(AreaStatus.position, AreaStatus.key)
    rows = db.session.scalars(own).all() if area_id is not None else []
    return [Status(row.key, row.name, row.phase) for row in rows] or list(HOUSE)


def statuses_named(area_id: int | None, keys: Sequence[str]) -> dict[str, str]:
    """Return what these statuses are called in an area; a key that nobody knows any more is its own name."""
    own = select(AreaStatus.key, AreaStatus.name).where(AreaStatus.area_id == area_id, AreaStatus.key.in_(keys))
    named = {row.key: row.name for row in read(own)} if area_id is not None else {}
    return {key: named.get(key) or (str(KNOWN[key].name) if key in KNOWN else key) for key in keys}
