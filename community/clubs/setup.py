"""Opens the owners' clubs: their kinds of contributions, their pages, their lanes, and the starter pack on schedule."""

from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from community.clubs import doubting, keeping, packing, views
from community.clubs.archive import register_archive
from community.clubs.models import ProductReview
from community.clubs.queries import rating_of
from contributions.events import ContributionPosted
from contributions.kinds import Kind, add_kind
from contributions.webhooks.kinds import HookKind
from contributions.webhooks.kinds import add_kind as add_hook_kind
from core.jobs import jobs_of
from core.outbox import add_lane
from core.translation import lazy_gettext as _

# Taking a review down needs a reason, which everybody can count.
REVIEW = Kind("review", _("Review"), "reviews", opens_thread=True, replied_by="comment", needs_reason=True)
NOTE = Kind("note", _("Word of an owner"), "notes", opens_thread=True, replied_by="comment")
WRITTEN = "the stars stay with the review, which names nobody any more"


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    for kind in (REVIEW, NOTE):
        add_kind(kind)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(keeping.blueprint)
    reviewed = _("A review was written")
    add_hook_kind(HookKind("review.written", reviewed, ContributionPosted, _is_review, adds=_stars))
    add_lane(app, doubting.LANE, doubting.find_doubts, *doubting.EVENTS)
    jobs_of(app).every("send starter packs", packing.send_packs, minute="25")
    add_traces(app, Trace(ProductReview.member_id, Fate.KEPT, WRITTEN))


def _is_review(payload: dict[str, Any]) -> bool:
    return bool(payload["kind"] == "review")


def _stars(key: int) -> dict[str, Any]:
    row = rating_of(key)
    return {"rating": row.rating, "product": {"slug": row.slug, "name": row.name}}
