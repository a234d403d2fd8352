"""Who may do what with questions and answers."""

from typing import Protocol

from accounts.viewers import Viewer
from contributions.policies import YES, Judged, Verdict, may_reply
from core.translation import gettext as _


class Asked(Judged, Protocol):
    """What must be known of a question here."""


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


def may_share(actor: Viewer, question: Asked) -> Verdict:
    """Whether an actor may say that they have a question too."""
    if actor.signed_in and question.author_id == actor.id:
        return Verdict(False, _("You asked this yourself, so you are counted already."))
    return may_reply(actor, question)
