"""Addresses of flags: raising one, and taking it back."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.addresses import address_of
from contributions.models import Contribution
from contributions.moderation import flagging
from contributions.moderation.flagging import FlagDraft, reason_names
from contributions.policies import may_flag, require
from contributions.queries import contribution_for
from core.forms import Form, read_form
from core.limits import throttle
from core.markup import as_markup
from core.translation import gettext as _

blueprint = Blueprint("flags", __name__, url_prefix="/contributions/<int:key>/flag")


@blueprint.route("", methods=["GET", "POST"])
def flag(key: int) -> ResponseReturnValue:
    """Ask the moderators to look at a contribution."""
    viewer = current_viewer()
    contribution = contribution_for(viewer, key)
    require(may_flag(viewer, contribution))
    form = read_form(FlagDraft) if request.method == "POST" else Form[FlagDraft]({})
    if form.draft is None:
        return _page(contribution, form)
    throttle("flag", viewer.id)
    flagging.raise_flag(viewer, key, form.draft)
    flash(_("Thank you. The moderators will look at it."), "success")
    return redirect(address_of(contribution) if flagging.is_seen(viewer, key) else "/", 303)


@blueprint.post("/withdraw")
def withdraw(key: int) -> ResponseReturnValue:
    """Take an open flag back."""
    viewer = current_viewer()
    flagging.withdraw_flag(viewer, key)
    flash(_("Your flag is taken back."), "success")
    return redirect(address_of(contribution_for(viewer, key)), 303)


def _page(contribution: Contribution, form: Form[FlagDraft]) -> ResponseReturnValue:
    viewer = current_viewer()
    page = render_template(
        "moderation/flag.html",
        contribution=contribution,
        html=as_markup(contribution.html),
        url=address_of(contribution),
        form=form,
        reasons=[(code, name, hint) for code, (name, hint) in reason_names().items()],
        flagged=flagging.has_open_flag(viewer, contribution.id),
    )
    return page, 422 if form.errors else 200
