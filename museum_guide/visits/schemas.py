"""What visitors may send about their visit."""

from typing import Annotated, Literal

from pydantic import Field

from accounts.schemas import Address
from core.forms import Schema


class Choices(Schema):
    """How somebody likes to visit: the language, how much is told at once, and ways without steps."""

    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", max_length=35)]
    depth: Literal["label", "story", "scholar"] = "label"
    step_free: bool = False


class LetterDraft(Schema):
    """Where the link to a visit goes."""

    email: Address


class Ending(Schema):
    """Whether a visit that ends is to be forgotten as well."""

    erase: bool = False
