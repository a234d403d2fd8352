"""The queue of a guest of staff: questions under their topics to which no staff has said anything."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from community.queues.queries import NO_STAFF, Chosen, queue_page
from community.queues.views import shown_rows
from contributions.guests.force import under_topics
from contributions.guests.models import GuestTopic
from contributions.guests.queries import term_row
from core.paging import Cursor

blueprint = Blueprint("guest_queue", __name__)


@blueprint.get("/guests/<int:key>/queue")
def queue(key: int) -> ResponseReturnValue:
    """Show what waits under the topics of a guest, while their term is in force."""
    viewer, page_key = current_viewer(), request.args.get("page")
    term = term_row(viewer, key)
    if term.member_id != viewer.id or not term.in_force:
        raise NotFound
    topics = select(GuestTopic.id).where(GuestTopic.term_id == key, under_topics()).exists()
    page = queue_page(viewer, Chosen(queue=NO_STAFF), Cursor.decode(page_key, 2) if page_key else None, topics)
    return render_template(
        "community/guest_queue.html",
        rows=shown_rows(page.rows),
        pager=page.links(url_for("guest_queue.queue", key=key)),
        term_url=url_for("guests.term", key=key),
    )
