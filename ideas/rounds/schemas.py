"""What may be sent about rounds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import RowKey, Title, clean_text, one_line
from core.clock import now
from core.forms import Schema
from core.money import LARGEST, is_currency, minor_units
from core.times import zone
from core.translation import gettext as _
from ideas.fields import IdeaNamed
from ideas.rounds.models import Electorate, Mode
from ideas.rounds.pairing import UNDECIDED

MOST_ALLOWED, MOST_CREDITS, MOST_ENTRIES = 1000, 10_000, 200
PREFIX = "option_"


def moment(value: Any) -> Any:
    """Read a moment of the reader's own clock, as a form sends it, or one with an offset; nothing for none."""
    words = value.strip() if isinstance(value, str) else value
    if words in (None, ""):
        return None
    try:
        at = datetime.fromisoformat(words if isinstance(words, str) else "")
    except ValueError:
        raise ValueError(_("Write the time as year-month-day, a T, hour and minute.")) from None
    return at.replace(tzinfo=zone()).astimezone(UTC) if at.tzinfo is None else at.astimezone(UTC)


def nothing_as(otherwise: Any) -> Any:
    """Return what reads an empty field as something."""
    return BeforeValidator(lambda value: otherwise if value is None or value == "" else value)


Moment = Annotated[datetime | None, BeforeValidator(moment)]
Text = Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)]


class RoundDraft(Schema):
    """A round: its question, who votes, when, and what is special to its mode. `use` and `ballot` are for budgets."""

    title: Title
    body: Text = ""
    space: RowKey
    mode: Mode
    electorate: Electorate = Electorate.MEMBERS
    group: Annotated[RowKey | None, nothing_as(None)] = None
    members_before: Moment = None
    opens: Moment = None
    closes: Moment = None
    counts_hidden: bool = False
    allowance: Annotated[int, nothing_as(0), Field(ge=0, le=MOST_CREDITS)] = 0
    most_each: Annotated[int, nothing_as(0), Field(ge=0, le=MOST_ALLOWED)] = 0
    least_options: Annotated[int, nothing_as(0), Field(ge=0, le=MOST_ENTRIES)] = 0
    budget: Annotated[str, BeforeValidator(one_line), Field(max_length=20)] = ""
    currency: Annotated[str, BeforeValidator(one_line), Field(max_length=3)] = "EUR"
    ballot: Literal["approve", "points", "within"] = "approve"
    use: Literal["cost", "one"] = "cost"
    step: Annotated[str, BeforeValidator(one_line), Field(max_length=20)] = "1"

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.closes is None:
            raise ValueError(_("Say when the round closes."))
        if self.closes <= max(self.opens or now(), now()):
            raise ValueError(_("A round closes after it opens, and later than now."))
        if (self.electorate == Electorate.GROUP) != (self.group is not None):
            raise ValueError(_("Choose a group where a group votes, and only there."))
        if self.mode in {Mode.VOTES, Mode.QUADRATIC, Mode.PAIRWISE} and not self.allowance:
            raise ValueError(_("Say how much each member has to give in this round."))
        if self.mode == Mode.BUDGET:
            self._check_money()
        return self

    def _check_money(self) -> None:
        if not is_currency(self.currency):
            raise ValueError(_("Name the currency by its three letters, such as EUR."))
        if not 0 < minor_units(self.budget, self.currency) <= LARGEST:
            raise ValueError(_("Say how much there is to spend."))
        if minor_units(self.step or "0", self.currency) < 0:
            raise ValueError(_("The step is not less than nothing."))
        if self.ballot == "points" and not self.allowance:
            raise ValueError(_("Say how many points each member has."))

    def rules(self) -> dict[str, Any]:
        """Return the columns of a round that follow; what its mode has no use for is nothing."""
        rules: dict[str, Any] = {
            "electorate": self.electorate,
            "group_id": self.group,
            "members_before": self.members_before,
            "opens_at": self.opens or now(),
            "closes_at": self.closes,
            "counts_hidden": self.counts_hidden,
            "allowance": 0 if self.mode == Mode.OPINIONS else self.allowance,
            "most_each": 1,
            "least_options": 0,
            "budget": 0,
            "currency": "",
            "ballot": "approve",
            "by_cost": True,
            "step": 0,
        }
        if self.mode == Mode.VOTES:
            rules["most_each"] = self.most_each
        return rules | (self._of_budget() if self.mode == Mode.BUDGET else {})

    def _of_budget(self) -> dict[str, Any]:
        budget = minor_units(self.budget, self.currency)
        points = self.ballot == "points"
        return {
            "budget": budget,
            "currency": self.currency,
            "ballot": self.ballot,
            "allowance": budget if self.ballot == "within" else self.allowance,
            "most_each": self.most_each if points else 1,
            "least_options": self.least_options,
            "by_cost": self.use == "cost",
            "step": minor_units(self.step or "0", self.currency),
        }


class OptionDraft(Schema):
    """An option of a round: words of its own, or an idea; in a budget with its cost, such as 1200 or 12.50."""

    title: Annotated[str, BeforeValidator(one_line), Field(max_length=200)] = ""
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=2000)] = ""
    cost: Annotated[str, BeforeValidator(one_line), Field(max_length=20)] = ""
    idea: IdeaNamed = None


class BallotDraft(Schema):
    """A ballot: by the number of each option, what it gets. A form sends fields named `option_<number>`."""

    votes: Annotated[dict[RowKey, Annotated[int, Field(ge=-1_000_000, le=1_000_000)]], Field(max_length=MOST_ENTRIES)]

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, sent: Any) -> Any:
        """Gather the fields of a form; one that was left empty says nothing."""
        if not isinstance(sent, Mapping) or "votes" in sent:
            return sent
        given = {str(name): value for name, value in sent.items() if str(name).startswith(PREFIX)}
        return {
            "votes": {
                name.removeprefix(PREFIX): value for name, value in given.items() if value != "" and value is not None
            }
        }


class PairDraft(Schema):
    """What is said to a pair: left, right, or none with the reason in `undecided`."""

    token: Annotated[str, Field(min_length=1, max_length=40)]
    choice: Literal["left", "right", "none"]
    undecided: Annotated[str, Field(max_length=20)] = ""

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if self.choice == "none" and self.undecided not in UNDECIDED:
            raise ValueError(_("Say why you cannot decide."))
        return self


class ClosingDraft(Schema):
    """Why a round closes before its time."""

    reason: Annotated[str, BeforeValidator(one_line), Field(max_length=500)] = ""
