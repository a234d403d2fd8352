"""Whether the process, the database, the index and the worker are well."""

import hmac

from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from core import outbox
from core.database import ping
from core.search import SearchPort
from core.settings import Settings

blueprint = Blueprint("health", __name__)
SLOW_WORKER_SECONDS = 120


def register(app: Flask) -> None:
    """Open the health addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether pages can be served, with a line for each part."""
    parts = {"database": _database(), "search": _search(), "worker": _worker()}
    ready = parts["database"] == "ok"
    lines = "".join(f"{name}: {state}\n" for name, state in parts.items())
    return Response(lines, 200 if ready else 503, content_type="text/plain; charset=utf-8")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give figures in the text format of Prometheus to whoever holds the metrics token."""
    settings: Settings = current_app.extensions["settings"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.metrics_token or not hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
        raise NotFound
    search: SearchPort = current_app.extensions["search"]
    figures = {"atrium_outbox_oldest_seconds": outbox.oldest_age(), "atrium_search_documents": search.count()}
    text = "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in figures.items())
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> str:
    try:
        ping()
    except SQLAlchemyError:
        return "does not answer"
    return "ok"


def _search() -> str:
    search: SearchPort = current_app.extensions["search"]
    try:
        search.count()
    except Exception as error:
        return f"does not answer ({type(error).__name__})"
    return "ok"


def _worker() -> str:
    try:
        age = outbox.oldest_age()
    except SQLAlchemyError:
        return "unknown"
    return "ok" if age < SLOW_WORKER_SECONDS else f"behind by {age:.0f} seconds"
