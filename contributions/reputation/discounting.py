"""Taking every vote of a member out of the count in one act, as of an account that is not a person's own; and back."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import update

from accounts.changing import hold_member
from accounts.viewers import Viewer
from contributions.models import Vote
from contributions.reputation.events import VotesDiscounted
from contributions.schemas import one_line
from core.database import db
from core.errors import Forbidden, Refused
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _

# Stands before the reason of such a vote, so that votes which never counted are not let in by mistake.
MARK = "discounted: "


class Discount(Schema):
    """Whether the votes of a member shall count, and why."""

    counted: Literal["yes", "no"]
    reason: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=300)]


def discount_votes(actor: Viewer, member_id: int, draft: Discount) -> int:
    """Take the votes of a member out of the count, or let them count again; scores and points follow in the worker.

    Returns how many votes it was. Raises Forbidden, NotFound or Refused.
    """
    if not actor.standing.moderator:
        raise Forbidden
    if hold_member(member_id).id == actor.id:
        raise Refused(_("You cannot do this to yourself."))
    own, counts = Vote.member_id == member_id, draft.counted == "yes"
    change = (
        update(Vote).where(own, Vote.reason.startswith(MARK)).values(valid=True, reason=None)
        if counts
        else update(Vote).where(own, Vote.valid.is_(True)).values(valid=False, reason=MARK + draft.reason)
    )
    votes = len(db.session.scalars(change.returning(Vote.id)).all())
    if votes:
        publish(
            VotesDiscounted(
                actor_id=actor.id, member_id=member_id, votes=votes, discounted=not counts, reason=draft.reason
            )
        )
    return votes
