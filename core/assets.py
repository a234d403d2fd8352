"""Static files under names that change with their content, so that browsers keep them for a year."""

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

STYLES = "css/atrium.css"
FOR_A_YEAR = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Give templates `asset(name)` and serve the one style sheet that is joined from the files of css/ORDER."""
    root = Path(app.static_folder or "static")
    mimetypes.add_type("font/woff2", ".woff2")
    mimetypes.add_type("text/javascript", ".js")

    @lru_cache(maxsize=256)
    def asset(name: str) -> str:
        return f"/static/{_digest(root, name)}/{name}"

    def serve(digest: str, name: str) -> Response:
        response = _styles(root) if name == STYLES else send_from_directory(root, name)
        if digest == _digest(root, name):
            response.headers["Cache-Control"] = FOR_A_YEAR
        return response

    app.jinja_env.globals["asset"] = asset
    app.add_url_rule("/static/<digest>/<path:name>", "assets.asset", serve)
    app.add_url_rule("/favicon.ico", "assets.favicon", lambda: send_from_directory(root, "favicon.svg"))


@lru_cache(maxsize=1)
def joined_styles(root: Path) -> bytes:
    """Return the style sheet: the files that css/ORDER names, one after the other; fonts get their lasting names."""
    names = (root / "css" / "ORDER").read_text(encoding="utf-8").split()
    joined = "\n".join((root / "css" / name).read_text(encoding="utf-8") for name in names)
    lasting = re.sub(r"\.\./(fonts/[\w.-]+)", lambda found: f"../../{_digest(root, found[1])}/{found[1]}", joined)
    return lasting.encode()


@lru_cache(maxsize=1)
def _packed_styles(root: Path) -> bytes:
    return gzip.compress(joined_styles(root), 9, mtime=0)


def _styles(root: Path) -> Response:
    packs = bool(request.accept_encodings["gzip"])
    response = Response(_packed_styles(root) if packs else joined_styles(root), content_type="text/css; charset=utf-8")
    response.vary.add("Accept-Encoding")
    if packs:
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=256)
def _digest(root: Path, name: str) -> str:
    """Digest a file; scripts are digested together, as they import one another by relative address."""
    if name == STYLES:
        return hashlib.sha256(joined_styles(root)).hexdigest()[:12]
    path = (root / name).resolve()
    if not path.is_file() or root.resolve() not in path.parents:
        abort(404)
    parts = sorted((root / "js").glob("*.js")) if name.startswith("js/") else [path]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
