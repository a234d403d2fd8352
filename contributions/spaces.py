"""Opening spaces and changing their doors."""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.models import Group
from accounts.viewers import Viewer
from contributions.events import SpaceChanged
from contributions.kinds import slug
from contributions.models import Posting, Space, Visibility
from contributions.policies import YES, Verdict, require
from contributions.schemas import clean_text, one_line
from core.clock import now
from core.database import LARGEST_KEY, begin_write, db
from core.errors import Conflict
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _


class SpaceDraft(Schema):
    """What a space is called and who may come in."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=60)]
    description: Annotated[str, BeforeValidator(clean_text), Field(max_length=500)] = ""
    visibility: Visibility = Visibility.PUBLIC
    posting: Posting = Posting.READERS
    group: Annotated[
        Annotated[int, Field(ge=1, le=LARGEST_KEY)] | None, BeforeValidator(lambda given: given or None)
    ] = None
    position: Annotated[int, Field(ge=0, le=1000)] = 0

    @model_validator(mode="after")
    def _has_group_where_needed(self) -> "SpaceDraft":
        if (self.visibility == Visibility.GROUP) != (self.group is not None):
            raise ValueError(_("Choose a group for a space that is open to one group, and none for any other."))
        return self


def may_keep_spaces(actor: Viewer) -> Verdict:
    """Whether an actor may open and change spaces."""
    return YES if actor.standing.administrator else Verdict(False, _("Only administrators keep the spaces."))


def open_space(actor: Viewer, draft: SpaceDraft) -> Space:
    """Open a space. Raises Refused, or Conflict where another one has its name."""
    require(may_keep_spaces(actor))
    space = Space(slug=_free_slug(draft.name), created_at=now(), thread_count=0)
    _furnish(actor, space, draft)
    return space


def change_space(actor: Viewer, space: Space, draft: SpaceDraft) -> None:
    """Rename a space or change its doors; its address stays. Raises Refused or Conflict."""
    require(may_keep_spaces(actor))
    _furnish(actor, space, draft)


def _free_slug(name: str) -> str:
    """Return an address for a space; `new` is the address of the form."""
    wanted = slug(name)
    return f"{wanted}-space" if wanted in {"new", "-"} else wanted


def _furnish(actor: Viewer, space: Space, draft: SpaceDraft) -> None:
    begin_write()
    try:
        with db.session.begin_nested():
            space.name, space.description = draft.name, draft.description
            space.visibility, space.posting = draft.visibility, draft.posting
            space.group_id, space.position = draft.group, draft.position
            db.session.add(space)
    except IntegrityError:
        raise Conflict(_("There is a space of that name already, or no such group. Choose another.")) from None
    publish(SpaceChanged(actor_id=actor.id, space_id=space.id))


def group_choices() -> list[tuple[int, str]]:
    """Return the groups that a space may be opened to."""
    return [(row.id, row.name) for row in db.session.execute(select(Group.id, Group.name).order_by(Group.name))]


def next_position() -> int:
    """Return the place behind the last space."""
    return (db.session.scalar(select(func.max(Space.position))) or 0) + 1
