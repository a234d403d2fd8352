"""The address at which a visitor types the code of a ticket."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.redirects import safe_next
from accounts.security_pages import keep_private
from core.errors import Refused, Throttled, wants_json
from core.forms import Form, read_form
from core.translation import gettext as _
from museum_guide.tickets.codes import read_code
from museum_guide.tickets.pacing import fresh_form, missed, wait_your_turn
from museum_guide.tickets.schemas import RedeemDraft
from museum_guide.visits.current import carry
from museum_guide.visits.starting import redeem

blueprint = Blueprint("ticket", __name__)
blueprint.after_request(keep_private)


@blueprint.route("/ticket", methods=["GET", "POST"])
def ticket() -> ResponseReturnValue:
    """Ask for the code of a ticket, and begin the visit that it is for."""
    if request.method == "GET":
        sent = {name: request.args.get(name, "")[:500] for name in ("museum", "next")}
        return _page(Form(sent, {}), fresh_form())
    form = read_form(RedeemDraft)
    if form.draft is None:
        return _page(form, form.value("form") or fresh_form(), 422)
    try:
        return _begin(form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _refused(form, refusal)


def _begin(draft: RedeemDraft) -> Response:
    code = read_code(draft.code)
    if code is None:
        raise Refused(_("One of the symbols must be wrong or missing: a code has eleven letters and digits."))
    wait_your_turn(draft.form)
    started = redeem(code, draft.museum)
    if started is None:
        missed(draft.form)
        raise Refused(_("This code starts no visit here today. Look at it again; the people at the desk can help."))
    visit, slug, token = started
    address = safe_next(draft.next, f"/museums/{slug}")
    return carry(make_response(redirect(address, 303)), token, visit.ends_at)


def _refused(form: Form[RedeemDraft], refusal: Refused) -> ResponseReturnValue:
    waiting = refusal.seconds if isinstance(refusal, Throttled) else 0
    page, status = _page(form.refused("code", refusal), form.value("form") or fresh_form(), 429 if waiting else 422)
    response = make_response(page, status)
    if waiting:
        response.headers["Retry-After"] = str(waiting)
    return response


def _page(form: Form[RedeemDraft], stamp: str, status: int = 200) -> tuple[str, int]:
    return render_template("museum_guide/tickets/ticket.html", current="museums", form=form, stamp=stamp), status
