"""What may be sent about contests."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import LONGEST_BODY, RowKey, Stamp, ThreadDraft, clean_text, one_line
from core.forms import Schema
from core.translation import gettext as _
from ideas.contests.models import MOST_POINTS
from ideas.contests.phases import PHASES, SWITCHES, USUAL
from ideas.fields import Lines, Moment, Words

MOST_JURORS, MOST_CRITERIA = 20, 8
WEIGHED = re.compile(r"(.+?)\s*[\u00d7x*]\s*(\d{1,2})\Z")


def criteria(value: Any) -> Any:
    """Read criteria, one a line, with a weight behind a sign of times: `Useful * 2`. Raises ValueError."""
    names = value.splitlines() if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(_("Write one criterion on each line."))
    found = [_weighed(line) for name in names if (line := one_line(name))]
    if len(found) > MOST_CRITERIA or any(len(name) > 80 for name, _weight in found):
        raise ValueError(_("Give at most %(most)s criteria of up to 80 characters.", most=MOST_CRITERIA))
    if not all(1 <= weight <= 10 for _name, weight in found):
        raise ValueError(_("A weight is a whole number from 1 to 10."))
    return found


def _weighed(line: str) -> tuple[str, int]:
    found = WEIGHED.match(line)
    return (found[1], int(found[2])) if found else (line, 1)


Criteria = Annotated[list[tuple[str, int]], BeforeValidator(criteria)]


class ContestDates(Schema):
    """When the phases of a contest begin, and what is open in each (boxes named `<switch>_<phase>`)."""

    entries: Moment
    voting: Moment
    jury: Moment
    closes: Moment
    switches: Annotated[dict[str, list[str]], Field(max_length=len(PHASES))] = {}

    @model_validator(mode="before")
    @classmethod
    def _boxes(cls, sent: Any) -> Any:
        """Gather the boxes of a form; where no form was sent, what is usual holds."""
        if not isinstance(sent, dict) or "switches" in sent:
            return sent
        if "boxes" not in sent:
            return sent | {"switches": USUAL}
        return sent | {
            "switches": {phase: [switch for switch in SWITCHES if f"{switch}_{phase}" in sent] for phase in PHASES}
        }

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.entries < self.voting <= self.jury <= self.closes:
            raise ValueError(_("The dates must follow one another: entries, vote, jury, end."))
        if any(switch not in SWITCHES for opened in self.switches.values() for switch in opened):
            raise ValueError(_("Please check what is open in each phase."))
        return self


class ContestDraft(ContestDates, ThreadDraft):
    """A new contest."""

    decided_by: Literal["jury", "public"] = "jury"
    team_size: Annotated[int, Field(ge=1, le=20)] = 5
    criteria: Criteria = []
    # Members by the names that they bear here.
    jurors: Lines = []

    @model_validator(mode="after")
    def _jury_named(self) -> Self:
        if self.decided_by == "jury" and not (self.criteria and self.jurors):
            raise ValueError(_("A jury needs members and criteria. Name both, or let the public decide."))
        return self


class EntryDraft(Schema):
    """A new entry, or new words for one."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=120)]
    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=20, max_length=LONGEST_BODY)]
    begun: Stamp = ""


class Invitation(Schema):
    """Who is asked to be an author, by name."""

    member: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=50)]


class Answer(Schema):
    """What somebody says to an invitation, or that they leave."""

    answer: Literal["accept", "leave"]


class Scores(Schema):
    """The points of a juror for one entry (fields named `points_<criterion>`), or a mapping of them."""

    points: Annotated[dict[int, Annotated[int, Field(ge=0, le=MOST_POINTS)]], Field(max_length=MOST_CRITERIA)]

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, sent: Any) -> Any:
        """Gather the fields of a form."""
        if not isinstance(sent, dict) or "points" in sent:
            return sent
        given = {name.removeprefix("points_"): value for name, value in sent.items() if name.startswith("points_")}
        return {"points": given}


class Place(Schema):
    """One winner: the place, and why."""

    entry: RowKey
    place: Annotated[int, Field(ge=1, le=20)]
    reason: Annotated[Words, Field(min_length=10)]


class Verdict(Schema):
    """The winners (fields named `place_<entry>` and `reason_<entry>`), and a word on how it came to that."""

    places: Annotated[list[Place], Field(min_length=1, max_length=20)]
    words: Words = ""

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, sent: Any) -> Any:
        """Gather the fields of a form; an entry without a place has not won."""
        if not isinstance(sent, dict) or "places" in sent:
            return sent
        won = [name.removeprefix("place_") for name, value in sent.items() if name.startswith("place_") and value]
        places = [{"entry": key, "place": sent[f"place_{key}"], "reason": sent.get(f"reason_{key}", "")} for key in won]
        return {"places": places, "words": sent.get("words", "")}

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        numbers = [place.place for place in self.places]
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            raise ValueError(_("Give the places from 1 on, each once."))
        return self
