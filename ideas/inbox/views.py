"""Addresses of the inbox of product managers."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.people import person
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.policies import require
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _
from ideas.board.queries import status_of
from ideas.deciding.keeping import keepers
from ideas.deciding.policies import may_decide
from ideas.inbox.queries import LIKED, NOBODY, WAITING, Chosen, areas_for, inbox_page
from ideas.statuses import HOUSE

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/staff/ideas")
def inbox() -> ResponseReturnValue:
    """Show what waits for a decision."""
    viewer, chosen, page_key = current_viewer(), _chosen(), request.args.get("page")
    require(may_decide(viewer))
    page = inbox_page(viewer, chosen, Cursor.decode(page_key, 2) if page_key else None)
    places = areas_for(viewer)
    return render_template(
        "ideas/inbox/inbox.html",
        current="ideas",
        rows=[_row(row) for row in page.rows],
        pager=page.links(_address(chosen)),
        tabs=[_tab(chosen, what, text) for what, text in _names().items()],
        chosen=chosen,
        areas=[("", _("All areas")), *((str(row.id), row.name) for row in places)],
        statuses=[("", _("All statuses")), *((status.key, status.name) for status in HOUSE)],
        keepers=[("", _("Anybody")), (str(NOBODY), _("Nobody yet")), *((str(one.id), one.name) for one in keepers())],
        orders=[("", _("Longest waiting")), (LIKED, _("Most votes"))],
    )


def _names() -> dict[str, str]:
    texts = (_("Unanswered"), _("Nothing for 30 days"), _("No official response"), _("All"))
    return dict(zip(WAITING, texts, strict=True))


def _chosen() -> Chosen:
    asked = request.args
    waiting, keeper = asked.get("list", ""), asked.get("keeper", "")
    return Chosen(
        waiting=waiting if waiting in WAITING else WAITING[0],
        area=key_of(asked.get("area")),
        status=asked.get("status", "")[:30],
        keeper=NOBODY if keeper == str(NOBODY) else key_of(keeper),
        order=LIKED if asked.get("order") == LIKED else "",
    )


def _address(chosen: Chosen) -> str:
    fields = {"list": chosen.waiting, "area": chosen.area, "status": chosen.status, "keeper": chosen.keeper}
    given = {name: value for name, value in {**fields, "order": chosen.order}.items() if value}
    return f"/staff/ideas?{urlencode(given)}"


def _tab(chosen: Chosen, what: str, text: str) -> dict[str, Any]:
    return {"url": _address(chosen._replace(waiting=what)), "text": text, "current": chosen.waiting == what}


def _row(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": KINDS["idea"].address(row.id, row.title),
        "title": row.title,
        "status": status_of(row),
        "area": row.area_name or row.space_name,
        "score": row.score,
        "comments": row.comment_count,
        "alike": row.alike,
        "author": person(row.author_id, row.author_name),
        "keeper": person(row.keeper_id, row.keeper_name),
        "when": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
    }
