"""Opens reports: their pages, referrals between museums, and letters to those who want them."""

from flask import Flask, request

from accounts.viewers import Viewer
from core.jobs import jobs_of
from core.pages import places
from core.translation import gettext as _
from museum_guide.addresses import museum_address
from museum_guide.reports import contact_views, contacting, referring, views
from museum_guide.slots import DESK_LINKS, VISIT_BEGUN, DeskLink


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(contact_views.blueprint)
    app.after_request(referring.forget_on_ending)
    jobs_of(app).add(referring.JOB, referring.write_referral)
    jobs_of(app).add(contacting.JOB, contacting.send_question)
    with app.app_context():
        places().fill(DESK_LINKS, desk_links)
        places().fill(VISIT_BEGUN, referring.count_referral)


def desk_links(_viewer: Viewer, _museum_id: int) -> list[DeskLink]:
    """Return the way to the report of a museum."""
    slug = (request.view_args or {}).get("slug", "")
    return [DeskLink(_("What visits tell"), f"{museum_address(slug)}/report", 40)] if slug else []
