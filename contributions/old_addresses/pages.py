"""Leads readers who come by an old address to where things stand now."""

from contextlib import suppress

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.old_addresses.archive import ADDRESS_TYPE
from contributions.old_addresses.finding import meant_before, new_address
from contributions.old_addresses.models import OldAddress
from core.archive.registry import add_record_types
from core.errors import tell, wants_json

blueprint = Blueprint("old_addresses", __name__)


@blueprint.get("/from/<origin>/<path:path>")
def lead(origin: str, path: str) -> ResponseReturnValue:
    """Lead from the address that something had on the site `origin`."""
    found = new_address(current_viewer(), path, origin)
    if found is None:
        raise NotFound
    return redirect(found, 301)


def lead_or_tell(error: NotFound) -> ResponseReturnValue:
    """Where there is no page, look whether one stood there on a site that came here."""
    found = None
    if request.method in {"GET", "HEAD"} and not wants_json():
        with suppress(SQLAlchemyError):
            found = _stood_here()
    return redirect(found, 301) if found else tell(404, error.description or "")


def _stood_here() -> str | None:
    if request.endpoint is None:
        return new_address(current_viewer(), request.path)
    # The path is one of ours: what it names may come back, so only the words of a title tell another thing.
    return meant_before(current_viewer(), request.path) if request.endpoint != "old_addresses.lead" else None


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(blueprint)
    app.register_error_handler(404, lead_or_tell)
    add_record_types(app, ADDRESS_TYPE)
    add_traces(app, Trace(OldAddress.member_id, Fate.DELETED))
