"""What those who keep a museum may send about tours, and what visitors say of their time."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from contributions.schemas import clean_text, one_line
from core.forms import Schema
from museum_guide.artefacts.schemas import a_tag

SHORTEST, LONGEST = 10, 240


class TourDraft(Schema):
    """A tour without its stops."""

    title: Annotated[str, AfterValidator(one_line), Field(min_length=3, max_length=200)]
    summary: Annotated[str, AfterValidator(one_line), Field(max_length=500)] = ""
    language: Annotated[str, AfterValidator(a_tag), Field(max_length=35)]
    published: bool = False


class StopDraft(Schema):
    """What is said at a stop."""

    note: Annotated[str, AfterValidator(clean_text), Field(max_length=10_000)] = ""
    silent: bool = False


class NewStop(Schema):
    """An artefact at which a tour stops, by the number on its label."""

    number: Annotated[str, Field(min_length=1, max_length=12)]


class StopMove(Schema):
    """Where a stop goes."""

    to: Literal["up", "down", "away"]


class TimeBudget(Schema):
    """How many minutes somebody has."""

    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST)] = 40
