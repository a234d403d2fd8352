"""What may be sent about initiatives and services."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import RowKey, ThreadDraft, clean_text, one_line
from core.forms import Schema
from core.money import currency, minor_units
from core.translation import gettext as _
from ideas.fields import Address, Lines, ShortLine

Status = Literal["planned", "trying", "running", "ended"]


def nothing(value: Any) -> Any:
    """Read an empty field as nothing."""
    return None if isinstance(value, str) and not value.strip() else value


Sum = Annotated[Annotated[str, Field(max_length=20)] | None, BeforeValidator(nothing)]
Currency = Annotated[str, BeforeValidator(currency)]
Minutes = Annotated[Annotated[int, Field(ge=1, le=100_000)] | None, BeforeValidator(nothing)]


class Figures(Schema):
    """Who helps, what it takes, how it is made, and what a piece costs and brings (as amounts: 15.00)."""

    partners: Lines = []
    materials: Lines = []
    steps: Lines = []
    currency: Currency = "EUR"
    cost: Sum = None
    price: Sum = None
    minutes: Minutes = None
    sets: Annotated[int, Field(ge=1, le=1000)] = 1
    status: Status = "planned"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.cost is None) != (self.price is None):
            raise ValueError(_("Give the cost and the price of a piece, or neither."))
        if any(amount is not None and minor_units(amount, self.currency) < 0 for amount in (self.cost, self.price)):
            raise ValueError(_("Cost and price are not less than nothing."))
        return self

    def amount(self, name: str) -> int | None:
        """Return the cost or the price in minor units."""
        written: str | None = getattr(self, name)
        return None if written is None else minor_units(written, self.currency)


class InitiativeDraft(Figures, ThreadDraft):
    """A new initiative; `idea` is the idea that it puts to work."""

    idea: Annotated[RowKey | None, BeforeValidator(nothing)] = None


class ClaimDraft(Schema):
    """Something found out in the market, and the address of what proves it."""

    words: Annotated[str, BeforeValidator(one_line), Field(min_length=10, max_length=300)]
    evidence: Address


class ServiceDraft(ThreadDraft):
    """A new service; `initiative` is what it grew out of."""

    initiative: Annotated[RowKey | None, BeforeValidator(nothing)] = None
    kit: Lines = []
    training: Annotated[Lines, Field(min_length=1)]


class Joining(Schema):
    """As what somebody joins a service."""

    part: Literal["learner", "co-designer"]


class StepTaken(Schema):
    """A step of the training that a member has taken."""

    member: RowKey
    step: Annotated[int, Field(ge=1, le=20)]


class Promotion(Schema):
    """Who becomes a provider."""

    member: RowKey


class ProviderPage(Schema):
    """What a provider says of themselves."""

    area: ShortLine = ""
    about: Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)] = ""
