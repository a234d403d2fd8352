"""The description of the interface: a document for programs, and a page for people."""

from itertools import groupby

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from accounts.api.describing import description
from accounts.api.operations import PREFIX, all_operations
from accounts.guard import current_viewer
from accounts.tokens.scopes import scope_words
from core.pages import same_for_everyone
from core.settings import Settings

blueprint = Blueprint("api", __name__)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get(f"{PREFIX}/openapi.json", endpoint="openapi")
def openapi() -> Response:
    """Describe the interface in OpenAPI 3.1."""
    settings: Settings = current_app.extensions["settings"]
    return jsonify(description(tuple(all_operations()), f"{settings.site_name} for programs", settings.base_url))


@blueprint.get("/api", endpoint="reference")
def reference() -> ResponseReturnValue:
    """Show what programs can ask for, and how."""
    if not current_viewer().signed_in:
        same_for_everyone()
    by_section = groupby(sorted(all_operations(), key=lambda one: one.section), key=lambda one: one.section)
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "api/reference.html",
        sections=[(name, list(operations)) for name, operations in by_section],
        scopes=scope_words(),
        prefix=PREFIX,
        base=settings.base_url,
    )
