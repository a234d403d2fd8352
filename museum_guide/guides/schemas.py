"""What may be sent about guides."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import clean_text, one_line
from core.forms import Schema
from core.money import LARGEST, currency, minor_units
from core.translation import gettext as _
from museum_guide.languages import is_tag
from museum_guide.tickets.schemas import Amount, Line, read_day

MOST_LANGUAGES = 12
Day = Annotated[date, BeforeValidator(read_day)]
Reason = Annotated[Line, Field(min_length=3, max_length=500)]


def read_languages(value: Any) -> Any:
    """Read codes of languages from a line, parted by commas or spaces, each once. Raises ValueError."""
    codes = list(dict.fromkeys(one_line(value).replace(",", " ").split())) if isinstance(value, str) else value
    listed = isinstance(codes, list) and 0 < len(codes) <= MOST_LANGUAGES
    if not listed or not all(isinstance(code, str) and is_tag(code) for code in codes):
        raise ValueError(_("Give languages by their codes, such as: en, de, pt-BR."))
    return codes


def read_number(value: Any) -> Any:
    """Read a whole number as people write it. Raises ValueError."""
    if isinstance(value, str) and not (value.strip().isascii() and value.strip().isdecimal()):
        raise ValueError(_("Write a whole number."))
    return value


Number = Annotated[int, BeforeValidator(read_number)]


class GuideDraft(Schema):
    """A guide as the museum registers them. `member` is the name of their account here, which shows the card."""

    name: Annotated[Line, Field(min_length=2, max_length=120)]
    licence: Annotated[Line, Field(min_length=1, max_length=60)]
    issuer: Annotated[Line, Field(min_length=2, max_length=120)]
    places: Annotated[Line, Field(max_length=200)] = ""
    languages: Annotated[list[str], BeforeValidator(read_languages)]
    member: Annotated[Line, Field(max_length=200)] = ""
    valid_from: Day
    valid_until: Day
    reason: Reason

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not date(2000, 1, 1) <= self.valid_from <= self.valid_until <= date(2100, 1, 1):
            raise ValueError(_("The last day is on the first one or after it, in this century."))
        return self


class RenewalDraft(Schema):
    """A new last day, and why."""

    valid_until: Day
    reason: Reason


class DecisionDraft(Schema):
    """What is decided about a guide, and why."""

    deed: Literal["suspended", "resumed", "revoked"]
    reason: Reason


class PriceDraft(Schema):
    """What a tour costs, for how long and for how many."""

    amount: Amount
    currency: Annotated[str, BeforeValidator(currency)]
    minutes: Annotated[Number, Field(ge=1, le=720)]
    people: Annotated[Number, Field(ge=1, le=200)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 0 <= self.units <= LARGEST:
            raise ValueError(_("A price is not below zero."))
        return self

    @property
    def units(self) -> int:
        """The price in minor units of the currency."""
        return minor_units(self.amount, self.currency)


class ReviewDraft(Schema):
    """What a visit says of a tour."""

    rating: Annotated[Number, Field(ge=1, le=5)]
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=1000)] = ""


class HidingDraft(Schema):
    """Why a review is hidden."""

    reason: Reason
