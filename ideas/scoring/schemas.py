"""What may be sent about the worth of ideas."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from contributions.schemas import one_line
from core.database import LARGEST_KEY
from core.forms import Schema

CRITERIA = ("novelty", "value", "feasibility", "elaboration")
Rating = Annotated[int, Field(ge=1, le=7)]


def whole(value: Any) -> Any:
    """Read a whole number from a field."""
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else value


Whole = BeforeValidator(whole)


class Estimate(Schema):
    """Reach in people a quarter, impact and confidence in percent, effort in person months, ease from 1 to 10."""

    reach: Annotated[int, Field(ge=0, le=1_000_000_000)]
    impact: Annotated[Literal[25, 50, 100, 200, 300], Whole]
    confidence: Annotated[int, Field(ge=0, le=100)]
    effort: Annotated[Decimal, Field(ge=Decimal("0.1"), le=1000, decimal_places=1)]
    ease: Annotated[int, Field(ge=1, le=10)]


class Ratings(Schema):
    """What one of the jury gives an idea on each criterion."""

    novelty: Rating
    value: Rating
    feasibility: Rating
    elaboration: Rating


class NewScreening(Schema):
    """A bag of lemons: over which ideas, and how many lemons each judge has."""

    title: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=100)]
    budget: Annotated[int, Field(ge=1, le=100)]
    area: Annotated[int | None, Field(ge=1, le=LARGEST_KEY), BeforeValidator(lambda value: value or None)] = None
