"""Founds a museum: with the space in which questions about it stand, and nobody yet who keeps it."""

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.viewers import ATRIUM, Viewer
from contributions.kinds import slug
from contributions.models import Space
from contributions.policies import YES, Verdict, require
from contributions.schemas import one_line
from contributions.spaces import SpaceDraft, open_space
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from museum_guide.importing.events import MuseumFounded
from museum_guide.languages import is_tag
from museum_guide.models import Museum

# What stands beside museums at their addresses.
OWN_ADDRESSES = {"new", "-"}
LONGEST_SPACE = 60


class MuseumDraft(Schema):
    """What a new museum is called, and where it stands."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=200)]
    slug: Annotated[str, BeforeValidator(one_line), Field(max_length=80)] = ""
    city: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    language: Annotated[str, BeforeValidator(one_line), Field(max_length=35)] = "en"
    published: bool = False

    @field_validator("slug")
    @classmethod
    def _is_an_address(cls, given: str) -> str:
        if given and (slug(given) != given or given in OWN_ADDRESSES):
            raise ValueError(_("An address has small letters, digits and hyphens."))
        return given

    @field_validator("language")
    @classmethod
    def _is_a_language(cls, given: str) -> str:
        if not is_tag(given):
            raise ValueError(_("Give the code of a language, such as en or de."))
        return given


def may_found(actor: Viewer) -> Verdict:
    """Whether an actor may found museums and say who keeps them."""
    return YES if actor.standing.administrator else Verdict(False, _("Only administrators found museums."))


def found_museum(actor: Viewer, draft: MuseumDraft) -> Museum:
    """Found a museum. Raises Refused, or Conflict where one stands at its address."""
    require(may_found(actor))
    begin_write()
    wanted = draft.slug or slug(draft.name)
    address = f"{wanted}-museum" if wanted in OWN_ADDRESSES else wanted
    if db.session.scalar(select(Museum.id).where(Museum.slug == address)):
        raise Conflict(_("A museum has that address already. Choose another one."))
    space = _space(draft.name)
    told = draft.model_dump(include={"name", "city", "language", "published"})
    museum = Museum(slug=address, space_id=space.id, created_at=now(), **told)
    try:
        with db.session.begin_nested():
            db.session.add(museum)
    except IntegrityError:
        raise Conflict(_("A museum has that address already. Choose another one.")) from None
    publish(MuseumFounded(actor_id=actor.id, museum_id=museum.id))
    return museum


def _space(name: str) -> Space:
    """Open the space of a museum, under its name or one near it."""
    tried = [name[:LONGEST_SPACE], f"{name[: LONGEST_SPACE - 9]} (museum)"]
    tried += [f"{name[: LONGEST_SPACE - 5]} ({number})" for number in range(2, 20)]
    for said in tried:
        try:
            return open_space(ATRIUM, SpaceDraft(name=said))
        except Conflict:
            continue
    raise Conflict(_("There are too many spaces of that name. Choose another one."))
