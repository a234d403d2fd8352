"""Who may do what with contests, and what is open now."""

from typing import Any

from sqlalchemy import select

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.policies import YES, Verdict
from core.database import db
from core.translation import gettext as _
from ideas.contests.models import Contest, Entry, TeamMember
from ideas.contests.phases import is_open, phase_of


def may_lead(actor: Viewer) -> Verdict:
    """Whether an actor may open contests, change their dates and name the winners."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff lead contests."))


def may_enter(contest: Any) -> Verdict:
    """Whether entries can be sent in and changed now."""
    if is_open(contest, "enter"):
        return YES
    return Verdict(False, _("Entries are not open now. The dates stand on the page of the contest."))


def is_author(actor: Viewer, entry_id: int) -> bool:
    """Whether an actor is an author of an entry: one statement."""
    own = select(TeamMember.member_id).where(TeamMember.entry_id == entry_id, TeamMember.member_id == actor.id)
    return actor.signed_in and db.session.scalar(own.where(TeamMember.accepted_at.is_not(None))) is not None


def closed(actor: Viewer, contest: Contribution, thing: Contribution, deed: str) -> str:
    """Say why a deed (vote, comment or edit) on something in a contest is not open now; nothing where it is."""
    if not isinstance(contest, Contest):
        return ""
    if deed == "comment":
        return "" if is_open(contest, "comment") else _("Comments are closed in this phase of the contest.")
    if not isinstance(thing, Entry):
        return ""
    if deed == "vote":
        return _vote_closed(actor, contest, thing)
    if deed == "edit" and not actor.standing.moderator:
        return _edit_closed(actor, contest, thing)
    return ""


def _vote_closed(actor: Viewer, contest: Contest, entry: Entry) -> str:
    if not is_open(contest, "vote"):
        return _("The public vote on this contest is not open now.")
    return _("You cannot vote for an entry of your own team.") if is_author(actor, entry.id) else ""


def _edit_closed(actor: Viewer, contest: Contest, entry: Entry) -> str:
    if not is_author(actor, entry.id):
        return _("Only its authors change an entry.")
    return may_enter(contest).reason


def counts_hidden(viewer: Viewer, contest: Any) -> bool:
    """Whether a viewer is not to see how many votes entries have: everybody but staff, where the switch is set."""
    return is_open(contest, "hidden") and not viewer.standing.employee


def jury_is_over(contest: Any) -> bool:
    """Whether what the jury gave may be seen."""
    return phase_of(contest) in {"closed", "decided"}
