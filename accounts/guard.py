"""Stands before every view: finds who is asking and refuses what the access table does not allow."""

import enum
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound

from accounts.redirects import safe_next
from accounts.sessions import current_viewer, session_of_request
from accounts.viewers import Viewer
from core.errors import tell, wants_json


class Access(enum.Enum):
    """Who may call an endpoint."""

    ANYONE = "anyone"
    SIGNED_OUT = "signed out"
    MEMBER = "member"
    STAFF = "staff"
    MODERATOR = "moderator"
    PRODUCT_MANAGER = "product manager"
    # Which museum is theirs, rules and queries decide.
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"
    # The view itself checks a bearer token.
    TOKEN = "token"  # noqa: S105


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
        Access.PRODUCT_MANAGER: standing.product_manager,
        Access.CURATOR: standing.curator,
        Access.ADMINISTRATOR: standing.administrator,
    }
    if not allowed[access]:
        return _ask_for_factor()
    return _ask_to_agree() if session_of_request().papers else None


def _ask_for_factor() -> Response:
    """Send whoever has a role that sleeps to where it can be woken. Raises Forbidden for everybody else."""
    if not session_of_request().roles_asleep or wants_json():
        raise Forbidden
    return redirect(url_for("factors.safety", next=_way_back()), 303)  # type: ignore[return-value]


def _ask_to_agree() -> Response | None:
    """Ask for what a member has yet to agree to, before their next step; what they send now is not held up."""
    blueprint = (request.endpoint or "").partition(".")[0]
    if request.method != "GET" or blueprint in {"papers", "personal"} or wants_json():
        return None
    return redirect(url_for("papers.agreements", next=_way_back()), 303)  # type: ignore[return-value]


def _ask_to_sign_in() -> Response:
    if wants_json():
        return tell(401, "")
    return redirect(url_for("security.login", next=_way_back()), 303)  # type: ignore[return-value]


def _way_back() -> str:
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    parts = urlsplit(request.referrer or "/")
    own = parts.netloc in {"", request.host}
    return safe_next(parts.path) if own else "/"


__all__ = ["Access", "current_viewer", "guard"]
