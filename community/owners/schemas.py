"""What may be sent about owning a product."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from community.products.schemas import Day
from contributions.schemas import clean_text, one_line
from core.forms import Schema
from core.translation import gettext as _


class ClaimDraft(Schema):
    """A claim to own a product: with a code, or with words that staff can check."""

    code: Annotated[str, BeforeValidator(one_line), Field(max_length=64)] = ""
    proof: Annotated[str, BeforeValidator(one_line), Field(max_length=200)] = ""
    bought: Day = None

    @model_validator(mode="after")
    def _proven_somehow(self) -> "ClaimDraft":
        if not self.code and not self.proof:
            raise ValueError(_("Give the code, or say how staff can see that you bought it."))
        return self


class OwnerChoices(Schema):
    """What an owner wishes."""

    shown: bool = False
    helps: bool = False
    takes_pack: bool = False


class CodeList(Schema):
    """Codes of one product, one a line; where a line is CSV its first cell counts."""

    codes: Annotated[str, BeforeValidator(clean_text), Field(max_length=100_000)] = ""


class ClaimVerdict(Schema):
    """What staff says of a claim."""

    verdict: Literal["verify", "refuse"]
