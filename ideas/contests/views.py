"""Addresses of contests."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.addresses import address_of, key_of, reply_address
from contributions.policies import may_open_thread, require
from contributions.queries import contribution_for, spaces_of
from core.errors import NotYet, Refused
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone, viewed
from core.translation import gettext as _
from ideas.contests.deciding import decide as decide_contest
from ideas.contests.pages import contest_list, contest_page, entry_address
from ideas.contests.phases import PHASES, SWITCHES, USUAL
from ideas.contests.policies import may_lead
from ideas.contests.queries import contest_row, entry_of
from ideas.contests.schemas import ContestDates, ContestDraft, Verdict
from ideas.contests.staging import change_dates, open_contest
from ideas.contests.tables import decide_page, jury_page, record_page

blueprint = Blueprint("contests", __name__, url_prefix="/contests")


@blueprint.get("")
def contests() -> ResponseReturnValue:
    """List the contests."""
    return render_template(
        "ideas/contests/list.html", current="ideas", **contest_list(current_viewer(), request.args.get("page"))
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a contest."""
    viewer = current_viewer()
    form = read_form(ContestDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("post", viewer.id)
        try:
            return redirect(address_of(open_contest(viewer, form.draft)), 303)
        except NotYet:
            raise
        except Refused as refusal:
            form = form.refused("jurors", refusal)
    sent = request.method == "POST"
    spaces = [(str(space.id), space.name) for space in spaces_of(viewer) if may_open_thread(viewer, space)]
    page = render_template(
        "ideas/contests/form.html",
        current="ideas",
        spaces=spaces,
        values=dict(form.values) if sent else {"decided_by": "jury", "team_size": "5"},
        errors=form.errors if sent else {},
        **_grid(form if sent else None, USUAL),
    )
    return page, 422 if sent else 200


def _grid(form: Form[Any] | None, kept: Any) -> dict[str, Any]:
    """Return the switches with the boxes that are set."""
    boxes = {f"{switch}_{phase}" for phase, opened in kept.items() for switch in opened}
    return {"phases": PHASES, "switches": SWITCHES, "boxes": set(form.values) if form else boxes}


@blueprint.get("/<int:key>")
@blueprint.get("/<int:key>/<slug>")
def contest(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a contest with its entries; where a post in it is asked for, lead to its entry."""
    viewer, at = current_viewer(), key_of(request.args.get("at"))
    entry = entry_of(viewer, key, at) if at else None
    if at and entry:
        return redirect(reply_address(entry_address(key, entry), contribution_for(viewer, at)), 302)
    page = contest_page(viewer, key, request.args.get("order", ""), request.args.get("page"))
    if slug != page["thread"].url.rsplit("/", 1)[1]:
        return moved(page["thread"].url)
    viewed(key)
    if not viewer.signed_in and page["settled"]:
        same_for_everyone()
    return render_template("ideas/contests/contest.html", current="ideas", **page)


@blueprint.route("/<int:key>/dates", methods=["GET", "POST"])
def dates(key: int) -> ResponseReturnValue:
    """Change the dates and the switches of a contest."""
    viewer = current_viewer()
    row, form = contest_row(viewer, key), read_form(ContestDates)
    require(may_lead(viewer))
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        changed = change_dates(viewer, key, form.draft)
        flash(_("The dates are changed."), "success")
        return redirect(address_of(changed), 303)
    sent = request.method == "POST"
    names = {"entries": row.entries_at, "voting": row.voting_at, "jury": row.jury_at, "closes": row.closes_at}
    values = dict(form.values) if sent else {name: at.date().isoformat() for name, at in names.items()}
    page = render_template(
        "ideas/contests/dates.html",
        current="ideas",
        title=row.title,
        url=url_for("contests.contest", key=key),
        values=values,
        errors=form.errors if sent else {},
        **_grid(form if sent else None, row.switches),
    )
    return page, 422 if sent else 200


@blueprint.get("/<int:key>/jury")
def jury(key: int) -> ResponseReturnValue:
    """Show a juror what there is to score; when the jury has ended, what it gave to those who may know."""
    page = jury_page(current_viewer(), key, request.args.get("page"))
    return render_template("ideas/contests/jury.html", current="ideas", **page)


@blueprint.route("/<int:key>/decide", methods=["GET", "POST"])
def decide(key: int) -> ResponseReturnValue:
    """Name the winners."""
    viewer, form = current_viewer(), read_form(Verdict)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            decided = decide_contest(viewer, key, form.draft)
            flash(_("The winners are named. Everyone who follows the contest hears of it."), "success")
            return redirect(address_of(decided), 303)
        except Refused as refusal:
            form = form.refused("form", refusal)
    sent = request.method == "POST"
    page = render_template(
        "ideas/contests/decide.html",
        current="ideas",
        values=dict(form.values) if sent else {},
        errors=form.errors if sent else {},
        **decide_page(viewer, key),
    )
    return page, 422 if sent else 200


@blueprint.get("/<int:key>/record")
def record(key: int) -> ResponseReturnValue:
    """Show what was decided about a contest, by whom, when, and with which figures."""
    page = record_page(current_viewer(), key, request.args.get("page"))
    return render_template("ideas/contests/record.html", current="ideas", **page)
