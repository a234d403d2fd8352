"""What may be sent about mail."""

from typing import Literal

from core.forms import Schema

Together = Literal["daily", "weekly", "never"]
AnyPace = Literal["now", "daily", "weekly", "never"]


class MailChoices(Schema):
    """How soon each kind of news comes by mail; a kind that is not sent stays as it usually is."""

    own: AnyPace | None = None
    mention: AnyPace | None = None
    decided: AnyPace | None = None
    followed: AnyPace | None = None
    accepted: AnyPace | None = None
    offer: AnyPace | None = None
    starter: AnyPace | None = None
    community: Together | None = None
    escalation: AnyPace | None = None
    insights: Literal["weekly", "never"] | None = None
    offers: bool = False

    def paces(self) -> dict[str, str]:
        """Return what was chosen, by kind."""
        return self.model_dump(exclude={"offers"}, exclude_none=True)
