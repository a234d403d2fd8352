"""Where members arrange their home page, with buttons that every browser has."""

from flask import Blueprint, Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.panels import arranging, own_panels
from accounts.panels.models import HomeLayout
from accounts.security_pages import keep_private
from core.forms import read_form
from core.pages import places

blueprint = Blueprint("panels", __name__, url_prefix="/account/panels")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)
    add_traces(app, Trace(HomeLayout.member_id, Fate.DELETED))
    with app.app_context():
        places().fill("home panels", own_panels.panels)


@blueprint.get("")
def arrange() -> ResponseReturnValue:
    """Show every panel with its buttons."""
    viewer = current_viewer()
    return render_template("accounts/arrange.html", placed=arranging.arrangement(viewer, arranging.layout_of(viewer)))


@blueprint.post("/<key>")
def move(key: str) -> ResponseReturnValue:
    """Move one panel, or show it otherwise."""
    form = read_form(arranging.Move)
    if form.draft is None:
        raise BadRequest
    arranging.move(current_viewer(), key, form.draft)
    return redirect(url_for("panels.arrange", _anchor=f"panel-{key}"), 303)


@blueprint.post("/reset")
def reset() -> ResponseReturnValue:
    """Put everything back."""
    arranging.reset(current_viewer())
    return redirect(url_for("panels.arrange"), 303)
