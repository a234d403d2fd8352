"""Addresses of the queue of moderators."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions.moderation import deciding
from contributions.moderation.deciding import Decision
from contributions.moderation.queue import SHOWS, queue_counts, queue_page
from core.errors import Conflict, wants_json
from core.limits import throttle
from core.translation import gettext as _
from core.translation import ngettext

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Let no cache keep what only moderators may see."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("")
def queue() -> ResponseReturnValue:
    """Show what waits for a moderator."""
    viewer, show = current_viewer(), request.args.get("show", "all")
    show = show if show in SHOWS else "all"
    newest = request.args.get("order") == "newest"
    page = queue_page(viewer, show, newest, request.args.get("page"))
    here: dict[str, Any] = {"show": show if show != "all" else None, "order": "newest" if newest else None}
    return render_template(
        "moderation/queue.html",
        cases=page.rows,
        pager=page.links(url_for("moderation.queue", **here)),
        tabs=_tabs(viewer, show, here["order"]),
        newest=newest,
        other_order=url_for("moderation.queue", show=here["show"], order=None if newest else "newest"),
        current="moderation",
    )


def _tabs(viewer: Viewer, show: str, order: str | None) -> list[dict[str, Any]]:
    counts = queue_counts(viewer)
    names = {"all": _("All"), "flagged": _("Flagged"), "held": _("Held")}
    return [
        {
            "url": url_for("moderation.queue", show=name if name != "all" else None, order=order),
            "text": names[name],
            "count": counts[name],
            "current": name == show,
        }
        for name in SHOWS
    ]


@blueprint.post("/decide")
def decide() -> ResponseReturnValue:
    """Decide about one case or several at once."""
    viewer = current_viewer()
    throttle("moderate", viewer.id)
    sent = {**request.form.to_dict(), "reviews": request.form.getlist("review")}
    try:
        draft = Decision.model_validate(sent)
    except ValidationError:
        return _answer([], [], _("Choose a post and what shall become of it."), 422)
    decided, missed = _decide_each(viewer, draft)
    if missed:
        words = _("Another moderator has taken this, or decided about it already.")
    else:
        words = ngettext("One post is decided.", "%(num)s posts are decided.", len(decided))
    return _answer(decided, missed, words, 200 if decided else 409)


def _decide_each(viewer: Viewer, draft: Decision) -> tuple[list[int], list[int]]:
    """Decide the cases one after the other; those that somebody else has are left to them."""
    decided: list[int] = []
    missed: list[int] = []
    for review_id in sorted(set(draft.reviews)):
        try:
            deciding.decide(viewer, review_id, draft)
        except (Conflict, NotFound):
            missed.append(review_id)
        else:
            decided.append(review_id)
    return decided, missed


def _answer(decided: Sequence[int], missed: Sequence[int], words: str, code: int) -> ResponseReturnValue:
    if wants_json():
        return jsonify(decided=decided, missed=missed, words=words), code
    flash(words, "success" if decided and not missed else "warning")
    return redirect(_back(), 303)


@blueprint.post("/<int:review_id>/claim")
def claim(review_id: int) -> ResponseReturnValue:
    """Take a case, so that no other moderator works on it too."""
    deciding.claim(current_viewer(), review_id)
    return redirect(f"{_back()}#case-{review_id}", 303)


@blueprint.post("/<int:review_id>/release")
def release(review_id: int) -> ResponseReturnValue:
    """Give a case back to the others."""
    deciding.release(current_viewer(), review_id)
    return redirect(f"{_back()}#case-{review_id}", 303)


def _back() -> str:
    """Return the part of the queue from which a form came."""
    show, order = request.form.get("show", ""), request.form.get("order", "")
    return url_for(
        "moderation.queue",
        show=show if show in {"flagged", "held"} else None,
        order="newest" if order == "newest" else None,
    )
