"""Closes the loop: everybody who voted for or against, follows or wrote an idea hears of its release, once."""

from collections.abc import Sequence

from sqlalchemy import select

from contributions.telling import Tidings, queue_mails, tell
from core.outbox import Delivery
from ideas.changelog.events import ReleasePublished
from ideas.changelog.models import ReleaseIdea
from ideas.links import cared_for, kind_of_news

LANE = "releases"
EVENTS = (ReleasePublished,)
OCCASION = "released"


def tell_of_releases(deliveries: Sequence[Delivery]) -> None:
    """Tell all who care for the ideas of a release and may read it; the handler of the lane."""
    for delivery in deliveries:
        key = delivery.payload["contribution_id"]
        ideas = select(ReleaseIdea.idea_id).where(ReleaseIdea.release_id == key)
        told = Tidings(key, OCCASION, OCCASION, kind_of_news(ideas), delivery.actor_id, delivery.created_at)
        tell(told, cared_for(ideas))
        queue_mails(key, OCCASION, delivery.created_at)
