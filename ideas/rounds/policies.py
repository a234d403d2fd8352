"""Who may do what in a round."""

from sqlalchemy import select

from accounts.models import Member, Membership
from accounts.viewers import Viewer
from contributions.policies import YES, Verdict, may_write
from core.clock import now
from core.database import db
from core.pages import full_time
from core.translation import gettext as _
from ideas.rounds.models import Electorate, Phase, Round


def may_lead(actor: Viewer) -> Verdict:
    """Whether an actor may make, announce and close rounds."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff leads rounds."))


def may_change(actor: Viewer, found: Round) -> Verdict:
    """Whether an actor may change the rules of a round."""
    if found.phase == Phase.CLOSED:
        return Verdict(False, _("This round is over."))
    if found.ballot_count:
        return Verdict(False, _("Somebody has voted already, so the rules stay as they are."))
    return may_lead(actor)


def is_taking_ballots(found: Round) -> Verdict:
    """Whether a round takes ballots now."""
    if found.phase == Phase.CLOSED or (found.phase == Phase.OPEN and found.closes_at <= now()):
        return Verdict(False, _("This round is over, so no ballots are taken any more."))
    if found.phase != Phase.OPEN:
        return Verdict(
            False, _("This round has not opened yet: it opens %(moment)s.", moment=full_time(found.opens_at))
        )
    return YES


def may_cast(actor: Viewer, found: Round) -> Verdict:
    """Whether an actor may send a ballot now."""
    return is_taking_ballots(found) and may_write(actor) and _is_elector(actor, found)


def _is_elector(actor: Viewer, found: Round) -> Verdict:
    staff = actor.standing.employee
    if found.electorate == Electorate.STAFF and not staff:
        return Verdict(False, _("Only staff votes in this round."))
    if found.electorate == Electorate.CUSTOMERS and staff:
        return Verdict(False, _("Customers vote in this round; staff does not."))
    if found.members_before is None and found.group_id is None:
        return YES
    inside = select(Membership.member_id).where(Membership.group_id == found.group_id)
    facts = select(Member.joined_at, Member.id.in_(inside).label("inside")).where(Member.id == actor.id)
    own = db.session.execute(facts).one()
    if found.group_id is not None and not own.inside:
        return Verdict(False, _("Only members of one group vote in this round, and you are not in it."))
    if found.members_before is not None and own.joined_at >= found.members_before:
        day = full_time(found.members_before)
        return Verdict(False, _("Only those vote who were members before %(day)s.", day=day))
    return YES
