"""Addresses for those who keep a museum: forms of a work and of what is told of it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from core.database import db
from core.errors import Refused
from core.forms import Schema, read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.addresses import artefact_address, museum_address
from museum_guide.artefacts import forms, keeping
from museum_guide.artefacts.models import Artefact, ArtefactText, ArtefactTitle
from museum_guide.artefacts.schemas import ArtefactDraft, FactsDraft, TextDraft, TitleDraft
from museum_guide.artefacts.views import wished_language
from museum_guide.fields import Group, form_page
from museum_guide.models import Museum
from museum_guide.visibility import museum_kept

FRESH = {"state": "draft", "position": 0}
blueprint = Blueprint("artefact_desk", __name__, url_prefix="/museums/<slug>")


def artefact_kept(slug: str, number: int) -> tuple[Museum, Artefact]:
    """Return a work and its museum for one who keeps it. Raises NotFound."""
    museum = museum_kept(current_viewer(), slug)
    own = select(Artefact).where(Artefact.museum_id == museum.id, Artefact.number == number)
    artefact = db.session.scalars(own).one_or_none()
    if artefact is None:
        raise NotFound
    return museum, artefact


def way_back(museum: Museum, artefact: Artefact) -> tuple[str, str]:
    """Return the name and the address of a work."""
    return artefact.title, artefact_address(museum.slug, artefact.number)


@blueprint.route("/works/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    """Add a work."""
    viewer, form = current_viewer(), read_form(ArtefactDraft)
    museum = museum_kept(viewer, slug)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            added = keeping.add_artefact(viewer, museum, form.draft)
            return redirect(artefact_address(slug, added.number), 303)
        except Refused as refusal:
            form = form.refused("number", refusal)
    back = (museum.name, f"{museum_address(slug)}/desk")
    return form_page(
        _("Add a work"), back, forms.of_artefact(museum, new=True), form, {"state": "draft", "position": 0}
    )


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
def edit(slug: str, number: int) -> ResponseReturnValue:
    """Change what a label says, and where the work stands."""
    viewer, form = current_viewer(), read_form(ArtefactDraft)
    museum, artefact = artefact_kept(slug, number)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            keeping.change_artefact(viewer, artefact, form.draft)
            return _done(museum, artefact)
        except Refused as refusal:
            form = form.refused("successor", refusal)
    fields = forms.of_artefact(museum, new=False)
    return form_page(_("Edit the work"), way_back(museum, artefact), fields, form, forms.artefact_values(artefact))


@blueprint.route("/<int:number>/texts", methods=["GET", "POST"])
def texts(slug: str, number: int) -> ResponseReturnValue:
    """Write what is told of a work in a language at a depth."""
    museum, artefact = artefact_kept(slug, number)
    language = wished_language() or museum.language
    kept = forms.text_values(artefact, language, request.args.get("depth", ""))
    return _written((museum, artefact), TextDraft, keeping.write_text, _("Texts"), forms.of_text(), kept)


@blueprint.route("/<int:number>/titles", methods=["GET", "POST"])
def titles(slug: str, number: int) -> ResponseReturnValue:
    """Write the words of a label in another language."""
    museum, artefact = artefact_kept(slug, number)
    kept = forms.title_values(artefact, wished_language())
    title = _("The label in another language")
    return _written((museum, artefact), TitleDraft, keeping.write_title, title, forms.of_title(), kept)


@blueprint.route("/<int:number>/facts", methods=["GET", "POST"])
def facts(slug: str, number: int) -> ResponseReturnValue:
    """Write what is known of a work, and where it is written."""
    museum, artefact = artefact_kept(slug, number)
    kept = forms.facts_values(artefact, wished_language() or museum.language)
    title = _("What is known, and from where")
    return _written((museum, artefact), FactsDraft, _write_facts, title, forms.of_facts(), kept)


def _write_facts(viewer: Any, artefact: Artefact, draft: FactsDraft) -> None:
    keeping.write_facts(viewer, artefact, draft.language, draft.facts)


def _written(
    kept_by_reader: tuple[Museum, Artefact],
    schema: type[Schema],
    write: Callable[[Any, Artefact, Any], None],
    title: str,
    fields: Sequence[Group],
    kept: dict[str, Any],
) -> ResponseReturnValue:
    viewer, form = current_viewer(), read_form(schema)
    museum, artefact = kept_by_reader
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        write(viewer, artefact, form.draft)
        return _done(museum, artefact)
    there = {"below": "museum_guide/artefacts/told.html", "there": _there(artefact), "base": request.path}
    return form_page(title, way_back(museum, artefact), fields, form, kept, **there)


def _there(artefact: Artefact) -> dict[str, Any]:
    """Return what is told of a work already, by language."""
    texts = select(ArtefactText.language, ArtefactText.depth, ArtefactText.words, ArtefactText.origin)
    own = texts.where(ArtefactText.artefact_id == artefact.id).order_by(ArtefactText.language, ArtefactText.depth)
    labels = select(ArtefactTitle.language, ArtefactTitle.title).where(ArtefactTitle.artefact_id == artefact.id)
    return {
        "texts": db.session.execute(own).all(),
        "titles": db.session.execute(labels.order_by(ArtefactTitle.language)).all(),
        "depths": dict(forms.depths()),
    }


def _done(museum: Museum, artefact: Artefact) -> ResponseReturnValue:
    flash(_("It is saved."), "success")
    return redirect(artefact_address(museum.slug, artefact.number), 303)
