"""Who may do what with questions and answers."""

from typing import Protocol

from accounts.viewers import Viewer
from contributions.policies import YES, Judged, Verdict, may_reply, may_write
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


class Officially(Asked, Protocol):
    """What must be known of a question to say which answer is official."""

    @property
    def official_answer_id(self) -> int | None:
        """Which one is."""

    @property
    def official_by_id(self) -> int | None:
        """Who said so."""


def may_make_official(actor: Viewer, question: Officially, answer: Judged, guest: bool) -> Verdict:
    """Whether an actor may speak for the firm: staff, and (`guest`) its guests under the topics of the question."""
    if actor.standing.employee:
        return YES
    if not guest:
        return Verdict(False, _("Only staff can make an answer official."))
    if answer.author_id == actor.id:
        return Verdict(False, _("Somebody else has to make your own answer official."))
    if question.official_answer_id is not None and question.official_by_id != actor.id:
        return Verdict(False, _("Staff has made an answer official here, and only staff can change that."))
    return may_write(actor)


def may_share(actor: Viewer, question: Asked) -> Verdict:
    """Whether an actor may say that they have a question too."""
    if actor.signed_in and question.author_id == actor.id:
        return Verdict(False, _("You asked this yourself, so you are counted already."))
    return may_reply(actor, question)
