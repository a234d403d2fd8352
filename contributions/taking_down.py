"""Taking down and putting back: deleting, hiding and restoring, with everything that stands below."""

from blinker import Signal

from accounts.viewers import Viewer
from contributions import counters
from contributions.events import ContributionStateChanged
from contributions.kinds import KINDS
from contributions.models import Contribution, State
from contributions.policies import Verdict, may_delete, may_hide, may_restore, require
from contributions.queries import contribution_for, hold_thread
from core.database import db
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _

# Lets a room mend, in the same transaction, what it derives from what stands.
state_changed = Signal()


def delete(actor: Viewer, key: int, reason: str = "") -> Contribution:
    """Delete a contribution; it can be restored. Raises NotFound or Refused."""
    contribution = _held(actor, key)
    return _change(actor, contribution, may_delete(actor, contribution), State.DELETED, reason)


def hide(actor: Viewer, key: int, reason: str = "") -> Contribution:
    """Hide a contribution from everyone but its author and moderators. Raises NotFound or Refused."""
    contribution = _held(actor, key)
    return _change(actor, contribution, may_hide(actor, contribution), State.HIDDEN, reason)


def restore(actor: Viewer, key: int) -> Contribution:
    """Put a contribution back, or let one that is held onto the page. Raises NotFound or Refused."""
    contribution = _held(actor, key)
    verdict = may_restore(actor, contribution, contribution.state_by_id)
    return _change(actor, contribution, verdict, State.PUBLISHED, "")


def _held(actor: Viewer, key: int) -> Contribution:
    hold_thread(actor, key)
    contribution = contribution_for(actor, key)
    db.session.refresh(contribution)
    return contribution


def _change(actor: Viewer, contribution: Contribution, verdict: Verdict, state: State, reason: str) -> Contribution:
    require(verdict)
    others = state != State.PUBLISHED and contribution.author_id != actor.id
    if others and KINDS[contribution.kind].needs_reason and not reason:
        raise Refused(_("Say why: flag it, and decide in the queue with a reason. Everybody can read that."))
    before, contribution.state = contribution.state, state
    contribution.state_by_id, contribution.state_reason = actor.id, reason
    db.session.flush()
    counters.recount_thread(contribution.root_id)
    state_changed.send(contribution)
    publish(
        ContributionStateChanged(
            actor_id=actor.id,
            contribution_id=contribution.id,
            thread_id=contribution.root_id,
            before=before,
            after=state,
            reason=reason,
        )
    )
    return contribution
