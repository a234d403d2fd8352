"""Addresses of initiatives and services."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from accounts.guard import current_viewer
from contributions.addresses import address_of
from contributions.plain_lists import threads_page
from contributions.policies import may_open_thread, require
from contributions.queries import contribution_of_kind, spaces_of
from core.errors import NotYet
from core.forms import Form, Schema, read_form
from core.limits import throttle
from core.money import plain
from core.pages import moved, same_for_everyone, viewed
from core.translation import gettext as _
from ideas.initiatives import providing, starting
from ideas.initiatives.models import Initiative
from ideas.initiatives.pages import initiative_page, provider_page, service_page, statuses
from ideas.initiatives.schemas import (
    ClaimDraft,
    Figures,
    InitiativeDraft,
    Joining,
    Promotion,
    ProviderPage,
    ServiceDraft,
    StepTaken,
)

blueprint = Blueprint("initiatives", __name__, url_prefix="/initiatives")
services_blueprint = Blueprint("services", __name__, url_prefix="/services")


def _listed(kind: str) -> str:
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = threads_page(viewer, kind, "active", request.args.get("page"), request.path)
    return render_template("ideas/initiatives/list.html", current="ideas", tab=f"{kind}s", **page)


@blueprint.get("")
def initiatives() -> ResponseReturnValue:
    """List the initiatives."""
    return _listed("initiative")


@services_blueprint.get("")
def services() -> ResponseReturnValue:
    """List the services."""
    return _listed("service")


def _shown(page: dict[str, Any], slug: str, template: str) -> ResponseReturnValue:
    if slug != page["thread"].url.rsplit("/", 1)[1]:
        return moved(page["thread"].url)
    viewed(page["thread"].id)
    if not current_viewer().signed_in:
        same_for_everyone()
    return render_template(template, current="ideas", **page)


@blueprint.get("/<int:key>")
@blueprint.get("/<int:key>/<slug>")
def initiative(key: int, slug: str = "") -> ResponseReturnValue:
    """Show an initiative."""
    return _shown(initiative_page(current_viewer(), key), slug, "ideas/initiatives/initiative.html")


@services_blueprint.get("/<int:key>")
@services_blueprint.get("/<int:key>/<slug>")
def service(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a service."""
    return _shown(service_page(current_viewer(), key), slug, "ideas/initiatives/service.html")


def _form_page(form: Form[Any], template: str, asked: dict[str, Any], **more: Any) -> ResponseReturnValue:
    viewer, sent = current_viewer(), request.method == "POST"
    spaces = [(str(space.id), space.name) for space in spaces_of(viewer) if may_open_thread(viewer, space)]
    values = dict(form.values) if sent else asked
    errors = form.errors if sent else {}
    page = render_template(template, current="ideas", spaces=spaces, values=values, errors=errors, **more)
    return page, 422 if errors else 200


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Start an initiative."""
    form = read_form(InitiativeDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("post", current_viewer().id)
        try:
            return redirect(address_of(starting.start_initiative(current_viewer(), form.draft)), 303)
        except NotYet as refusal:
            form = form.refused("body", refusal)
    asked = {"currency": "EUR", "sets": "1", "status": "planned", "idea": request.args.get("idea", "")}
    return _form_page(form, "ideas/initiatives/form.html", asked, statuses=statuses(), new=True)


@blueprint.route("/<int:key>/figures", methods=["GET", "POST"])
def figures(key: int) -> ResponseReturnValue:
    """Change what an initiative says of itself beside its words."""
    viewer, form = current_viewer(), read_form(Figures)
    row = contribution_of_kind(viewer, key, Initiative)
    require(starting.may_keep(viewer, row))
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        return redirect(address_of(starting.change_figures(viewer, key, form.draft)), 303)
    asked: dict[str, Any] = {name: "\n".join(getattr(row, name)) for name in ("partners", "materials", "steps")}
    asked |= {
        name: "" if (sum_ := getattr(row, name)) is None else plain(sum_, row.currency) for name in ("cost", "price")
    }
    asked |= {"currency": row.currency, "minutes": row.minutes or "", "sets": row.sets, "status": row.status}
    return _form_page(form, "ideas/initiatives/form.html", asked, statuses=statuses(), new=False, title=row.title)


@blueprint.post("/<int:key>/claims")
def claim(key: int) -> ResponseReturnValue:
    """Add what was found out in the market."""
    viewer, form = current_viewer(), read_form(ClaimDraft)
    if form.draft is not None:
        throttle("edit", viewer.id)
        return redirect(f"{address_of(starting.claim(viewer, key, form.draft))}#market", 303)
    page = initiative_page(viewer, key)
    require(starting.may_keep(viewer, contribution_of_kind(viewer, key, Initiative)))
    shown = render_template(
        "ideas/initiatives/initiative.html", current="ideas", values=form.values, errors=form.errors, **page
    )
    return shown, 422


@services_blueprint.route("/new", methods=["GET", "POST"], endpoint="new")
def new_service() -> ResponseReturnValue:
    """Start a service."""
    form = read_form(ServiceDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("post", current_viewer().id)
        try:
            return redirect(address_of(starting.start_service(current_viewer(), form.draft)), 303)
        except NotYet as refusal:
            form = form.refused("body", refusal)
    return _form_page(form, "ideas/initiatives/service_form.html", {"initiative": request.args.get("initiative", "")})


def _sent(schema: type[Schema]) -> Any:
    form = read_form(schema)
    if form.draft is None:
        raise BadRequest
    throttle("edit", current_viewer().id)
    return form.draft


@services_blueprint.post("/<int:key>/join")
def join(key: int) -> ResponseReturnValue:
    """Join a service."""
    joined = providing.join(current_viewer(), key, _sent(Joining).part)
    flash(_("You are part of it now."), "success")
    return redirect(address_of(joined), 303)


@services_blueprint.post("/<int:key>/steps")
def step(key: int) -> ResponseReturnValue:
    """Note a step of the training that somebody has taken."""
    taken: StepTaken = _sent(StepTaken)
    return redirect(f"{address_of(providing.take_step(current_viewer(), key, taken.member, taken.step))}#training", 303)


@services_blueprint.post("/<int:key>/promote")
def promote(key: int) -> ResponseReturnValue:
    """Make a provider of somebody whose training is complete."""
    service = providing.promote(current_viewer(), key, _sent(Promotion).member)
    flash(_("There is one provider more."), "success")
    return redirect(address_of(service), 303)


@services_blueprint.get("/<int:key>/providers/<int:member>")
def provider(key: int, member: int) -> ResponseReturnValue:
    """Show the page of a provider."""
    return render_template(
        "ideas/initiatives/provider.html", current="ideas", **provider_page(current_viewer(), key, member)
    )


@services_blueprint.post("/<int:key>/present")
def present(key: int) -> ResponseReturnValue:
    """Take what a provider says of themselves."""
    viewer = current_viewer()
    providing.present(viewer, key, _sent(ProviderPage))
    return redirect(url_for("services.provider", key=key, member=viewer.id), 303)
