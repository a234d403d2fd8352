"""What leaves the house by itself or stands on other sites: webhooks and embeds, for things in every state and space."""

import pytest

from contributions.events import ContributionEdited, ContributionStateChanged
from contributions.webhooks.models import Webhook
from contributions.webhooks.telling import told_of
from core.clock import now
from core.events import LoggedEvent
from tests.security.golden import ROLES, sees
from tests.security.world import World


@pytest.mark.once
@pytest.mark.parametrize("audience", ["public", "owner"])
def test_nothing_leaks_to_a_webhook(world: World, audience: str) -> None:
    """Guards against CVE-2022-39241 and CVE-2023-22488: for everybody's eyes, and for those of staff."""
    hook = Webhook(audience=audience, owner_id=world.people["staff"].id)
    role = "anonymous" if audience == "public" else "staff"
    for thing in world.things:
        ids = {"contribution_id": thing.id, "thread_id": thing.thread}
        edited = LoggedEvent(name=ContributionEdited.name(), payload=ids, created_at=now())
        told = told_of(hook, "contribution.edited", edited)
        visible = sees(role, thing.space, thing.state) and thing.state in {"published", "closed"}
        assert (told is not None) == visible, thing
        gone = {**ids, "before": "published", "after": thing.state, "reason": thing.word}
        removed = LoggedEvent(name=ContributionStateChanged.name(), payload=gone, created_at=now())
        assert thing.word not in str(told_of(hook, "contribution.removed", removed)), thing


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_embeds_show_what_everybody_may_read(world: World, role: str) -> None:
    """Whoever is signed in sees in a frame what everybody sees."""
    client = world.client(role)
    listed = client.get("/embed/questions?limit=20").text
    for thing in [thing for thing in world.things if thing.kind == "question"]:
        visible = thing.space == "public" and thing.state == "published"
        page = client.get(f"/embed/questions/{thing.id}")
        assert page.status_code == (200 if visible else 404), thing
        assert visible == (thing.word in page.text), thing
        assert visible == (thing.word in listed), thing
        told = client.get(f"/oembed?url=http://localhost/questions/{thing.id}/x")
        assert (told.status_code, thing.word in told.text) == ((200, True) if visible else (404, False)), thing
