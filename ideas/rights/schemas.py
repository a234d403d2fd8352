"""What may be sent about rights and royalties."""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import RowKey, clean_text, one_line
from core.forms import Schema
from core.money import currency
from core.translation import gettext as _
from ideas.fields import MomentOrNone, ShortLine

LARGEST_PART = 1_000_000
Amount = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=20)]
Currency = Annotated[str, BeforeValidator(currency)]


def rate(value: Any) -> Any:
    """Read a rate as a fraction (1/40), in percent (2.5 %) or as a number (0.025): exact. Raises ValueError."""
    text = value.strip() if isinstance(value, str) else ""
    percent = text.endswith("%")
    try:
        found = Fraction(text.removesuffix("%").strip()) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError(_("Write the rate as 5 %, as 1/20 or as 0.05.")) from None
    if not 0 < found <= 1 or found.denominator > LARGEST_PART:
        raise ValueError(_("A rate is more than nothing and at most 100 %."))
    return found


Rate = Annotated[Fraction, BeforeValidator(rate)]


class TermsDraft(Schema):
    """What authors are asked to permit: for what, where, until when, and the whole text."""

    scope: Annotated[str, BeforeValidator(one_line), Field(min_length=5, max_length=300)]
    territory: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=200)]
    ends: MomentOrNone = None
    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=50, max_length=20_000)]


class Consent(Schema):
    """An author's yes to the text that they read: its hash says which one that was."""

    terms: RowKey
    hash: Annotated[str, Field(min_length=64, max_length=64)]
    agreed: bool

    @model_validator(mode="after")
    def _said_yes(self) -> Self:
        if not self.agreed:
            raise ValueError(_("Tick the box to give your permission."))
        return self


class UseDraft(Schema):
    """What is made of an entry, and the terms under which."""

    terms: RowKey
    what: Annotated[str, BeforeValidator(one_line), Field(min_length=5, max_length=300)]


class AgreementDraft(Schema):
    """A royalty: rate, currency, on what, and the weights of the authors (fields named `weight_<member>`)."""

    rate: Rate
    currency: Currency
    basis: ShortLine
    weights: Annotated[dict[int, Annotated[int, Field(ge=1, le=10_000)]], Field(max_length=50)] = {}

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, sent: Any) -> Any:
        """Gather the fields of a form."""
        if not isinstance(sent, dict) or "weights" in sent:
            return sent
        given = {name.removeprefix("weight_"): value for name, value in sent.items() if name.startswith("weight_")}
        return sent | {"weights": given}


class SalesDraft(Schema):
    """Sales of a period, as an amount of the currency of the agreement."""

    period: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=40)]
    sales: Amount
    note: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""


class Correction(Schema):
    """What the sales of a line were in truth, and why it said otherwise."""

    sales: Amount
    note: Annotated[str, BeforeValidator(one_line), Field(min_length=5, max_length=300)]
