"""What lets the site be put on a phone: its manifest, its service worker, and a page for no network."""

import hashlib
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Flask, Response, current_app, render_template

from core.languages import direction
from core.pages import same_for_everyone
from core.settings import Settings
from core.translation import gettext as _
from core.translation import locale

blueprint = Blueprint("installing", __name__)
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("maskable-512.png", "512x512", "maskable"),
)
# What the page for no network is made of.
SHELL = ("css/atrium.css", "js/theme.js", "js/atrium.js", "js/offline.js", "icons.svg", "icons/icon-192.png")
WALL = "#f6f3ed"


def register(app: Flask) -> None:
    """Open the three addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """Describe the site to a device on which somebody installs it."""
    settings: Settings = current_app.extensions["settings"]
    site: Any = current_app.jinja_env.globals["site"]
    described = {
        "id": "/",
        "name": settings.site_name,
        "short_name": settings.site_name[:12].strip(),
        "description": str(site["tagline"]),
        "lang": locale(),
        "dir": direction(locale()),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": WALL,
        "background_color": WALL,
        "icons": [
            {"src": _asset(f"icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Ask a question"), "url": "/questions/ask"},
            {"name": _("Search"), "url": "/search"},
            {"name": _("Notifications"), "url": "/notifications"},
        ],
    }
    response = Response(orjson.dumps(described), content_type="application/manifest+json")
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@blueprint.get("/service-worker.js")
def worker() -> Response:
    """Return the service worker, with what it keeps; it is another one as soon as any of that changed."""
    shell = [_asset(name) for name in SHELL]
    script = (Path(current_app.static_folder or "static") / "service-worker.js").read_text(encoding="utf-8")
    given = {"shell": shell, "language": locale(), "icon": _asset("icons/icon-192.png")}
    version = hashlib.sha256(orjson.dumps(given) + script.encode()).hexdigest()[:12]
    words = orjson.dumps({**given, "version": version}).decode()
    response = Response(f"const SITE = {words};\n{script}", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@blueprint.get("/offline")
def offline() -> str:
    """Say that there is no network. It is kept on the device, so it is the same for everyone."""
    same_for_everyone()
    return render_template("home/offline.html", viewer=None)


def _asset(name: str) -> str:
    asset: Any = current_app.jinja_env.globals["asset"]
    return str(asset(name))
