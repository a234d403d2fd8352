"""Opens the merging of ideas: pages, the search for ideas that are the same, and what happens when one stands again."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from contributions.events import ThreadsMerged
from contributions.taking_down import state_changed
from contributions.webhooks.kinds import HookKind, Payload, add_kind
from core.jobs import jobs_of
from core.outbox import add_lane
from core.pages import places
from core.translation import gettext as _
from core.translation import lazy_gettext
from ideas.deciding.policies import may_decide
from ideas.merging import joining, suggesting, views
from ideas.merging.models import DuplicateSuggestion
from ideas.slots import IDEA_DEEDS, Deed

JUDGED = "which ideas are the same stays decided, and by nobody once the member is erased"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    state_changed.connect(joining.mend)
    add_lane(app, suggesting.LANE, suggesting.look_again, *suggesting.EVENTS)
    jobs_of(app).add(suggesting.JOB, suggesting.compare_ideas)
    jobs_of(app).every("look for ideas not compared", suggesting.compare_ideas, minute="*/5")
    only = ("id", "first_id", "second_id", "state", "decided_at")
    merged, beside = lazy_gettext("Ideas were merged, or taken apart again"), {"merged": "contribution_id"}
    add_kind(HookKind("ideas.merged", merged, ThreadsMerged, _of_ideas, about="thread_id", beside=beside))
    add_traces(app, Trace(DuplicateSuggestion.decided_by_id, Fate.FORGOTTEN, JUDGED, only=only))
    with app.app_context():
        places().fill(IDEA_DEEDS, deeds)


def _of_ideas(payload: Payload) -> bool:
    return joining.is_idea(payload["contribution_id"])


def deeds(viewer: Viewer, row: Any) -> list[Deed]:
    """Return the way to the page on which staff merges."""
    return [Deed(_("Merge"), f"/ideas/{row.id}/merge", "link-2", staff=True, rank=20)] if may_decide(viewer) else []
