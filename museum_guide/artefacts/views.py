"""Addresses of artefacts: their pages, labels, pictures and sounds."""

import orjson
from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from core.pages import same_for_everyone
from core.translation import languages as spoken_here
from core.translation import locale, speaking
from museum_guide.addresses import base_url, label_address
from museum_guide.artefacts import iiif
from museum_guide.artefacts.codes import code_of
from museum_guide.artefacts.files import open_to_other_sites, picture_for, send_kept, sound_for
from museum_guide.artefacts.pages import artefact_page
from museum_guide.artefacts.queries import artefact_coded, artefact_numbered, media_of, words_of
from museum_guide.languages import heard_here, is_tag

blueprint = Blueprint("artefacts", __name__)
JSON = "application/json"


def wished_language() -> str:
    """Return the language that the address of the request asks for, or nothing."""
    wished = request.args.get("language", "")
    return wished if is_tag(wished) else ""


@blueprint.get("/museums/<slug>/<int:number>")
def artefact(slug: str, number: int) -> ResponseReturnValue:
    """Show an artefact."""
    viewer = current_viewer()
    return _page(viewer, artefact_numbered(viewer, slug, number))


@blueprint.get("/a/<code>")
@blueprint.get("/A/<code>")
def label(code: str) -> ResponseReturnValue:
    """Show what a printed label stands before: at once, as every further step costs a phone half a second."""
    viewer, known = current_viewer(), code_of(code)
    if known is None:
        raise NotFound
    row = artefact_coded(viewer, known)
    if row.successor_code and not row.kept:
        return redirect(label_address(row.successor_code), 302)
    return _page(viewer, row)


def _page(viewer: Viewer, row: object) -> ResponseReturnValue:
    wished = wished_language()
    # Who asks for a language by name gets the words of the house in it, too, where the house speaks it.
    with speaking(heard_here([locale(), *spoken_here()], wished) if wished else locale()):
        page = artefact_page(viewer, row, wished, request.args.get("depth", ""))
        if page["kept"]:
            same_for_everyone()
        canonical = base_url() + page["canonical_path"]
        return render_template("museum_guide/artefacts/artefact.html", current="museums", canonical=canonical, **page)


@blueprint.get("/museums/<slug>/<int:number>/manifest.json")
def manifest(slug: str, number: int) -> ResponseReturnValue:
    """Describe an artefact to the viewers of other sites."""
    row = artefact_numbered(current_viewer(), slug, number)
    found = iiif.manifest(row, words_of(row.id), media_of(row.id))
    return _json(found, iiif.MEDIA_TYPE, shared=row.state == "published" and row.museum_published)


@blueprint.get("/museums/<slug>/pictures/<int:key>/info.json")
def picture(slug: str, key: int) -> ResponseReturnValue:
    """Say in which sizes a picture is kept."""
    row = picture_for(current_viewer(), slug, key)
    return _json(iiif.image(slug, row), JSON, shared=row.open)


@blueprint.get("/museums/<slug>/pictures/<int:key>/full/<size>/0/default.<ending>")
def file(slug: str, key: int, size: str, ending: str) -> ResponseReturnValue:
    """Send a picture in one of its sizes."""
    row = picture_for(current_viewer(), slug, key)
    asked_for = iiif.file_asked_for(row, size, ending)
    if asked_for is None:
        raise NotFound
    return send_kept(*asked_for, shared=row.open)


@blueprint.get("/museums/<slug>/<int:number>/pictures/<int:key>")
def zoom(slug: str, number: int, key: int) -> ResponseReturnValue:
    """Show a picture as large as it is, to look closely."""
    viewer = current_viewer()
    page = artefact_page(viewer, artefact_numbered(viewer, slug, number), wished_language(), "label")
    shown = next((one for one in page["pictures"] if one.id == key), None)
    if shown is None:
        raise NotFound
    return render_template("museum_guide/artefacts/zoom.html", current="museums", shown=shown, **page)


@blueprint.get("/museums/<slug>/sounds/<int:key>")
def sound(slug: str, key: int) -> ResponseReturnValue:
    """Send a sound, or the part of it that a player asks for."""
    row = sound_for(current_viewer(), slug, key)
    return send_kept(row.file, row.media_type, shared=row.open and not row.with_ticket)


def _json(said: object, media_type: str, *, shared: bool) -> Response:
    response = Response(orjson.dumps(said), content_type=media_type)
    return open_to_other_sites(response) if shared else response
