"""Addresses for staff that leads rounds."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.guard import current_viewer
from accounts.models import Group
from contributions.queries import spaces_of
from core.database import db
from core.errors import Conflict, Refused, Throttled, wants_json
from core.forms import read_form
from core.limits import throttle
from core.money import plain
from core.times import zone
from core.translation import gettext as _
from ideas.rounds.leading import (
    add_option,
    change_round,
    close_round,
    discard_round,
    make_round,
    publish_round,
    remove_option,
)
from ideas.rounds.models import Mode, Phase, Round
from ideas.rounds.modes import DESCRIBED
from ideas.rounds.pages import address_of, options_page
from ideas.rounds.queries import round_for
from ideas.rounds.schemas import ClosingDraft, OptionDraft, RoundDraft
from ideas.rounds.words import ELECTORATES

blueprint = Blueprint("leading_rounds", __name__, url_prefix="/rounds")


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Make a round: first its mode is chosen, then the rest."""
    if request.method == "GET" and request.args.get("mode") not in set(Mode):
        modes = [(mode.value, described) for mode, described in DESCRIBED.items()]
        return render_template("ideas/rounds/modes.html", current="ideas", modes=modes)
    return _form(None, {"mode": request.args.get("mode", ""), "counts_hidden": "yes", "step": "1", "currency": "EUR"})


@blueprint.route("/<int:key>/edit", methods=["GET", "POST"])
def edit(key: int) -> ResponseReturnValue:
    """Change a round that nobody has voted in."""
    found = round_for(current_viewer(), key)
    return _form(found, _typed(found))


def _form(found: Round | None, values: dict[str, Any]) -> ResponseReturnValue:
    viewer, errors = current_viewer(), dict[str, str]()
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = read_form(RoundDraft)
        values, errors = dict(form.values), dict(form.errors)
        if form.draft is not None:
            kept = change_round(viewer, found.id, form.draft) if found else make_round(viewer, form.draft)
            return redirect(url_for("leading_rounds.options", key=kept.id), 303)
    mode = str(values.get("mode", ""))
    page = render_template(
        "ideas/rounds/form.html",
        current="ideas",
        round=found,
        described=DESCRIBED[Mode(mode)] if mode in set(Mode) else DESCRIBED[Mode.APPROVAL],
        values=values,
        errors=errors,
        spaces=[(str(space.id), space.name) for space in spaces_of(viewer)],
        groups=[("", _("No group")), *((str(row.id), row.name) for row in _groups())],
        electorates=list(ELECTORATES.items()),
    )
    return page, 422 if errors else 200


def _groups() -> Any:
    return db.session.execute(select(Group.id, Group.name).order_by(Group.name))


def _typed(found: Round) -> dict[str, Any]:
    """Return a round as its form has it, with times as the reader's clock shows them."""
    money = {"budget": found.budget, "step": found.step} if found.currency else {}
    moments = {"opens": found.opens_at, "closes": found.closes_at, "members_before": found.members_before}
    names = ("title", "body", "mode", "electorate", "allowance", "most_each", "least_options", "ballot", "currency")
    return {
        **{name: getattr(found, name) for name in names},
        **{name: plain(minor, found.currency) for name, minor in money.items()},
        **{name: at and at.astimezone(zone()).strftime("%Y-%m-%dT%H:%M") for name, at in moments.items()},
        "space": found.space_id,
        "group": found.group_id,
        "counts_hidden": "yes" if found.counts_hidden else "",
        "use": "cost" if found.by_cost else "one",
    }


@blueprint.route("/<int:key>/options", methods=["GET", "POST"])
def options(key: int) -> ResponseReturnValue:
    """Keep the options of a round, and announce it."""
    viewer, values, errors = current_viewer(), dict[str, Any](), dict[str, str]()
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = read_form(OptionDraft)
        values, errors = dict(form.values), dict(form.errors)
        if form.draft is not None:
            try:
                add_option(viewer, key, form.draft)
                return redirect(url_for("leading_rounds.options", key=key), 303)
            except (Conflict, Throttled):
                raise
            except Refused as refusal:
                if wants_json():
                    raise
                errors = {"title": str(refusal)}
    page = options_page(viewer, key)
    return render_template(
        "ideas/rounds/options.html", current="ideas", values=values, errors=errors, **page
    ), 422 if errors else 200


@blueprint.post("/<int:key>/options/<int:number>/remove")
def remove(key: int, number: int) -> ResponseReturnValue:
    """Take an option out."""
    throttle("edit", current_viewer().id)
    remove_option(current_viewer(), key, number)
    return redirect(url_for("leading_rounds.options", key=key), 303)


@blueprint.post("/<int:key>/publish")
def publish(key: int) -> ResponseReturnValue:
    """Announce a round."""
    throttle("edit", current_viewer().id)
    found = publish_round(current_viewer(), key)
    opened = found.phase == Phase.OPEN
    flash(_("The round is open.") if opened else _("The round is announced. It opens by itself."), "success")
    return redirect(address_of(key, found.title), 303)


@blueprint.post("/<int:key>/close")
def close(key: int) -> ResponseReturnValue:
    """Close a round before its time."""
    throttle("edit", current_viewer().id)
    form = read_form(ClosingDraft)
    found = close_round(current_viewer(), key, form.draft.reason if form.draft else "")
    flash(_("The round is closed. It is counted in a moment."), "success")
    return redirect(address_of(key, found.title), 303)


@blueprint.post("/<int:key>/discard")
def discard(key: int) -> ResponseReturnValue:
    """Throw away a round that was never announced."""
    throttle("edit", current_viewer().id)
    discard_round(current_viewer(), key)
    flash(_("The round is thrown away."), "success")
    return redirect(url_for("rounds.rounds"), 303)
