"""Who decides about ideas."""

from accounts.viewers import Viewer
from contributions.models import State
from contributions.policies import YES, Judged, Verdict
from core.translation import gettext as _


def may_decide(actor: Viewer) -> Verdict:
    """Whether an actor may decide about ideas: product managers and the rest of staff."""
    if actor.standing.employee:
        return YES
    return Verdict(False, _("Only staff and product managers decide about ideas."))


def may_decide_now(actor: Viewer, idea: Judged) -> Verdict:
    """Whether an actor may decide about an idea as it stands."""
    if may_decide(actor) and (idea.state != State.PUBLISHED or idea.concealed):
        return Verdict(False, _("This idea has been taken down, so there is nothing to decide."))
    return may_decide(actor)
