"""Who may say that a question was asked before, and who may merge; and that no merge opens a closed door."""

from accounts.viewers import Viewer
from community.policies import Asked
from contributions.merging.joining import same_readers
from contributions.models import Space, Visibility
from contributions.policies import YES, Verdict, may, may_reply
from contributions.reputation.sizes import Privilege
from core.translation import gettext as _


def may_mark_duplicate(actor: Viewer, question: Asked) -> Verdict:
    """Whether an actor may say that a question was asked before: who asked it, and whoever has the points for it."""
    asker = actor.signed_in and question.author_id == actor.id
    # In this order, as nobody counts the points of those who are not signed in.
    return may_reply(actor, question) and (YES if asker else may(actor, Privilege.MARK_DUPLICATES))


def may_judge_duplicate(actor: Viewer, question: Asked) -> Verdict:
    """Whether an actor may say that an original does, or does not, answer what they asked."""
    if not (actor.signed_in and question.author_id == actor.id):
        return Verdict(False, _("Only the person who asked can say whether that answers it."))
    return may_reply(actor, question)


def may_merge(actor: Viewer) -> Verdict:
    """Whether an actor may merge questions, and take them apart again: staff and moderators."""
    if actor.standing.employee or actor.standing.moderator:
        return YES
    return Verdict(False, _("Only staff and moderators can merge questions."))


def may_stand_for(original: Space, question: Space) -> Verdict:
    """Whether everybody who may read a question may read its original, too."""
    wide = {Visibility.PUBLIC: True, Visibility.MEMBERS: question.visibility != Visibility.PUBLIC}
    if wide.get(Visibility(original.visibility), same_readers(original, question)):
        return YES
    return Verdict(False, _("Not everybody who can read this question could read that one."))


def may_move_posts(source: Space, target: Space) -> Verdict:
    """Whether posts may move from one space to another: only where the same members read them after as before."""
    if same_readers(source, target):
        return YES
    return Verdict(False, _("These questions stand in spaces with different readers, so their answers cannot move."))
