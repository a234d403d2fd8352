"""What is logged about identities of providers. No event holds a subject, a token or an address."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class IdentityChanged(Event):
    """A way to sign in through a provider came to a member or left; `deed` is connected, joined or disconnected."""

    member_id: int
    deed: str
