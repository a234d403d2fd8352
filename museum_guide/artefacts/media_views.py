"""Addresses for those who keep a museum: pictures and sounds of a work."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from core.database import db
from core.errors import Refused
from core.forms import read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.addresses import artefact_address
from museum_guide.artefacts import forms, keeping, sounds
from museum_guide.artefacts.desk_views import artefact_kept, way_back
from museum_guide.artefacts.models import Artefact, Picture, Sound
from museum_guide.artefacts.pictures import LARGEST_FILE, keep_image
from museum_guide.artefacts.queries import media_of
from museum_guide.artefacts.schemas import PictureDraft, SoundDraft
from museum_guide.artefacts.showing import clock, shown_pictures
from museum_guide.fields import form_page

blueprint = Blueprint("artefact_media", __name__, url_prefix="/museums/<slug>/<int:number>/media")
AROUND = 1_000_000


@blueprint.get("")
def media(slug: str, number: int) -> ResponseReturnValue:
    """Show the pictures and sounds of a work to those who keep it."""
    museum, artefact = artefact_kept(slug, number)
    kept = media_of(artefact.id)
    return render_template(
        "museum_guide/artefacts/media.html",
        current="museums",
        museum=museum,
        artefact=artefact,
        base=request.path,
        pictures=shown_pictures(slug, kept.pictures, museum.language, artefact.title),
        sounds=[{"row": row, "clock": clock(row.seconds)} for row in kept.sounds],
    )


def _file() -> bytes:
    """Return the file that was sent. Raises Refused where there is none."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused(_("Please choose a file."))
    content: bytes = sent.read()
    return content


@blueprint.route("/pictures/new", methods=["GET", "POST"])
def new_picture(slug: str, number: int) -> ResponseReturnValue:
    """Add a picture."""
    request.max_content_length = LARGEST_FILE + AROUND
    viewer, form = current_viewer(), read_form(PictureDraft)
    museum, artefact = artefact_kept(slug, number)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            keeping.add_picture(viewer, artefact, keep_image(_file()), form.draft)
            return _done(slug, artefact)
        except Refused as refusal:
            form = form.refused("file", refusal)
    return form_page(_("Add a picture"), way_back(museum, artefact), forms.of_picture(new=True), form, {})


@blueprint.route("/pictures/<int:key>", methods=["GET", "POST"])
def edit_picture(slug: str, number: int, key: int) -> ResponseReturnValue:
    """Say what a picture shows."""
    viewer, form = current_viewer(), read_form(PictureDraft)
    museum, artefact = artefact_kept(slug, number)
    own = select(Picture).where(Picture.id == key, Picture.artefact_id == artefact.id)
    picture = db.session.scalars(own).one_or_none()
    if picture is None:
        raise NotFound
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        keeping.describe_picture(viewer, artefact, picture, form.draft)
        return _done(slug, artefact)
    said = "\n".join(f"{language}: {words}" for language, words in picture.alternative.items())
    kept = {"alternative": said, "credit": picture.credit, "rights_url": picture.rights_url}
    return form_page(_("What it shows"), way_back(museum, artefact), forms.of_picture(new=False), form, kept)


@blueprint.route("/sounds/new", methods=["GET", "POST"])
def new_sound(slug: str, number: int) -> ResponseReturnValue:
    """Add a sound."""
    request.max_content_length = sounds.LARGEST_FILE + AROUND
    viewer, form = current_viewer(), read_form(SoundDraft)
    museum, artefact = artefact_kept(slug, number)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            keeping.add_sound(viewer, artefact, *sounds.keep_recording(_file()), form.draft)
            return _done(slug, artefact)
        except Refused as refusal:
            form = form.refused("file", refusal)
    kept = {"language": museum.language, "depth": "story"}
    return form_page(_("Add a sound"), way_back(museum, artefact), forms.of_sound(), form, kept)


@blueprint.post("/pictures/<int:key>/first")
def first(slug: str, number: int, key: int) -> ResponseReturnValue:
    """Let a picture be the first."""
    viewer = current_viewer()
    _museum, artefact = artefact_kept(slug, number)
    throttle("edit", viewer.id)
    keeping.put_first(viewer, artefact, key)
    return _done(slug, artefact)


@blueprint.post("/pictures/<int:key>/remove")
def remove_picture(slug: str, number: int, key: int) -> ResponseReturnValue:
    """Take a picture off a work."""
    return _remove(slug, number, Picture, key)


@blueprint.post("/sounds/<int:key>/remove")
def remove_sound(slug: str, number: int, key: int) -> ResponseReturnValue:
    """Take a sound off a work."""
    return _remove(slug, number, Sound, key)


def _remove(slug: str, number: int, model: type[Picture | Sound], key: int) -> ResponseReturnValue:
    viewer = current_viewer()
    _museum, artefact = artefact_kept(slug, number)
    throttle("edit", viewer.id)
    keeping.remove_medium(viewer, artefact, model, key)
    return _done(slug, artefact)


def _done(slug: str, artefact: Artefact) -> ResponseReturnValue:
    flash(_("It is saved."), "success")
    return redirect(f"{artefact_address(slug, artefact.number)}/media", 303)
