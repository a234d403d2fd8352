"""Who keeps knowledge pages, and who may suggest."""

from accounts.sanctions import silence_words
from accounts.viewers import Viewer
from contributions.policies import YES, Judged, Verdict, may_reply
from core.translation import gettext as _


def may_edit_knowledge(actor: Viewer) -> Verdict:
    """Whether an actor keeps knowledge pages: staff and moderators. A later rule of trust joins here."""
    if actor.silence:
        return Verdict(False, silence_words(actor.silence))
    if actor.standing.employee or actor.standing.moderator:
        return YES
    return Verdict(False, _("Only staff and moderators keep knowledge pages. You can suggest an edit."))


def may_grow(actor: Viewer, question: Judged, solved: bool) -> Verdict:
    """Whether an actor may make a knowledge page of a question."""
    if not solved:
        return Verdict(False, _("A knowledge page grows from a question with an accepted or an official answer."))
    return may_edit_knowledge(actor) and may_reply(actor, question)


def may_suggest(actor: Viewer, article: Judged) -> Verdict:
    """Whether an actor may suggest an edit of a page."""
    return may_reply(actor, article)
