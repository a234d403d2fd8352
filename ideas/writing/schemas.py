"""What may be sent about ideas, by form and by program."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from contributions.schemas import Problem, RowKey, ThreadDraft, one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _
from ideas.areas.schemas import MaybeKey

MOST_PARENTS = 6
ADDRESS = re.compile(r"(?:#|\S*/ideas/)?(\d{1,18})(?:/\S*)?\Z")


def idea_numbers(value: Any) -> Any:
    """Read numbers or addresses of ideas, with spaces or commas between them, or a list of numbers; each once."""
    if isinstance(value, str):
        found = [ADDRESS.match(part) for part in re.split(r"[,\s]+", value) if part]
        if not all(found):
            raise ValueError(_("Give numbers or addresses of ideas, with commas between them."))
        value = [match[1] for match in found if match]
    if isinstance(value, list):
        value = list(dict.fromkeys(value))
        if len(value) > MOST_PARENTS:
            raise ValueError(_("Mix at most %(count)s ideas.", count=MOST_PARENTS))
    return value


Parents = Annotated[list[RowKey], BeforeValidator(idea_numbers), Field(max_length=MOST_PARENTS)]


class IdeaDraft(ThreadDraft):
    """A new idea. It stands in an area, or where none fits in a space; `parents` are the ideas that it is mixed from.

    `origin` is the number of a contribution from which it was drawn, `version` one that it asks to change.
    """

    problem: Problem = ""
    space: Annotated[int, Field(ge=0, le=LARGEST_KEY), BeforeValidator(lambda given: given or 0)] = 0
    area: MaybeKey = None
    parents: Parents = []
    origin: MaybeKey = None
    version: MaybeKey = None


class CoAuthorName(Schema):
    """Whom an author asks: a name, a number, or the address of a member's page."""

    member: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=200)]


class CoAuthorAnswer(Schema):
    """Whether one wants to be a co-author."""

    value: bool = True
