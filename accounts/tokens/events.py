"""What is logged of tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """A member made a token with which programs act for them."""

    member_id: int
    token_id: int
    scopes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TokensEnded(Event):
    """Tokens of a member are worthless from now on; `why` is revoked, password, suspended or disabled."""

    member_id: int
    count: int
    why: str
