"""What staff may send about an area of ideas."""

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from contributions.kinds import slug
from contributions.schemas import RowKey, clean_text, one_line
from core.forms import Schema
from core.translation import gettext as _
from ideas.statuses import Status

PHASES = ("open", "active", "delivered", "closed")
MOST_STATUSES = 12
LONGEST_KEY, LONGEST_NAME = 30, 60
MaybeKey = Annotated[RowKey | None, BeforeValidator(lambda given: given or None)]


class AreaDraft(Schema):
    """What is said of an area. `statuses` has one a line, as `Name: phase`; without any, those of the house serve."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=80)]
    description: Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)] = ""
    space: RowKey
    product: MaybeKey = None
    position: Annotated[int, Field(ge=0, le=1000)] = 0
    counts_hidden: bool = False
    statuses: Annotated[str, BeforeValidator(clean_text), Field(max_length=1500)] = ""

    @field_validator("statuses")
    @classmethod
    def _readable(cls, given: str) -> str:
        read_statuses(given)
        return given

    @property
    def pipeline(self) -> list[Status]:
        """Return the statuses in their order."""
        return read_statuses(self.statuses)


def read_statuses(text: str) -> list[Status]:
    """Read statuses, one a line. Raises ValueError with words for whoever wrote them."""
    found = [_status(line) for line in text.splitlines() if line.strip()]
    if len({status.key for status in found}) < len(found):
        raise ValueError(_("Two statuses have the same name."))
    if len(found) > MOST_STATUSES:
        raise ValueError(_("Give at most %(count)s statuses.", count=MOST_STATUSES))
    if found and found[0].phase != "open":
        raise ValueError(_("New ideas get the first status, so its phase must be open."))
    return found


def _status(line: str) -> Status:
    name, _colon, phase = (part.strip() for part in line.rpartition(":"))
    if phase not in PHASES or not name or len(name) > LONGEST_NAME:
        phases = ", ".join(PHASES)
        raise ValueError(
            _("“%(line)s” is no status: write its name, a colon and one of %(phases)s.", line=line, phases=phases)
        )
    return Status(slug(name)[:LONGEST_KEY].strip("-"), name, phase)


def written_statuses(pipeline: list[Status]) -> str:
    """Return statuses in the form in which they are read."""
    return "\n".join(f"{status.name}: {status.phase}" for status in pipeline)
