"""Who keeps knowledge pages, and who may suggest."""

from accounts.viewers import Viewer
from contributions.policies import Judged, Verdict, may, may_reply, may_write
from contributions.reputation.sizes import Privilege
from core.translation import gettext as _


def may_edit_knowledge(actor: Viewer) -> Verdict:
    """Whether an actor keeps knowledge pages: staff, moderators, and whoever has the points for it."""
    return may_write(actor) and may(actor, Privilege.EDIT_KNOWLEDGE)


def may_grow(actor: Viewer, question: Judged, solved: bool) -> Verdict:
    """Whether an actor may make a knowledge page of a question."""
    if not solved:
        return Verdict(False, _("A knowledge page grows from a question with an accepted or an official answer."))
    return may_edit_knowledge(actor) and may_reply(actor, question)


def may_suggest(actor: Viewer, article: Judged) -> Verdict:
    """Whether an actor may suggest an edit of a page."""
    return may_reply(actor, article)
