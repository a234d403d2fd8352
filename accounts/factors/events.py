"""What is logged about second factors. No event holds a code, a secret or a key."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class FactorChanged(Event):
    """A second factor came or went; `factor` is app, codes, passkey, device or all, `deed` added, removed or used."""

    member_id: int
    factor: str
    deed: str
