"""The way of a call: who calls, whether they may, what they sent, what is done, and how it is said."""

from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType

from accounts.api import repeating
from accounts.api.models import KeptAnswer
from accounts.sessions import Found
from accounts.tokens.bearing import NOBODY, Bearer, bearer_of_request
from core.errors import tell
from core.forms import Schema, SchemaType, explain
from core.instance import instance_name
from core.limits import Limits, network_of, throttle
from core.translation import gettext as _

if TYPE_CHECKING:
    from accounts.api.operations import Operation

LIMIT = "api"


class Invalid(Exception):
    """What was sent does not fit; `errors` has a sentence for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("invalid")
        self.errors = errors


class Unknown(Exception):
    """A token is needed, or the one that was sent is good for nothing."""


class Elsewhere(Exception):
    """What was asked for stands under another address of the interface now."""

    def __init__(self, path: str) -> None:
        super().__init__("elsewhere")
        self.path = path


def register(app: Flask) -> None:
    """Say in problem documents what only happens here, and put the headers of the interface on every answer of it."""
    app.register_error_handler(Invalid, lambda error: tell(422, "", errors=error.errors))
    app.register_error_handler(Unknown, lambda _error: tell(401, _("Send a token that is in force.")))
    app.register_error_handler(Elsewhere, _moved)
    app.after_request(_add_headers)


def answer(operation: "Operation", named: dict[str, Any]) -> Response:
    """Do what a call asks for, and return its answer. A call never makes a session, nor looks at a cookie."""
    bearer = _admitted(operation)
    _count(operation, bearer)
    if operation.method != "GET":
        # A site that has no name yet gets it in a transaction of its own, for which none may be open.
        instance_name()
    key = repeating.key_of_request() if operation.method == "POST" and bearer.token_id else None
    kept = repeating.begin(bearer.token_id, key) if bearer.token_id and key else None
    if isinstance(kept, Response):
        return kept
    given = operation.view(bearer.viewer, **named, **_sent(operation))
    body = operation.gives.model_validate(given).model_dump_json()
    if isinstance(kept, KeptAnswer):
        repeating.finish(kept, operation.status, body)
    return Response(body, operation.status, content_type="application/json")


def _admitted(operation: "Operation") -> Bearer:
    bearer = bearer_of_request()
    g.login_session = Found(None, bearer.viewer if bearer else NOBODY.viewer)
    if bearer is None or (bearer.token_id is None and operation.scope is not None):
        raise Unknown
    g.bearer = bearer
    wanted = operation.scope or "read"
    if bearer.token_id is not None and wanted not in bearer.scopes:
        raise Forbidden(_("This token does not hold the scope %(scope)s.", scope=wanted))
    standing = bearer.viewer.standing
    if (wanted == "moderate" and not standing.moderator) or (wanted == "staff" and not standing.employee):
        raise Forbidden(_("Your roles do not hold this any more."))
    return bearer


def _count(operation: "Operation", bearer: Bearer) -> None:
    g.counted = str(bearer.token_id or network_of(request.remote_addr))
    throttle(LIMIT, g.counted)
    if operation.limit:
        throttle(operation.limit, *([bearer.viewer.id] if bearer.viewer.signed_in else []))


def _sent(operation: "Operation") -> dict[str, Schema]:
    sent: dict[str, Schema] = {}
    if operation.asks:
        sent["asked"] = _checked(operation.asks, request.args.to_dict())
    if operation.takes:
        sent["draft"] = _checked(operation.takes, _json())
    return sent


def _moved(error: Elsewhere) -> Response:
    response = tell(301, "")
    response.headers["Location"] = error.path
    return response


def _json() -> Any:
    if not request.is_json:
        raise UnsupportedMediaType(_("Send JSON, with the content type application/json."))
    try:
        return current_app.json.loads(request.get_data())
    except ValueError:
        raise BadRequest(_("This is not JSON.")) from None


def _checked(schema: type[SchemaType], values: Any) -> SchemaType:
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise Invalid(explain(error)) from None


def _add_headers(response: Response) -> Response:
    if not request.path.startswith("/api/"):
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="atrium"'
    limits: Limits = current_app.extensions["limits"]
    standing = limits.standing(LIMIT, g.counted) if "counted" in g else None
    if standing:
        amount, window, left, seconds = standing
        response.headers["RateLimit-Policy"] = f'"default";q={amount};w={window}'
        response.headers["RateLimit"] = f'"default";r={left};t={seconds}'
    return response
