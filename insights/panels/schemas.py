"""What is sent to beta panels."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from contributions.schemas import Tags, clean_text, one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

MOST_ADDRESSES = 10


def web_addresses(value: Any) -> Any:
    """Read addresses of the web, one a line. Raises ValueError."""
    lines = [line.strip() for line in clean_text(value).split("\n")] if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(_("Give one address a line, such as https://example.org/build.zip."))
    found = [line for line in lines if line]
    for line in found:
        parts = urlsplit(line)
        if parts.scheme not in {"http", "https"} or not parts.hostname or any(map(str.isspace, line)):
            raise ValueError(_("Give one address a line, such as https://example.org/build.zip."))
    if len(found) > MOST_ADDRESSES or any(len(line) > 500 for line in found):
        raise ValueError(_("Give at most ten addresses of 500 characters each."))
    return found


Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
KeyOrNone = Annotated[Key | None, BeforeValidator(lambda given: given or None)]
Count = Annotated[int, BeforeValidator(lambda given: given or 0), Field(ge=0, le=1_000_000)]
Text = Annotated[str, BeforeValidator(clean_text), Field(min_length=10, max_length=5000)]


class PanelDraft(Schema):
    """A panel, and who fits it."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=50)]
    purpose: Annotated[str, BeforeValidator(clean_text), Field(min_length=10, max_length=500)]
    product: KeyOrNone = None
    ranking: Literal["lead", "rising"] = "lead"
    tags: Tags = []
    least_partners: Count = 0
    least_posts: Count = 0
    owners_only: bool = False
    stage: Literal["", "need", "information", "evaluation", "purchase", "after"] = ""
    terms: Text

    @model_validator(mode="after")
    def _names_what_is_owned(self) -> "PanelDraft":
        if (self.owners_only or self.stage) and self.product is None:
            raise ValueError(_("Choose the product that those who fit own or want to buy."))
        return self


class TermsDraft(Schema):
    """A new version of the terms."""

    terms: Text


class Invitation(Schema):
    """Who is invited, and whether to the core."""

    member: Key
    core: bool = False


class Reply(Schema):
    """What an invited member says to the terms that they were shown."""

    accept: Literal["yes", "no"]
    terms: Key


class ItemDraft(Schema):
    """A build, or something to look at."""

    kind: Literal["build", "document"] = "build"
    title: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=100)]
    version: Annotated[str, BeforeValidator(one_line), Field(max_length=40)] = ""
    notes: Text
    addresses: Annotated[list[str], BeforeValidator(web_addresses)] = []
    terms: Text
    core_only: bool = False


class ReportDraft(Schema):
    """What a panellist found."""

    item: KeyOrNone = None
    kind: Literal["bug", "usefulness"]
    severity: Literal["low", "middle", "high"]
    title: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=120)]
    body: Text


class Move(Schema):
    """What becomes of a report."""

    status: Literal["confirmed", "rejected", "shipped"]


class LeakDraft(Schema):
    """Where something was seen that is not to be there."""

    seen_at: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=500)]
    words: Text
