"""What may be sent about tickets."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.money import LARGEST, currency, minor_units
from core.translation import gettext as _

MOST = 1000
Line = Annotated[str, BeforeValidator(one_line)]
Amount = Annotated[str, Field(max_length=20)]


def read_day(value: Any) -> Any:
    """Read a date as year-month-day. Raises ValueError."""
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(_("Write the date as year-month-day.")) from None


def read_amount(value: Any) -> Any:
    """Read how many tickets are made. Raises ValueError."""
    if isinstance(value, str) and not value.strip().isdecimal():
        raise ValueError(_("Write a number from 1 to %(most)s.", most=MOST))
    if not 1 <= int(value) <= MOST:
        raise ValueError(_("Write a number from 1 to %(most)s.", most=MOST))
    return int(value)


class TypeDraft(Schema):
    """A kind of ticket: its name, what it costs, and what of that pays for the guide."""

    name: Annotated[Line, Field(min_length=2, max_length=100)]
    currency: Annotated[str, BeforeValidator(currency)]
    price: Amount
    surcharge: Amount

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 0 <= self.surcharge_units <= self.price_units <= LARGEST:
            raise ValueError(_("The guide's share is a part of the price, and neither is below zero."))
        return self

    @property
    def price_units(self) -> int:
        """The price in minor units of the currency."""
        return minor_units(self.price, self.currency)

    @property
    def surcharge_units(self) -> int:
        """What of it pays for the guide, in minor units."""
        return minor_units(self.surcharge, self.currency)


class BatchDraft(Schema):
    """Tickets to make: of which kind, for which day, and how many."""

    type: Annotated[int, Field(ge=1, le=LARGEST_KEY)]
    day: Annotated[date, BeforeValidator(read_day)]
    amount: Annotated[int, BeforeValidator(read_amount)]


class CodeDraft(Schema):
    """A code that somebody holds in their hand, as staff types it."""

    code: Annotated[str, Field(min_length=1, max_length=40)]


class RedeemDraft(Schema):
    """A code as a visitor types it. `form` says which phone it is, without a cookie; `next` where they came from."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    museum: Annotated[str, Field(max_length=100)] = ""
    form: Annotated[str, Field(max_length=200)] = ""
    next: Annotated[str, Field(max_length=500)] = ""
