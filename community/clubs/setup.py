"""Opens the owners' clubs: their kinds of contributions, their pages, their lanes, and the starter pack on schedule."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from community.clubs import doubting, keeping, packing, views
from community.clubs.archive import register_archive
from community.clubs.models import ProductReview
from contributions.kinds import Kind, add_kind
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
    add_lane(app, doubting.LANE, doubting.find_doubts, *doubting.EVENTS)
    jobs_of(app).every("send starter packs", packing.send_packs, minute="25")
    add_traces(app, Trace(ProductReview.member_id, Fate.KEPT, WRITTEN))
