"""Leads readers who come by an old address to where things stand now."""

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.old_addresses.archive import ADDRESS_TYPE
from contributions.old_addresses.finding import new_address
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
    if request.method in {"GET", "HEAD"} and request.endpoint != "old_addresses.lead" and not wants_json():
        found = new_address(current_viewer(), request.path)
    return redirect(found, 301) if found else tell(404, error.description or "")


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(blueprint)
    app.register_error_handler(404, lead_or_tell)
    add_record_types(app, ADDRESS_TYPE)
    add_traces(app, Trace(OldAddress.member_id, Fate.DELETED))
