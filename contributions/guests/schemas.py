"""What may be sent about guest staff."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import Tags, one_line
from core.clock import now
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

LONGEST = timedelta(days=180)
MOST_SPACES = 50
Reason = Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=300)]


def read_day(value: Any) -> Any:
    """Read a date as year-month-day. Raises ValueError."""
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(_("Write the date as year-month-day.")) from None


Day = Annotated[date, BeforeValidator(read_day)]


class TermDraft(Schema):
    """A term of guest staff: topics, the first and the last day (UTC), and why. Boxes of spaces are `space_<id>`."""

    spaces: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_KEY)]], Field(max_length=MOST_SPACES)] = []
    tags: Tags = []
    begins: Day
    until: Day
    reason: Reason

    @model_validator(mode="before")
    @classmethod
    def _boxes(cls, sent: Any) -> Any:
        """Gather the boxes of a form."""
        if not isinstance(sent, dict) or "spaces" in sent:
            return sent
        return sent | {"spaces": [name.removeprefix("space_") for name in sent if str(name).startswith("space_")]}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.spaces and not self.tags:
            raise ValueError(_("Choose a space, or name a tag."))
        if self.ends_at <= max(self.begins_at, now()):
            raise ValueError(_("The last day must not lie before the first, nor in the past."))
        if self.ends_at - self.begins_at > LONGEST:
            raise ValueError(_("A term lasts at most %(days)s days.", days=LONGEST.days))
        return self

    @property
    def begins_at(self) -> datetime:
        """The moment in which the first day begins."""
        return datetime.combine(self.begins, time(), UTC)

    @property
    def ends_at(self) -> datetime:
        """The moment in which the last day is over."""
        return datetime.combine(self.until, time(), UTC) + timedelta(days=1)


class Ending(Schema):
    """Why a term is ended before its time."""

    reason: Reason
