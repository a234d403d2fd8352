"""Addresses of the roadmap: see it, promise something, change a promise, expect something of it, and the record."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from accounts.fields import attempt
from accounts.guard import current_viewer
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.queries import contribution_of_kind
from contributions.thread_pages import thread_page
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.links import idea_links
from ideas.roadmap.cards import OUTCOMES, cards, day_words
from ideas.roadmap.evidence import BY_KEY, LEVELS
from ideas.roadmap.expecting import expect, may_expect
from ideas.roadmap.lists import SHOWN, roadmap_page
from ideas.roadmap.models import Outcome, Promise
from ideas.roadmap.promising import PLACE, make_promise, may_promise, move_promise
from ideas.roadmap.queries import moves_of, promise_row
from ideas.roadmap.record import record_of, records_page, rows_page
from ideas.roadmap.schemas import ExpectationDraft, MoveDraft, PromiseDraft
from ideas.thread_forms import opened, thread_form

blueprint = Blueprint("roadmap", __name__)


@blueprint.get("/roadmap")
def roadmap() -> ResponseReturnValue:
    """Show what is promised, what is under way without a date, or what became of promises."""
    viewer, shown = current_viewer(), request.args.get("show", "open")
    if not viewer.signed_in:
        same_for_everyone()
    page = roadmap_page(viewer, shown if shown in SHOWN else "open", request.args.get("page"))
    may = bool(may_promise(viewer))
    return render_template("ideas/roadmap/roadmap.html", current="ideas", may_promise=may, **page)


@blueprint.get("/roadmap/<int:key>")
@blueprint.get("/roadmap/<int:key>/<slug>")
def promise(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a promise, its history, what is expected of it and what is said about it."""
    row = promise_row(current_viewer(), key)
    url = KINDS["promise"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    return _promise_page(row)


@blueprint.route("/roadmap/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Promise something."""
    require(may_promise(current_viewer()))
    return opened(PromiseDraft, make_promise, _form)


def _form(form: Form[PromiseDraft]) -> ResponseReturnValue:
    return thread_form("ideas/roadmap/new.html", form, PLACE, levels=LEVELS)


@blueprint.route("/roadmap/<int:key>/move", methods=["GET", "POST"])
def move(key: int) -> ResponseReturnValue:
    """Change a promise, or say what became of it."""
    viewer = current_viewer()
    require(may_promise(viewer))
    promised = contribution_of_kind(viewer, key, Promise)
    form: Form[MoveDraft] = Form({})
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = attempt(read_form(MoveDraft), lambda draft: move_promise(viewer, key, draft))
        if form.draft:
            flash(_("It is on record, and those who wait for it will hear of it."), "success")
            return redirect(address_of(promised), 303)
    days = [date.fromordinal(day).isoformat() for day in (promised.earliest_day, promised.latest_day)]
    shown = {"promise": promised, "url": address_of(promised), "form": form, "levels": LEVELS, "days": days}
    page = render_template("ideas/roadmap/move.html", current="ideas", **shown)
    return page, 422 if form.errors else 200


@blueprint.post("/roadmap/<int:key>/expect")
def say(key: int) -> ResponseReturnValue:
    """Say what one expects of a promise, or what one got."""
    viewer, form = current_viewer(), read_form(ExpectationDraft)
    promised = contribution_of_kind(viewer, key, Promise)
    if form.draft is None:
        raise BadRequest
    throttle("vote", viewer.id)
    expect(viewer, key, form.draft.value)
    flash(_("Thank you. It counts without your name."), "success")
    return redirect(address_of(promised), 303)


@blueprint.get("/roadmap/record")
def records() -> ResponseReturnValue:
    """Show how everybody who promised something kept it."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = records_page(viewer, request.args.get("page"))
    return render_template("ideas/roadmap/records.html", current="ideas", **page)


@blueprint.get("/roadmap/record/<int:member>")
def rows(member: int) -> ResponseReturnValue:
    """Show the promises behind the record of one author."""
    viewer, outcome = current_viewer(), request.args.get("outcome", "")
    record = record_of(viewer, member)
    if record is None:
        raise NotFound
    page = rows_page(viewer, member, outcome, request.args.get("page"))
    shown = {"record": record, "outcome": outcome, "outcomes": OUTCOMES, **page}
    return render_template("ideas/roadmap/rows.html", current="ideas", **shown)


def _promise_page(row: Any) -> ResponseReturnValue:
    viewer = current_viewer()
    page = thread_page(viewer, row, request.args.get("page"), request.args.get("at"))
    shown = cards(viewer, [row], idea_links(viewer, [row.idea_id] if row.idea_id else []))[0]
    return render_template(
        "ideas/roadmap/promise.html",
        current="ideas",
        crumbs=[(_("Roadmap"), url_for("roadmap.roadmap")), (row.space_name, f"/spaces/{row.space_slug}")],
        card=shown,
        moves=[_move(move) for move in moves_of(row.id)],
        wave=_wave(row) if may_expect(viewer, row) else "",
        mine=(row.my_expected, row.my_got),
        may_promise=bool(may_promise(viewer)),
        **page,
    )


def _wave(row: Any) -> str:
    """Return which of the two questions a member can answer now: of an open promise, or of a delivered one."""
    if row.outcome == Outcome.OPEN:
        return "expected"
    return "got" if row.my_expected is not None else ""


def _move(row: Any) -> dict[str, Any]:
    return {
        "by": row.name,
        "at": row.created_at,
        "outcome": OUTCOMES[row.outcome],
        "open": row.outcome == Outcome.OPEN,
        "from": day_words(row.earliest_day),
        "to": day_words(row.latest_day),
        "delivered": day_words(row.delivered_day) if row.delivered_day else "",
        "confidence": row.confidence,
        "evidence": BY_KEY[row.evidence].name,
        "evidence_url": row.evidence_url,
        "reason": row.reason,
    }
