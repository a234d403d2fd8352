"""What guards every request and every answer: host names, cross-site writes, and headers."""

from collections.abc import Sequence
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, Forbidden

from core.settings import Settings
from core.translation import gettext as _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
NOT_FRAMED = "frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


def protect(app: Flask, settings: Settings) -> None:
    """Put the guards in front of every view and the headers on every answer, error pages included."""
    _check_requests(app, settings)
    _add_headers(app, settings)


def frame_policy(origins: Sequence[str]) -> str:
    """Return the policy of a page that only these sites may show in a frame, and that does nothing but be read."""
    parts = ("default-src 'none'", "style-src 'self'", "img-src 'self' data:", "form-action 'none'", "base-uri 'none'")
    return "; ".join((*parts, f"frame-ancestors {' '.join(origins)}" if origins else NOT_FRAMED))


def _check_requests(app: Flask, settings: Settings) -> None:
    @app.before_request
    def refuse_foreign_hosts() -> None:
        if request.host.rsplit(":", 1)[0].strip("[]") not in settings.hosts and request.endpoint != "health.healthz":
            raise BadRequest(_("This site does not answer to that host name."))

    @app.before_request
    def refuse_garbled_queries() -> None:
        """Refuse what is no text: no page means it, and a database may not take it."""
        try:
            text = unquote_to_bytes(request.query_string).decode()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text + request.path:
            raise BadRequest(_("This address holds characters of no known script."))

    @app.before_request
    def refuse_cross_site_writes() -> None:
        if request.method not in SAFE_METHODS and not _is_same_site(settings):
            raise Forbidden(_("This form came from another site. Open the page here and send it again."))


def _add_headers(app: Flask, settings: Settings) -> None:
    headers = dict(HEADERS)
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if NOT_FRAMED not in response.headers["Content-Security-Policy"]:
            del response.headers["X-Frame-Options"]
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if response.status_code >= 400 else "private, no-cache"
        return response


def _is_same_site(settings: Settings) -> bool:
    """Judge a write by the headers that browsers set and pages cannot forge.

    A client that sends neither header is no browser and carries no cookie of a victim, unless it was given one.
    """
    if request.headers.get("Authorization", "").startswith("Bearer "):
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc in {request.host, urlsplit(settings.base_url).netloc}
