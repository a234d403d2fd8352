"""What every line of an archive is made of: the base class of its shapes, and the types of its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo

from core.clock import format_time, parse_time

EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
NOT_A_TIME = "is not a time such as 2024-05-31T09:30:00Z"


def read_moment(value: Any, info: ValidationInfo) -> datetime:
    """Read an ISO 8601 time, moved by the days that the import was told to move times by."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or "T" not in value:
        raise ValueError(NOT_A_TIME)
    try:
        moment = parse_time(value) + timedelta(days=(info.context or {}).get("shift_days", 0))
    except (ValueError, OverflowError):
        raise ValueError(NOT_A_TIME) from None
    if not EARLIEST < moment < LATEST:
        raise ValueError("is not a time between the years 1000 and 9000")
    return moment


Moment = Annotated[datetime, BeforeValidator(read_moment), PlainSerializer(format_time, when_used="unless-none")]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000_000)]


@dataclass(frozen=True)
class Reference:
    """What the ids in a field stand for: the family, and where not every type of it will do, the types."""

    family: str
    types: tuple[str, ...] = ()


class Line(BaseModel):
    """One line. Subclasses name their type, their fields in the order of writing, and what the fields refer to."""

    model_config = ConfigDict(strict=True, extra="ignore", defer_build=True)
    references: ClassVar[dict[str, Reference]] = {}

    type: str
    id: str | None = None

    def moment(self) -> datetime | None:
        """Return when the thing came to be, where the line says so."""
        return None

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield what no two lines may share beside the id: its name, its value, and how to say that it is taken."""
        yield from ()

    def pointers(self) -> Iterator[tuple[str, Reference, str]]:
        """Yield the field, what it refers to, and the id, for every reference of this line."""
        for field, reference in self.references.items():
            value = getattr(self, field)
            for key in value if isinstance(value, list) else [value]:
                if key is not None:
                    yield field.rstrip("_"), reference, key if isinstance(key, str) else key.id


def key_of(line: Line) -> str:
    """Return the id of a line that has one."""
    if line.id is None:
        raise ValueError(f"a {line.type} without an id")
    return line.id
