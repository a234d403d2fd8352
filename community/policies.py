"""Who may do what with questions and answers."""

from typing import Protocol

from accounts.viewers import Viewer
from contributions.policies import YES, Verdict
from core.translation import gettext as _


class Asked(Protocol):
    """What must be known of a question here."""

    @property
    def author_id(self) -> int | None:
        """Who asked it."""


def may_accept(actor: Viewer, question: Asked) -> Verdict:
    """Whether an actor may say which answer solved a question: who asked it, staff and moderators."""
    if actor.signed_in and question.author_id == actor.id:
        return YES
    if actor.standing.employee or actor.standing.moderator:
        return YES
    return Verdict(False, _("Only the person who asked, staff and moderators can accept an answer."))


def may_make_official(actor: Viewer) -> Verdict:
    """Whether an actor may speak for the firm."""
    if actor.standing.employee:
        return YES
    return Verdict(False, _("Only staff can make an answer official."))
