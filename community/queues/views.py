"""The page on which staff sees what waits, the longest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import person
from community.queues.queries import NO_STAFF, UNANSWERED, Chosen, queue_page
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.posts import Link, tag_links
from contributions.queries import spaces_of
from contributions.schemas import fold_tag
from core.business import BusinessHours
from core.clock import now
from core.durations import duration
from core.pages import full_time, iso
from core.paging import Cursor
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("queues", __name__)


@blueprint.get("/staff/queues")
def queue() -> ResponseReturnValue:
    """Show a queue."""
    viewer, chosen, page_key = current_viewer(), read_choice(), request.args.get("page")
    page = queue_page(viewer, chosen, Cursor.decode(page_key, 2) if page_key else None)
    return render_template(
        "community/queue.html",
        rows=shown_rows(page.rows),
        pager=page.links(address(chosen)),
        tabs=_tabs(chosen),
        chosen=chosen,
        spaces=[("", _("All spaces")), *((str(space.id), space.name) for space in spaces_of(viewer))],
        ages=_ages(),
    )


def read_choice() -> Chosen:
    """Return what the address chooses; what cannot be read chooses nothing."""
    given = request.args
    return Chosen(
        queue=NO_STAFF if given.get("list") == NO_STAFF else UNANSWERED,
        space=key_of(given.get("space")),
        tag=fold_tag(given.get("tag", ""))[:60],
        hours=min(key_of(given.get("hours")) or 0, 100_000),
    )


def address(chosen: Chosen) -> str:
    """Return the address of a queue."""
    query = {"list": chosen.queue, "space": chosen.space, "tag": chosen.tag, "hours": chosen.hours}
    return f"{url_for('queues.queue')}?{urlencode({name: value for name, value in query.items() if value})}"


def _tabs(chosen: Chosen) -> list[dict[str, Any]]:
    names = {UNANSWERED: _("Unanswered"), NO_STAFF: _("No word from staff")}
    return [
        {"url": address(chosen._replace(queue=name)), "text": text, "current": name == chosen.queue}
        for name, text in names.items()
    ]


def _ages() -> list[tuple[str, str]]:
    return [
        ("", _("Any time")),
        ("4", _("4 hours and more")),
        ("24", _("A day and more")),
        ("72", _("3 days and more")),
        ("168", _("A week and more")),
    ]


def shown_rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return rows of a queue as pages show them, with the time for which each has waited."""
    settings: Settings = current_app.extensions["settings"]
    hours, at = BusinessHours.parse(settings.business_hours), now()
    return [_shown(row, hours, at) for row in rows]


def _shown(row: Any, hours: BusinessHours, at: datetime) -> dict[str, Any]:
    waited = at - row.created_at
    business = hours.between(row.created_at, at)
    return {
        "url": KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "author": person(row.author_id, row.author_name, row.author_roles),
        "space": Link(row.space_name, f"/spaces/{row.space_slug}"),
        "tags": tag_links(row.tags),
        "answers": row.reply_count,
        "waited": duration(waited),
        "business": duration(business) if hours.closes else "",
        "created_iso": iso(row.created_at),
        "created_full": full_time(row.created_at),
    }
