"""What may be sent about decisions."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from contributions.schemas import clean_text, one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _
from ideas.fields import IdeaNamed

LEAST_REASON, LONGEST_REASON = 10, 5000
MOST_STATUSES = 12


def yes_or_no(value: Any) -> Any:
    """Read a box that may be ticked."""
    return value is True or (isinstance(value, str) and value in {"yes", "on", "true", "1"})


def read_key(value: Any) -> Any:
    """Read a choice that may be empty."""
    return None if isinstance(value, str) and value in {"", "0"} else value


def status_key(value: Any) -> Any:
    """Read the key of a status: small letters and digits with hyphens between them."""
    folded = re.sub(r"[^a-z0-9]+", "-", one_line(value).casefold()).strip("-") if isinstance(value, str) else value
    if isinstance(value, str) and not folded:
        raise ValueError(_("Give each status a short name in letters from a to z."))
    return folded


Tick = Annotated[bool, BeforeValidator(yes_or_no)]
Word = Annotated[str, BeforeValidator(one_line), Field(max_length=30)]
Reason = Annotated[str, BeforeValidator(clean_text), Field(min_length=LEAST_REASON, max_length=LONGEST_REASON)]


class Decision(Schema):
    """Where an idea goes (nowhere where `status` is empty) and why; with `respond` the words speak for the house.

    `before` is the status that whoever decided saw; `nearest` the living idea to which a closed one leads.
    """

    status: Word = ""
    before: Word = ""
    reason: Reason
    respond: Tick = False
    nearest: IdeaNamed = None


class Keeper(Schema):
    """Who looks after an idea; nobody where it is empty."""

    keeper: Annotated[int | None, Field(ge=1, le=LARGEST_KEY), BeforeValidator(read_key)] = None


class Target(Schema):
    """What a picked idea is to reach, and whether it did: yes, no, or not judged yet."""

    words: Annotated[str, BeforeValidator(clean_text), Field(min_length=5, max_length=1000)]
    met: Literal["", "yes", "no"] = ""


class Step(Schema):
    """A status of an area."""

    key: Annotated[str, BeforeValidator(status_key), Field(min_length=1, max_length=30)]
    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]
    phase: Literal["open", "active", "delivered", "closed"]
