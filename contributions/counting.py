"""Keeps what is counted over many contributions, tags and spaces, in step behind the pages."""

from collections.abc import Sequence

from sqlalchemy import select

from contributions import counters
from contributions.events import (
    ContributionEdited,
    ContributionPosted,
    ContributionsImported,
    ContributionStateChanged,
    SpaceChanged,
)
from contributions.models import Contribution, Tag, Tagging
from core.outbox import Delivery

LANE = "counts"
EVENTS = (ContributionPosted, ContributionEdited, ContributionStateChanged, ContributionsImported, SpaceChanged)
# Events after which anything may count differently; a space whose doors changed takes its tags in or out of the public.
SWEEPING = {ContributionsImported.name(), SpaceChanged.name()}


def keep_counts(deliveries: Sequence[Delivery]) -> None:
    """Count tags and spaces anew where threads came, went or changed their tags."""
    if any(delivery.event in SWEEPING for delivery in deliveries):
        counters.recount_tags()
        counters.recount_spaces()
        return
    payloads = [delivery.payload for delivery in deliveries]
    threads = {payload["thread_id"] for payload in payloads if payload["contribution_id"] == payload["thread_id"]}
    lost = {key for payload in payloads for key in payload.get("tags_lost", ())}
    if threads:
        carried = select(Tagging.tag_id).where(Tagging.contribution_id.in_(threads))
        counters.recount_tags(select(Tag.id).where(Tag.id.in_(carried) | Tag.id.in_(lost)))
        counters.recount_spaces(select(Contribution.space_id).where(Contribution.id.in_(threads)))
