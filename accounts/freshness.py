"""Proof again before what is dangerous: whoever proved who they are a while ago types their password once more.

The page that asks stands in the way of the act itself. What was sent is kept on it and sent again with the proof, so
that nothing is lost and one more press does what was wanted.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import update
from werkzeug.exceptions import NotFound, Unauthorized

from accounts.factors.second_factor import take_code
from accounts.fields import FieldRefused
from accounts.models import LoginSession, Member
from accounts.sessions import session_of_request
from accounts.signing_in import prove
from core.clock import now
from core.database import db
from core.errors import wants_json
from core.limits import throttle
from core.translation import gettext as _

FRESH_FOR = timedelta(minutes=15)
PROOF = "proof"
CODE = "proof_code"
# More fields than any of our forms has; what is longer is asked for again on its own page.
MOST_FIELDS = 50
LONGEST_FIELD = 20_000
Parameters = ParamSpec("Parameters")
View = Callable[Parameters, ResponseReturnValue]


def is_fresh() -> bool:
    """Whether the reader proved who they are a short while ago."""
    proved_at = session_of_request().proved_at
    return proved_at is not None and now() - proved_at <= FRESH_FOR


def note_proof() -> None:
    """Remember that the reader has just proved who they are."""
    found = session_of_request()
    statement = update(LoginSession).where(LoginSession.id == found.session_id)
    db.session.execute(statement.values(proved_at=now(), remembered=False))


def needs_proof(view: View[Parameters]) -> View[Parameters]:
    """Let a view be reached only by whoever proved who they are lately, and ask everybody else for their password."""

    @wraps(view)
    def guarded(*arguments: Parameters.args, **named: Parameters.kwargs) -> ResponseReturnValue:
        if is_fresh():
            return view(*arguments, **named)
        if request.method != "POST":
            return redirect(url_for("personal.prove", next=request.full_path.removesuffix("?")), 303)
        if wants_json() or request.is_json:
            raise Unauthorized(_("Prove who you are first."))
        problem = try_proof() if PROOF in request.form else ""
        return ask_for_proof(problem) if problem is not None else view(*arguments, **named)

    return guarded


def try_proof() -> str | None:
    """Take the password that was sent as proof; returns what is wrong with it. Raises Throttled."""
    member = db.session.get(Member, session_of_request().viewer.id)
    if member is None:
        raise NotFound
    try:
        prove(member, request.form.get(PROOF, "")[:512], PROOF)
        _require_code(member)
    except FieldRefused as refusal:
        return str(refusal)
    note_proof()
    return None


def _require_code(member: Member) -> None:
    """Ask for the second factor as well where a remembered device stood in for it. Raises FieldRefused or Throttled."""
    if session_of_request().remembered:
        throttle("second factor", "account", member.id)
        if not take_code(member.id, request.form.get(CODE, "")[:60]):
            raise FieldRefused(
                CODE, _("A code of your app, or a recovery code, is needed as well. That one is not right.")
            )


def ask_for_proof(problem: str, kept: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    """Show the page that asks for the password, with what was sent kept on it."""
    fields = _sent() if kept is None else kept
    shown: dict[str, Any] = {"problem": problem, "fields": fields, "action": request.full_path.removesuffix("?")}
    shown["asks_code"] = session_of_request().remembered
    return render_template("accounts/prove.html", **shown), 422 if problem else 200


def _sent() -> list[tuple[str, str]]:
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in {PROOF, CODE}]
    return [(name, value) for name, value in pairs[:MOST_FIELDS] if len(value) <= LONGEST_FIELD]
