"""Sends the pictures and sounds of museums, whole or in the part that a player asks for."""

import os
from typing import Any, BinaryIO

from flask import Response, current_app, request
from sqlalchemy import Label, Row, select
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from accounts.viewers import Viewer
from core.database import read
from core.files import FileNotKept, FilePort
from museum_guide.artefacts.models import Artefact, Picture, Sound
from museum_guide.artefacts.opening import require_open
from museum_guide.models import Museum
from museum_guide.visibility import artefacts_shown_to, kept_by

NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"
A_WEEK, AN_HOUR = 604_800, 3600


def picture_for(viewer: Viewer, slug: str, key: int) -> Row[Any]:
    """Return a kept picture of an artefact that a viewer may see. Raises NotFound."""
    columns = (Picture.id, Picture.file, Picture.media_type, Picture.width, Picture.height, Picture.sizes)
    statement = (
        select(*columns, _open_to_all())
        .join(Artefact, Artefact.id == Picture.artefact_id)
        .join(Museum, Museum.id == Artefact.museum_id)
        .where(Picture.id == key, Picture.file.is_not(None), Museum.slug == slug, artefacts_shown_to(viewer))
    )
    row = read(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def sound_for(viewer: Viewer, slug: str, key: int) -> Row[Any]:
    """Return a sound that a viewer may hear. Raises NotFound, or Forbidden where it needs a ticket."""
    columns = (Sound.file, Sound.media_type, Artefact.with_ticket, Artefact.museum_id)
    statement = (
        select(*columns, kept_by(viewer).label("kept"), _open_to_all())
        .join(Artefact, Artefact.id == Sound.artefact_id)
        .join(Museum, Museum.id == Artefact.museum_id)
        .where(Sound.id == key, Museum.slug == slug, artefacts_shown_to(viewer))
    )
    row = read(statement).one_or_none()
    if row is None:
        raise NotFound
    require_open(row)
    return row


def _open_to_all() -> Label[bool]:
    return ((Artefact.state == "published") & Museum.published.is_(True)).label("open")


def send_kept(file: str, media_type: str, *, shared: bool) -> Response:
    """Send a kept file, or the part of it that is asked for. A `shared` one others may keep, and show. Raises NotFound.

    Players on phones seek by asking for parts, and play nothing from a server that does not answer them: RFC 9110, 14.
    """
    port: FilePort = current_app.extensions["files"]
    try:
        opened: BinaryIO = port.open(file)
    except FileNotKept:
        raise NotFound from None
    size = opened.seek(0, os.SEEK_END)
    opened.seek(0)
    response = Response(wrap_file(request.environ, opened), mimetype=media_type, direct_passthrough=True)
    response.content_length = size
    response.set_etag(file[:32])
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["Cache-Control"] = f"public, max-age={A_WEEK}" if shared else f"private, max-age={AN_HOUR}"
    if shared:
        open_to_other_sites(response)
    response.call_on_close(opened.close)
    try:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        opened.close()
        raise
    return response


def open_to_other_sites(response: Response) -> Response:
    """Let pages of other sites show an answer, as viewers of the IIIF do; for what everybody may see."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
