"""Addresses of pipelines: the areas, and the statuses of each."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions.policies import require
from core.database import db
from core.errors import Refused
from core.forms import explain
from core.limits import throttle
from core.translation import gettext as _
from ideas.deciding.pipelines import area_named, set_pipeline
from ideas.deciding.policies import may_decide
from ideas.deciding.schemas import MOST_STATUSES, Step
from ideas.inbox.queries import areas_for
from ideas.statuses import HOUSE, pipeline_of

blueprint = Blueprint("pipelines", __name__)
FIELDS = ("key", "name", "phase")


@blueprint.get("/staff/ideas/pipelines")
def pipelines() -> ResponseReturnValue:
    """Show the areas, and the statuses of the house."""
    viewer = current_viewer()
    require(may_decide(viewer))
    shown = {"areas": areas_for(viewer), "house": HOUSE, "phases": phase_names()}
    return render_template("ideas/deciding/pipelines.html", current="ideas", **shown)


@blueprint.get("/staff/ideas/pipelines/<slug>")
def pipeline(slug: str) -> ResponseReturnValue:
    """Show the statuses of an area."""
    return _page(current_viewer(), slug, None, {})


@blueprint.post("/staff/ideas/pipelines/<slug>")
def change(slug: str) -> ResponseReturnValue:
    """Change the statuses of an area; lines without a name are left out."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    sent = [] if "house" in request.form else _sent()
    try:
        set_pipeline(viewer, slug, [Step.model_validate(row | {"key": row["key"] or row["name"]}) for row in sent])
    except ValidationError as error:
        return _page(viewer, slug, sent, explain(error)), 422
    except Refused as refusal:
        require(may_decide(viewer))
        db.session.rollback()
        return _page(viewer, slug, sent or None, {"name-0": str(refusal)}), 422
    flash(_("The pipeline is kept."), "success")
    return redirect(f"/staff/ideas/pipelines/{slug}", 303)


def _sent() -> list[dict[str, str]]:
    lines = [{name: request.form.get(f"{name}-{at}", "") for name in FIELDS} for at in range(MOST_STATUSES)]
    return [line for line in lines if line["name"].strip()]


def _page(viewer: Viewer, slug: str, sent: list[dict[str, str]] | None, errors: dict[str, str]) -> str:
    require(may_decide(viewer))
    area = area_named(viewer, slug)
    steps: list[Any] = sent or [dict(zip(FIELDS, step, strict=True)) for step in _steps(area.id)]
    steps += [{"key": "", "name": "", "phase": "open"}] * max(0, min(3, MOST_STATUSES - len(steps)))
    shown = {"area": area, "steps": steps, "errors": errors, "phases": list(phase_names().items())}
    return render_template("ideas/deciding/pipeline.html", current="ideas", **shown)


def _steps(area_id: int) -> list[tuple[str, str, str]]:
    return [(step.key, str(step.name), step.phase) for step in pipeline_of(area_id)]


def phase_names() -> dict[str, str]:
    """Return what each phase is called."""
    return {
        "open": _("Open: nobody has decided"),
        "active": _("Active: picked, and under way"),
        "delivered": _("Delivered"),
        "closed": _("Closed: it will not be made"),
    }
