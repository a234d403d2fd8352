"""Why an idea stands where it stands on the board, in words for whoever asks."""

from collections.abc import Sequence
from typing import Any

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import ngettext
from ideas.slots import Note

# Fewer readers tell nothing yet.
FEW = 10


def why_here(viewer: Viewer, rows: Sequence[Any]) -> dict[int, list[Note]]:
    """Say of each row of a page of the board why it stands there."""
    return {row.id: [_note(viewer, row, getattr(row, "why", "chosen"))] for row in rows}


def _note(viewer: Viewer, row: Any, why: str) -> Note:
    if why == "explored":
        return Note(_("Few have read this yet"), more=_explored(row.reads))
    words = {
        "random": _("Where ideas stand in this order is drawn by lot, another time for each reader and day."),
        "top": _("This order knows only votes. Early ideas had more time to get them, hidden counts are left out."),
        "controversial": _("Many voted on this, and for and against are close. Hidden counts are left out."),
        "chosen": _("You chose this order, and nothing else decides where an idea stands."),
    }
    return Note(_("Why is this here?"), more=words.get(why) or _fair(viewer, row))


def _explored(readers: int) -> str:
    return ngettext(
        "One place in four is kept for ideas that few have read, so that each gets its chance. "
        "%(num)s member has read this one.",
        "One place in four is kept for ideas that few have read, so that each gets its chance. "
        "%(num)s members have read this one.",
        readers,
    )


def _fair(viewer: Viewer, row: Any) -> str:
    if row.counts_hidden and not viewer.standing.employee:
        return _("It stands here by what those who read it thought of it. Who has not voted sees no counts.")
    if row.reads < FEW:
        return _("Hardly anybody has read this yet, so it stands where an idea usually stands.")
    return ngettext(
        "%(num)s member has read this. By their votes, about %(share)s%% of all readers would vote for it.",
        "%(num)s members have read this. By their votes, about %(share)s%% of all readers would vote for it.",
        row.reads,
        share=round(100 * row.appeal),
    )
