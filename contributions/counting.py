"""Keeps what is counted over many contributions, tags and spaces, in step behind the pages."""

from collections.abc import Sequence

from sqlalchemy import select

from contributions import counters
from contributions.events import ContributionEdited, ContributionPosted, ContributionsImported, ContributionStateChanged
from contributions.models import Contribution
from core.outbox import Delivery

LANE = "counts"
EVENTS = (ContributionPosted, ContributionEdited, ContributionStateChanged, ContributionsImported)


def keep_counts(deliveries: Sequence[Delivery]) -> None:
    """Count tags and spaces anew where threads came, went or changed their tags."""
    if any(delivery.event == ContributionsImported.name() for delivery in deliveries):
        counters.recount_tags()
        counters.recount_spaces()
        return
    threads = {
        delivery.payload["thread_id"]
        for delivery in deliveries
        if delivery.payload["contribution_id"] == delivery.payload["thread_id"]
    }
    if threads:
        touched = select(Contribution).where(Contribution.id.in_(threads))
        counters.recount_tags(touched.with_only_columns(Contribution.id))
        counters.recount_spaces(touched.with_only_columns(Contribution.space_id))
