"""In which round an idea stands: read with the idea, shown beside it."""

from typing import Any

from sqlalchemy import ColumnElement, select

from accounts.viewers import Standing, Viewer
from contributions.models import Contribution
from core.translation import gettext as _
from ideas.rounds.models import Phase, Round, RoundOption
from ideas.rounds.pages import address_of
from ideas.rounds.words import PHASES
from ideas.slots import Panel


def columns(_standing: Standing) -> list[ColumnElement[Any]]:
    """Return what an idea tells of the last round that it is in, of its own space: who reads one may read the other."""
    named = {"round_id": Round.id, "round_title": Round.title, "round_phase": Round.phase}
    return [_last(column).label(name) for name, column in named.items()]


def _last(column: Any) -> Any:
    joined = select(column).join(RoundOption, RoundOption.round_id == Round.id)
    here = joined.where(RoundOption.idea_id == Contribution.id, Round.space_id == Contribution.space_id)
    told = here.where(Round.phase != Phase.DRAFT).order_by(Round.id.desc()).limit(1)
    return told.correlate(Contribution).scalar_subquery()


def panels(_viewer: Viewer, row: Any) -> list[Panel]:
    """Return the panel that leads to the round of an idea."""
    if row.round_id is None:
        return []
    shown = {
        "title": row.round_title,
        "url": address_of(row.round_id, row.round_title),
        "phase": row.round_phase,
        "phase_text": PHASES[row.round_phase],
        "heading": _("In a round"),
    }
    return [Panel("ideas/rounds/panel.html", shown, rank=60)]
