"""What may be sent about promises."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from contributions.schemas import Line, ThreadDraft, clean_text, one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

EvidenceKey = Literal["intention", "study", "prototype", "trial", "pilot", "ready"]
Deed = Literal["move", "deliver", "break", "withdraw", "reopen"]


def day_number(value: Any) -> int:
    """Read a day such as 2026-12-31. Raises ValueError."""
    try:
        day = date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(_("Give a day such as 2026-12-31.")) from None
    if not 1900 <= day.year <= 2200:
        raise ValueError(_("Give a day such as 2026-12-31."))
    return day.toordinal()


def day_or_none(value: Any) -> int | None:
    """Read a day that may be left out. Raises ValueError."""
    return day_number(value) if str(value or "").strip() else None


Day = Annotated[int, BeforeValidator(day_number)]
OptionalDay = Annotated[int | None, BeforeValidator(day_or_none)]
Percent = Annotated[int, Field(ge=1, le=99)]
Step = Annotated[int, Field(ge=1, le=7)]
Link = Annotated[str, BeforeValidator(one_line), Field(max_length=500, pattern=r"^(https?://\S+|/\S*)?$")]
Reason = Annotated[str, BeforeValidator(clean_text), Field(min_length=5, max_length=2000)]


class PromiseDraft(ThreadDraft):
    """A new promise: the claim as its title. With an idea (its address or number) it stands in its space."""

    space: Annotated[int, BeforeValidator(lambda value: value or 0), Field(ge=0, le=LARGEST_KEY)] = 0
    idea: Line = ""
    earliest: Day
    latest: Day
    confidence: Percent
    evidence: EvidenceKey
    evidence_url: Link = ""


def _nothing(value: Any) -> Any:
    return None if value == "" else value


class MoveDraft(Schema):
    """A change of a promise: of its days and evidence, or what became of it; what is left out stays."""

    deed: Deed
    reason: Reason
    earliest: OptionalDay = None
    latest: OptionalDay = None
    confidence: Annotated[Percent | None, BeforeValidator(_nothing)] = None
    evidence: Annotated[EvidenceKey | None, BeforeValidator(_nothing)] = None
    evidence_url: Link | None = None
    delivered: OptionalDay = None


class ExpectationDraft(Schema):
    """What a member expects of a promise, or got, from 1 to 7."""

    value: Step
