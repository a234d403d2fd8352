"""The log of moderators and administrators: what they did to what others wrote, to members and to the house.

A lane of the outbox reads it out of the event log, so no act can be forgotten, and none stands there twice.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from accounts.events import (
    AccountSwitched,
    GroupChanged,
    MemberSanctioned,
    MembershipChanged,
    RolesChanged,
    SanctionLifted,
)
from contributions.events import (
    ContributionEdited,
    ContributionStateChanged,
    RingDecided,
    SpaceChanged,
    ThreadsMerged,
    VoteCastOnBehalf,
)
from contributions.guests.events import GuestActed, GuestAnswered, GuestEnded, GuestNamed
from contributions.models import Contribution
from contributions.moderation.events import ReviewDecided
from contributions.moderation.models import AuditEntry
from contributions.reputation.events import CommunitySizeChosen, VotesDiscounted
from contributions.trust.events import TrustLevelChanged
from core.database import db, once
from core.outbox import Delivery

LANE = "audit"


def keep_audit(deliveries: Sequence[Delivery]) -> None:
    """Add an entry for every event that was an act of a moderator or administrator."""
    authors = _authors(deliveries)
    rows = [row for delivery in deliveries if (row := _entry(delivery, authors)) is not None]
    if rows:
        db.session.execute(once(AuditEntry), rows)


def _entry(delivery: Delivery, authors: dict[int, int | None]) -> dict[str, Any] | None:
    payload = delivery.payload
    key = payload.get("contribution_id")
    author = authors.get(key) if key is not None else None
    act = _act(delivery, author)
    if act is None or delivery.actor_id is None:
        return None
    return {
        "event_id": delivery.event_id,
        "act": act,
        "actor_id": delivery.actor_id,
        "member_id": payload.get("member_id", author),
        "contribution_id": key,
        "space_id": payload.get("space_id"),
        "group_id": payload.get("group_id"),
        "reason": payload.get("reason", ""),
        "details": {name: payload[name] for name in ("before", "after", "kind", "until") if name in payload},
        "created_at": delivery.created_at,
    }


def _act(delivery: Delivery, author: int | None) -> str | None:
    """Return the code of an act, or None where it was none: who changes their own words moderates nobody."""
    payload = delivery.payload
    if delivery.event in OF_POSTS and delivery.actor_id == author:
        return None
    said = SAID.get(delivery.event)
    return said(payload) if said else PLAIN[delivery.event]


def _changed_state(payload: dict[str, Any]) -> str | None:
    before, after = payload["before"], payload["after"]
    return {("held", "published"): "released", (MERGED, "published"): None}.get((before, after), STATES.get(after))


# Events that are one act or another, by what they hold.
SAID: dict[str, Callable[[dict[str, Any]], str | None]] = {
    ReviewDecided.name(): lambda payload: None if payload["changed"] else "kept",
    ContributionStateChanged.name(): _changed_state,
    MemberSanctioned.name(): lambda payload: {"suspension": "suspended", "silence": "silenced"}[payload["kind"]],
    AccountSwitched.name(): lambda payload: "enabled" if payload["active"] else "disabled",
    ThreadsMerged.name(): lambda payload: "unmerged" if payload["undone"] else "merged",
    GuestActed.name(): lambda payload: f"guest_{payload['act']}",
    GuestAnswered.name(): lambda payload: "guest_accepted" if payload["accepted"] else "guest_declined",
}
OF_POSTS = {ContributionStateChanged.name(), ContributionEdited.name()}
# A merge changes the state of a question too, and is told by its own event.
MERGED = "merged"
STATES = {"hidden": "hidden", "deleted": "deleted", "published": "restored"}
PLAIN = {
    ContributionEdited.name(): "edited",
    SanctionLifted.name(): "lifted",
    RolesChanged.name(): "roles",
    GroupChanged.name(): "group",
    MembershipChanged.name(): "membership",
    SpaceChanged.name(): "space",
    GuestNamed.name(): "guest_named",
    GuestEnded.name(): "guest_ended",
    VotesDiscounted.name(): "votes",
    CommunitySizeChosen.name(): "size",
    TrustLevelChanged.name(): "level",
    RingDecided.name(): "ring",
    VoteCastOnBehalf.name(): "behalf",
}
EVENTS = (
    ContributionStateChanged,
    ContributionEdited,
    ReviewDecided,
    MemberSanctioned,
    SanctionLifted,
    RolesChanged,
    AccountSwitched,
    GroupChanged,
    MembershipChanged,
    SpaceChanged,
    ThreadsMerged,
    GuestNamed,
    GuestAnswered,
    GuestEnded,
    GuestActed,
    VotesDiscounted,
    CommunitySizeChosen,
    TrustLevelChanged,
    RingDecided,
    VoteCastOnBehalf,
)


def _authors(deliveries: Sequence[Delivery]) -> dict[int, int | None]:
    keys = {delivery.payload["contribution_id"] for delivery in deliveries if "contribution_id" in delivery.payload}
    statement = select(Contribution.id, Contribution.author_id).where(Contribution.id.in_(keys))
    return {row.id: row.author_id for row in db.session.execute(statement)} if keys else {}
