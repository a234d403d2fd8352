"""What a reader or a program is told when something does not work: one page, one problem document."""

import logging
import secrets
from contextlib import suppress
from typing import Any

import orjson
from flask import Flask, Response, g, render_template, request
from markupsafe import escape
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, NotFound, TooManyRequests

from core.database import db
from core.paging import CursorError
from core.translation import gettext as _

log = logging.getLogger(__name__)


class Refused(Exception):
    """A rule says no. The message tells a person why, and what can be done instead."""


class Conflict(Refused):
    """What was asked for no longer fits how things stand; the message says how they stand."""


class Throttled(Refused):
    """Too much in too short a time; `seconds` says how long to wait."""

    def __init__(self, message: str, seconds: int) -> None:
        """Keep how long to wait beside the message."""
        super().__init__(message)
        self.seconds = seconds


class NotYet(Throttled):
    """What a newcomer may not do yet; a form shows the words beside what was typed."""

    def __init__(self, message: str, seconds: int = 60) -> None:
        """Keep how long to wait beside the message."""
        super().__init__(message, seconds)


def wants_json() -> bool:
    """Whether the client asked for JSON rather than for a page."""
    if request.path.startswith("/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def tell_errors(app: Flask) -> None:
    """Answer every kind of failure in the house's own words."""

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)

    app.register_error_handler(HTTPException, _refused_by_http)
    app.register_error_handler(CursorError, lambda error: tell(400, str(error)))
    app.register_error_handler(Conflict, lambda error: tell(409, str(error)))
    app.register_error_handler(Throttled, _throttled)
    app.register_error_handler(Refused, lambda error: tell(403, str(error)))
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unforeseen)


def _own_words(error: HTTPException) -> str:
    """Return what we said of a failure; what the library says of its kind is said by us, in the reader's language."""
    return "" if error.description == type(error).description else error.description or ""


def tell(code: int, detail: str, **members: Any) -> Response:
    """Return the answer for a status code: a page, or for a program a problem document (RFC 9457) with more members."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    title, advice = words_for(code)
    if wants_json():
        problem: dict[str, Any] = {"type": "about:blank", "status": code, "title": title, "detail": detail or advice}
        problem |= {"request_id": g.get("request_id", ""), **members}
        return Response(orjson.dumps(problem), code, content_type="application/problem+json")
    shown = detail if code in {400, 403, 409, 422, 429} else ""
    return Response(_page(code, title, shown, advice), code, content_type="text/html; charset=utf-8")


def _page(code: int, title: str, detail: str, advice: str) -> str:
    """Render the error page; where even that fails, say the same without the house around it."""
    try:
        return render_template("errors/error.html", code=code, title=title, what=detail, do=advice)
    except Exception:
        log.exception("the error page could not be rendered")
        return f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(detail or advice)}</p>"


def words_for(code: int) -> tuple[str, str]:
    """Return the title and the advice for a status code."""
    words = {
        301: (_("This stands elsewhere now"), _("Follow the address that comes with this answer.")),
        400: (_("That did not arrive in one piece"), _("Go back, reload the page and try again.")),
        401: (_("Please sign in"), _("This needs to know who you are.")),
        403: (_("That is not open to you"), _("If you think it should be, ask the people who run this community.")),
        404: (
            _("Nothing hangs on this wall"),
            _("The address may be old or mistyped, or the page is not yours to see."),
        ),
        405: (_("That cannot be done here"), _("Go back and use the form on the page.")),
        409: (_("Somebody was quicker"), _("Reload the page to see how things stand now.")),
        413: (_("That is too large"), _("Send something smaller.")),
        415: (_("That is not a form that is read here"), _("Send JSON, and say so.")),
        422: (_("That cannot be taken as it is"), _("Look at what is said of each field.")),
        429: (_("A little too fast"), _("Wait a moment, then try again. Nothing you typed is lost.")),
        503: (
            _("Back in a moment"),
            _("The database does not answer just now. What you typed is still in your browser."),
        ),
    }
    return words.get(code, (_("Something broke on our side"), _("It has been noted. Please try again in a moment.")))


def _refused_by_http(error: HTTPException) -> Response:
    response = tell(error.code or 500, _own_words(error))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _throttled(error: Throttled) -> Response:
    response = tell(TooManyRequests.code, str(error))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _database_away(error: OperationalError) -> Response:
    log.error("database: %s", error, extra={"request_id": g.get("request_id")})
    response = tell(503, "")
    response.headers["Retry-After"] = "5"
    return response


def _unforeseen(error: Exception) -> Response:
    log.error("request %s failed", g.get("request_id"), exc_info=error)
    return tell(500, "")


__all__ = ["Conflict", "Forbidden", "NotFound", "NotYet", "Refused", "Throttled", "tell", "tell_errors", "wants_json"]
