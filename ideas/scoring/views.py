"""Addresses of judgements: estimates and the jury of an idea, and screenings by bag of lemons."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.queries import contribution_of_kind
from core.database import db
from core.errors import Refused
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.translation import gettext as _
from ideas.deciding.policies import may_decide
from ideas.inbox.queries import areas_for
from ideas.models import Idea
from ideas.scoring.judging import close_screening, estimate_idea, lay_lemons, open_screening, rate_idea
from ideas.scoring.models import Screening
from ideas.scoring.queries import judged, screened, screenings_page
from ideas.scoring.schemas import Estimate, NewScreening, Ratings

blueprint = Blueprint("scoring", __name__)


@blueprint.get("/ideas/<int:key>/scores")
def scores(key: int) -> ResponseReturnValue:
    """Show what an idea was judged at, and the forms for it."""
    return _page(current_viewer(), key, Form({}))


@blueprint.post("/ideas/<int:key>/scores")
def estimate(key: int) -> ResponseReturnValue:
    """Keep what an idea is estimated at."""
    viewer, form = current_viewer(), read_form(Estimate)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    estimate_idea(viewer, key, form.draft)
    flash(_("Kept."), "success")
    return redirect(f"/ideas/{key}/scores", 303)


@blueprint.post("/ideas/<int:key>/scores/jury")
def rate(key: int) -> ResponseReturnValue:
    """Keep what one of the jury gives an idea."""
    viewer, form = current_viewer(), read_form(Ratings)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    rate_idea(viewer, key, form.draft)
    flash(_("Kept. Now you see what the others gave."), "success")
    return redirect(f"/ideas/{key}/scores", 303)


@blueprint.get("/staff/ideas/screenings")
def screenings() -> ResponseReturnValue:
    """Show the screenings, and the form for a new one."""
    return _list(current_viewer(), Form({}))


@blueprint.post("/staff/ideas/screenings")
def begin() -> ResponseReturnValue:
    """Open a screening."""
    viewer, form = current_viewer(), read_form(NewScreening)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _list(viewer, form), 422
    try:
        made = open_screening(viewer, form.draft)
    except Refused as refusal:
        require(may_decide(viewer))
        return _list(viewer, form.refused("title", refusal)), 422
    return redirect(f"/staff/ideas/screenings/{made.id}", 303)


@blueprint.get("/staff/ideas/screenings/<int:key>")
def screening(key: int) -> ResponseReturnValue:
    """Show the ideas of a screening: to lay lemons on, or with what was laid."""
    return _bag(current_viewer(), key, "")


@blueprint.post("/staff/ideas/screenings/<int:key>")
def lay(key: int) -> ResponseReturnValue:
    """Lay lemons."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    try:
        lay_lemons(viewer, key, _laid())
    except Refused as refusal:
        require(may_decide(viewer))
        db.session.rollback()
        return _bag(viewer, key, str(refusal)), 422
    flash(_("Your lemons are laid. You can lay them anew until the screening is closed."), "success")
    return redirect(f"/staff/ideas/screenings/{key}", 303)


@blueprint.post("/staff/ideas/screenings/<int:key>/close")
def close(key: int) -> ResponseReturnValue:
    """Close a screening."""
    throttle("edit", current_viewer().id)
    close_screening(current_viewer(), key)
    return redirect(f"/staff/ideas/screenings/{key}", 303)


def _laid() -> dict[int, int]:
    fields = [(name.removeprefix("idea-"), value) for name, value in request.form.items() if name.startswith("idea-")]
    return {
        int(key): int(value) for key, value in fields if key.isdecimal() and value.isdecimal() and len(key + value) < 20
    }


def _page(viewer: Viewer, key: int, form: Form[Any]) -> str:
    require(may_decide(viewer))
    idea = contribution_of_kind(viewer, key, Idea)
    url = KINDS["idea"].address(key, idea.title or "")
    shown = {"idea": idea, "url": url, "form": form, "judged": judged(viewer, key), "criteria": criteria()}
    return render_template("ideas/scoring/scores.html", current="ideas", **shown)


def _list(viewer: Viewer, form: Form[Any]) -> str:
    require(may_decide(viewer))
    page = screenings_page(request.args.get("page"))
    areas = [("", _("All areas")), *((str(row.id), row.name) for row in areas_for(viewer))]
    rows = [
        {"row": row, "when": (iso(row.opened_at), ago(row.opened_at), full_time(row.opened_at))} for row in page.rows
    ]
    pager = page.links("/staff/ideas/screenings")
    return render_template(
        "ideas/scoring/screenings.html", current="ideas", rows=rows, pager=pager, form=form, areas=areas
    )


def _bag(viewer: Viewer, key: int, problem: str) -> str:
    require(may_decide(viewer))
    found = db.session.get(Screening, key)
    if found is None:
        raise NotFound
    rows = screened(viewer, found)
    addresses = {row.id: KINDS["idea"].address(row.id, row.title) for row in rows}
    shown = {"screening": found, "rows": rows, "addresses": addresses, "problem": problem}
    return render_template("ideas/scoring/screening.html", current="ideas", half=len(rows) // 2, **shown)


def criteria() -> dict[str, tuple[str, str]]:
    """Return the criteria of the jury with what each asks (Riedl and others 2010)."""
    return {
        "novelty": (_("Novelty"), _("Has nobody done this before?")),
        "value": (_("Value"), _("How much better off is who has it?")),
        "feasibility": (_("Feasibility"), _("How well can we make it?")),
        "elaboration": (_("Elaboration"), _("How well is it thought through?")),
    }
