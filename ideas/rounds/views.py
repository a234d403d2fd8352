"""Addresses of rounds for whoever reads and votes."""

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from core.errors import wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.rounds.casting import cast_ballot, withdraw_ballot
from ideas.rounds.modes import Spoiled
from ideas.rounds.open_data import ballots_file, result_file, rules_file
from ideas.rounds.pages import address_of, list_page, round_page
from ideas.rounds.pairing import Answer, deal_pair, judge_pair
from ideas.rounds.queries import round_for
from ideas.rounds.receipts import receipts_page
from ideas.rounds.schemas import BallotDraft, PairDraft

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")


@blueprint.get("")
def rounds() -> ResponseReturnValue:
    """List the rounds."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = list_page(viewer, request.args.get("show"), request.args.get("page"))
    return render_template("ideas/rounds/list.html", current="ideas", **page)


@blueprint.get("/<int:key>")
@blueprint.get("/<int:key>/<slug>")
def shown(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a round: its ballot while it is open, what came out when it is over."""
    viewer = current_viewer()
    page = round_page(viewer, key)
    if slug != page["url"].rsplit("/", 1)[1]:
        return moved(page["url"])
    if not viewer.signed_in:
        same_for_everyone()
    return render_template("ideas/rounds/round.html", current="ideas", error=None, **page)


@blueprint.post("/<int:key>/ballot")
def cast(key: int) -> ResponseReturnValue:
    """Take a ballot; where the rules do not, show it again with the reason."""
    viewer, form = current_viewer(), read_form(BallotDraft)
    throttle("vote", viewer.id)
    problem = "" if form.draft else _("A ballot holds whole numbers.")
    if form.draft is not None:
        try:
            cast_ballot(viewer, key, form.draft.votes)
            flash(_("Your ballot is in. You can change it until the round closes."), "success")
            return redirect(_address(key), 303)
        except Spoiled as spoiled:
            if wants_json():
                raise
            problem = str(spoiled)
    return _ballot_again(key, form, problem), 422


def _ballot_again(key: int, form: Form[BallotDraft], problem: str) -> str:
    typed = {name: form.value(name) for name in form.values}
    page = round_page(current_viewer(), key, typed)
    return render_template("ideas/rounds/round.html", current="ideas", error=problem, **page)


@blueprint.post("/<int:key>/ballot/withdraw")
def withdraw(key: int) -> ResponseReturnValue:
    """Take one's ballot back."""
    throttle("vote", current_viewer().id)
    withdraw_ballot(current_viewer(), key)
    flash(_("Your ballot is taken back."), "success")
    return redirect(_address(key), 303)


@blueprint.post("/<int:key>/pairs")
def deal(key: int) -> ResponseReturnValue:
    """Deal the next pair."""
    throttle("vote", current_viewer().id)
    if deal_pair(current_viewer(), key) is None:
        flash(_("There is no pair left for you. Thank you."), "success")
    return redirect(f"{_address(key)}#pair", 303)


@blueprint.post("/<int:key>/pairs/answer")
def judge(key: int) -> ResponseReturnValue:
    """Take the answer to a pair."""
    viewer, form = current_viewer(), read_form(PairDraft)
    throttle("vote", viewer.id)
    if form.draft is None:
        flash(next(iter(form.errors.values())), "error")
        return redirect(f"{_address(key)}#pair", 303)
    answer = Answer(form.draft.token, form.draft.choice, form.draft.undecided)
    if not judge_pair(viewer, key, answer).valid:
        flash(_("You had answered this pair before, so this answer does not count."), "warning")
    return redirect(f"{_address(key)}#pair", 303)


def _address(key: int) -> str:
    return address_of(key, round_for(current_viewer(), key).title)


@blueprint.get("/<int:key>/receipts")
def receipts(key: int) -> ResponseReturnValue:
    """Show who paid how much for what."""
    return render_template("ideas/rounds/receipts.html", current="ideas", **receipts_page(current_viewer(), key))


@blueprint.get("/<int:key>/rules.json")
def rules(key: int) -> ResponseReturnValue:
    """Send the rules, of which the hash is told."""
    return _file(rules_file(current_viewer(), key), "application/json", f"round-{key}-rules.json")


@blueprint.get("/<int:key>/result.json")
def result(key: int) -> ResponseReturnValue:
    """Send what came out."""
    return _file(result_file(current_viewer(), key), "application/json", f"round-{key}-result.json")


@blueprint.get("/<int:key>/ballots.csv")
def ballots(key: int) -> ResponseReturnValue:
    """Send every ballot."""
    return _file(ballots_file(current_viewer(), key), "text/csv; charset=utf-8", f"round-{key}-ballots.csv")


def _file(content: bytes | str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, content_type=kind, headers=headers)
