"""Stands before every view: finds who is asking and refuses what the access table does not allow."""

import enum
from collections.abc import Mapping

from flask import Flask, Response, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound

from accounts.viewers import ANONYMOUS, Viewer
from core.errors import tell, wants_json


class Access(enum.Enum):
    """Who may call an endpoint."""

    ANYONE = "anyone"
    SIGNED_OUT = "signed out"
    MEMBER = "member"
    STAFF = "staff"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    # The view itself checks a bearer token.
    TOKEN = "token"  # noqa: S105


def current_viewer() -> Viewer:
    """Return who is asking; found once a request."""
    if "viewer" not in g:
        g.viewer = getattr(current_user, "viewer", ANONYMOUS)
    viewer: Viewer = g.viewer
    return viewer


def guard(app: Flask, table: Mapping[str, Access]) -> None:
    """Refuse every call that the table does not allow."""
    app.extensions["access"] = table

    @app.before_request
    def check_access() -> Response | None:
        if request.endpoint is None:
            return None
        access = table.get(request.endpoint)
        if access is None:
            raise NotFound
        return None if access in {Access.ANYONE, Access.TOKEN} else _check(access, current_viewer())


def _check(access: Access, viewer: Viewer) -> Response | None:
    if access is Access.SIGNED_OUT:
        return None
    if not viewer.signed_in:
        return _ask_to_sign_in()
    standing = viewer.standing
    allowed = {
        Access.MEMBER: True,
        Access.STAFF: standing.employee,
        Access.MODERATOR: standing.moderator,
        Access.ADMINISTRATOR: standing.administrator,
    }
    if not allowed[access]:
        raise Forbidden
    return None


def _ask_to_sign_in() -> Response:
    if wants_json():
        return tell(401, "")
    target = request.full_path if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("security.login", next=target), 303)  # type: ignore[return-value]
