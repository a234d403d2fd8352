"""The pages of lead users, and the page on which a member chooses not to be among them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself, page
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.people import person
from accounts.viewers import Viewer
from core.database import read
from core.errors import NotFound
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of
from core.translation import gettext as _
from insights.dashboard.views import told
from insights.lead_users.judging import (
    Judgement,
    ProfilingChoice,
    choose_profiling,
    is_profiled,
)
from insights.lead_users.judging import (
    judge as keep_judgement,
)
from insights.lead_users.models import Lead
from insights.lead_users.queries import leads, reasons_of, verdicts_of
from insights.models import Run
from insights.running import latest_run

blueprint = Blueprint("lead_users", __name__)
PAGE = 10
KINDS = {"lead": ("ahead", "own", "need"), "rising": ("solved",)}
BY_PLACE = Order((Lead.place,), descending=False)


@blueprint.get("/insights/lead-users")
def lead_users() -> ResponseReturnValue:
    """Show who is ahead, or who is rising, and why."""
    return _page(Form({}), None)


@blueprint.post("/insights/lead-users/<int:member_id>")
def judge(member_id: int) -> ResponseReturnValue:
    """Keep whether somebody is a lead user, and why."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = attempt(read_form(Judgement), lambda draft: keep_judgement(viewer, member_id, draft))
    if form.draft is None:
        return _page(form, member_id)
    flash(_("Your word is kept."), "success")
    return redirect(url_for("lead_users.lead_users", **request.args.to_dict()), 303)  # type: ignore[arg-type]


def _page(form: Form[Judgement], of: int | None) -> ResponseReturnValue:
    ranking = request.args.get("ranking", "lead")
    if ranking not in KINDS:
        raise NotFound
    run = latest_run()
    shown = {"rows": [], "pager": None} if run is None else _rows(current_viewer(), run, ranking)
    words = render_template(
        "insights/lead_users.html",
        run=None if run is None else told(run),
        ranking=ranking,
        form=form,
        judged=of,
        **shown,
    )
    return words, 422 if form.errors else 200


def _rows(viewer: Viewer, run: Run, ranking: str) -> dict[str, Any]:
    cursor = Cursor.decode(request.args["page"], 1) if request.args.get("page") else None
    found = read(BY_PLACE.apply(leads(run.id, ranking), cursor, PAGE)).all()
    listed = page_of(found, cursor, PAGE, lambda row: (row.place,))
    members = [row.member_id for row in listed.rows]
    reasons, verdicts = reasons_of(viewer, run.id, members, KINDS[ranking]), verdicts_of(members)
    rows = [
        {
            "lead": row,
            "who": person(row.member_id, row.name, row.roles_held),
            "reasons": [_dated(one) for one in reasons.get(row.member_id, [])],
            "verdicts": verdicts.get(row.member_id, []),
        }
        for row in listed.rows
    ]
    return {"rows": rows, "pager": listed.links(f"{request.path}?ranking={ranking}")}


def _dated(reason: dict[str, Any]) -> dict[str, Any]:
    at = reason["at"]
    return reason | {"when": (iso(at), ago(at), full_time(at))}


@blueprint.route("/account/profiling", methods=["GET", "POST"])
def profiling() -> ResponseReturnValue:
    """Choose whether one may be ranked and drawn."""
    member = oneself()
    if request.method == "POST":
        throttle("edit", member.id)
        draft = read_form(ProfilingChoice).draft or ProfilingChoice()
        choose_profiling(member, draft)
        flash(_("Saved."), "success")
        return redirect(url_for("lead_users.profiling"), 303)
    return page("profiling", Form({}), allowed=is_profiled(member.id))
