"""What is logged about second factors. No event holds a code, a secret or a key."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class FactorChanged(Event):
    """A second factor of a member came or went; `factor` is app, codes or passkey, `deed` added, removed or used."""

    member_id: int
    factor: str
    deed: str
