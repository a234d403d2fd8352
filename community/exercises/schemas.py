"""What may be sent about exercises."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from community.exercises.models import MOST_LINES
from contributions.schemas import Body, Revision, Stamp, ThreadDraft, one_line
from core.clock import now
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

LONGEST_NAME, MOST_CREDITS = 80, 500


def names(value: Any) -> Any:
    """Read the names of rows or columns, one a line, or as a list. Raises ValueError."""
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(_("Write one name on each line."))
    found = [name for line in lines if (name := one_line(line))]
    if not 1 <= len(found) <= MOST_LINES:
        raise ValueError(_("Give between 1 and %(most)s names, one on each line.", most=MOST_LINES))
    if len(set(found)) < len(found):
        raise ValueError(_("Give every name once."))
    if any(len(name) > LONGEST_NAME for name in found):
        raise ValueError(_("Keep every name to %(most)s characters.", most=LONGEST_NAME))
    return found


def end_of_day(value: Any) -> Any:
    """Read a date as the moment in which its day ends, UTC; nothing for no date. Raises ValueError."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(_("Write the date as year-month-day.")) from None
    at = datetime.combine(day, time(), UTC) + timedelta(days=1)
    if at <= now():
        raise ValueError(_("This day is over. Choose a later one, or none."))
    return at


Names = Annotated[list[str], BeforeValidator(names)]


class ExerciseDraft(ThreadDraft):
    """A new exercise."""

    rows: Names
    columns: Names
    closes: Annotated[datetime | None, BeforeValidator(end_of_day)] = None


class ReadyDraft(Schema):
    """Where a ready-made exercise is to begin."""

    space: Annotated[int, Field(ge=1, le=LARGEST_KEY)]


class CellDraft(Schema):
    """A member's answer in a square."""

    body: Annotated[Body, Field(min_length=10)]
    begun: Stamp = ""


class MergeDraft(Schema):
    """What staff makes of the answers in a square, and the answers that went into it (boxes named `credit_<id>`)."""

    body: Annotated[Body, Field(min_length=10)]
    credited: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_KEY)]], Field(max_length=MOST_CREDITS)] = []
    revision: Revision = 0
    # Whether the writer saw a merged answer when they began: what is there later was somebody else's.
    present: bool = False

    @model_validator(mode="before")
    @classmethod
    def _boxes(cls, sent: Any) -> Any:
        """Gather the boxes of a form."""
        if not isinstance(sent, dict) or "credited" in sent:
            return sent
        return sent | {"credited": [name.removeprefix("credit_") for name in sent if str(name).startswith("credit_")]}
