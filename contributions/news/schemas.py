"""What may be sent about mail."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from core.forms import Schema
from core.translation import gettext as _
from core.translation import languages

Together = Literal["daily", "weekly", "never"]
AnyPace = Literal["now", "daily", "weekly", "never"]


def _spoken(language: str) -> str:
    if language and language not in languages():
        raise ValueError(_("Please choose one."))
    return language


class MailChoices(Schema):
    """How soon each kind of news comes by mail; a kind that is not sent stays as it usually is."""

    own: AnyPace | None = None
    mention: AnyPace | None = None
    followed: AnyPace | None = None
    accepted: AnyPace | None = None
    offer: AnyPace | None = None
    starter: AnyPace | None = None
    community: Together | None = None
    escalation: AnyPace | None = None
    language: Annotated[str, AfterValidator(_spoken)] = ""
    offers: bool = False

    def paces(self) -> dict[str, str]:
        """Return what was chosen, by kind."""
        return self.model_dump(exclude={"language", "offers"}, exclude_none=True)
