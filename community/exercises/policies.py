"""Who may do what with exercises."""

from datetime import datetime
from typing import Protocol

from accounts.viewers import Viewer
from contributions.policies import YES, Judged, Verdict, may_reply
from core.clock import now
from core.translation import gettext as _


class Posed(Judged, Protocol):
    """What must be known of an exercise; a row of a query serves as well as the model."""

    @property
    def closes_at(self) -> datetime | None:
        """Until when answers are taken."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""


def is_over(exercise: Posed) -> bool:
    """Whether no answer is taken any more."""
    return exercise.ended_at is not None or (exercise.closes_at is not None and exercise.closes_at <= now())


def may_answer(actor: Viewer, exercise: Posed) -> Verdict:
    """Whether an actor may write an answer of their own."""
    if is_over(exercise):
        return Verdict(False, _("This exercise has ended, so no answers are taken any more."))
    return may_reply(actor, exercise)


def may_lead(actor: Viewer) -> Verdict:
    """Whether an actor may open and end exercises and merge answers."""
    if actor.standing.employee:
        return YES
    return Verdict(False, _("Only staff lead exercises."))
