"""What staff may send about a product."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import LONGEST_BODY, RowKey, clean_text, one_line, tag_names
from core.forms import Schema
from core.translation import gettext as _


def nothing(value: Any) -> Any:
    """Read an empty field as nothing."""
    return value or None


def one_tag(value: Any) -> Any:
    """Read the one tag of a product, folded as all tags are."""
    names = tag_names(value or "")
    if len(names) > 1:
        raise ValueError(_("Give one tag."))
    return names[0] if names else ""


Day = Annotated[date | None, BeforeValidator(nothing)]


class ProductDraft(Schema):
    """What is said of a product."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=80)]
    purpose: Annotated[str, BeforeValidator(one_line), Field(min_length=10, max_length=200)]
    description: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_BODY)] = ""
    space: RowKey
    whole_space: bool = False
    tag: Annotated[str, BeforeValidator(one_tag)] = ""
    predecessor: Annotated[RowKey | None, BeforeValidator(nothing)] = None
    sold_since: Day = None
    sold_until: Day = None

    @model_validator(mode="after")
    def _sold_in_order(self) -> "ProductDraft":
        if self.sold_since and self.sold_until and self.sold_until < self.sold_since:
            raise ValueError(_("A product cannot leave the shops before it came there."))
        return self
