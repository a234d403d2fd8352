"""Tells members that their ideas live on in others, and who wants to have one together with them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, union

from accounts.models import Member
from contributions.models import Contribution
from contributions.telling import Tidings, queue_mails, tell
from core.outbox import Delivery
from ideas.models import CoAuthor, IdeaParent
from ideas.versions.events import ChangeDecided
from ideas.versions.models import ChangeRequest
from ideas.writing.events import CoAuthorAsked, CoAuthorChanged, IdeaDrawn, IdeaRemixed
from ideas.writing.models import IdeaOrigin

LANE = "ideas written"
EVENTS = (IdeaRemixed, IdeaDrawn, CoAuthorAsked, CoAuthorChanged, ChangeDecided)


def tell_of_ideas(deliveries: Sequence[Delivery]) -> None:
    """Tell each of those whom it concerns once; the handler of the lane."""
    for delivery in deliveries:
        key, payload = delivery.payload["contribution_id"], delivery.payload
        if delivery.event == IdeaRemixed.name():
            _tell(delivery, "remixed", "remixed", Member.id.in_(_parents_of(key)))
        elif delivery.event == IdeaDrawn.name():
            drawn = select(IdeaOrigin.contribution_id).where(IdeaOrigin.idea_id == key)
            _tell(delivery, "drawn", "drawn", Member.id.in_(_authors(drawn)))
        elif delivery.event == CoAuthorAsked.name():
            asked = select(CoAuthor.member_id).where(CoAuthor.idea_id == key, CoAuthor.accepted_at.is_(None))
            whom = (Member.id == payload["member_id"]) & Member.id.in_(asked)
            _tell(delivery, f"together:{payload['member_id']}", "together", whom)
        elif delivery.event == ChangeDecided.name():
            asked = select(ChangeRequest.idea_id).where(ChangeRequest.idea_id == key)
            _tell(delivery, "change", "change", Member.id.in_(_authors(asked)))
        elif payload["accepted"]:
            own = Member.id.in_(_authors(select(CoAuthor.idea_id).where(CoAuthor.idea_id == key)))
            _tell(delivery, f"joined:{payload['member_id']}", "coauthor", own)


def _authors(keys: Select[Any]) -> Select[Any]:
    """Return who wrote these contributions, as a statement."""
    return select(Contribution.author_id).where(Contribution.id.in_(keys))


def _parents_of(key: int) -> CompoundSelect[Any]:
    """Return, as a statement, the authors and co-authors of the ideas from which one was mixed."""
    parents = select(IdeaParent.parent_id).where(IdeaParent.child_id == key)
    together = select(CoAuthor.member_id).where(CoAuthor.idea_id.in_(parents), CoAuthor.accepted_at.is_not(None))
    return union(select(Contribution.author_id).where(Contribution.id.in_(parents)), together)


def _tell(delivery: Delivery, occasion: str, reason: str, whom: ColumnElement[bool]) -> None:
    key = delivery.payload["contribution_id"]
    tell(Tidings(key, occasion, reason, "own", delivery.actor_id, delivery.created_at), whom)
    queue_mails(key, occasion, delivery.created_at)
