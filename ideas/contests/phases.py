"""The phases of a contest: which one it is follows from the dates, and what is open in it from the switches."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from flask_babel import LazyString

from core.clock import now
from core.translation import lazy_gettext as _

PHASES: dict[str, LazyString] = {
    "announced": _("Announced"),
    "entries": _("Entries open"),
    "voting": _("Public vote"),
    "jury": _("Jury"),
    "closed": _("Being decided"),
    "decided": _("Decided"),
}
SWITCHES: dict[str, LazyString] = {
    "enter": _("Take entries"),
    "vote": _("Vote"),
    "comment": _("Comment"),
    "hidden": _("Hide the counts"),
}
USUAL: dict[str, list[str]] = {
    "announced": ["comment"],
    "entries": ["enter", "comment", "hidden"],
    "voting": ["vote", "comment", "hidden"],
    "jury": ["comment", "hidden"],
    "closed": ["comment", "hidden"],
    "decided": ["comment"],
}


class Dated(Protocol):
    """What says when a contest is in which phase; a row of a query serves as well as the model."""

    @property
    def entries_at(self) -> datetime:
        """When entries open."""

    @property
    def voting_at(self) -> datetime:
        """When entries close and the public votes."""

    @property
    def jury_at(self) -> datetime:
        """When the vote ends and the jury scores."""

    @property
    def closes_at(self) -> datetime:
        """When the jury ends."""

    @property
    def decided_at(self) -> datetime | None:
        """When the winners were named."""

    @property
    def switches(self) -> Mapping[str, Any]:
        """What is open in which phase."""


def phase_of(contest: Dated, at: datetime | None = None) -> str:
    """Return the phase of a contest at a moment, by default now; one whose dates fall together does not take place."""
    if contest.decided_at is not None:
        return "decided"
    at = at or now()
    begun = [name for name, begins in begins_of(contest) if begins <= at]
    return begun[-1] if begun else "announced"


def begins_of(contest: Dated) -> Sequence[tuple[str, datetime]]:
    """Return when each phase but the first and the last begins."""
    return (
        ("entries", contest.entries_at),
        ("voting", contest.voting_at),
        ("jury", contest.jury_at),
        ("closed", contest.closes_at),
    )


def is_open(contest: Dated, switch: str) -> bool:
    """Whether a switch is set in the phase of a contest now."""
    return switch in contest.switches.get(phase_of(contest), ())
