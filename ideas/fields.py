"""Fields that forms of this room share: moments, lists of lines, and addresses of evidence."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from contributions.addresses import key_named
from contributions.schemas import RowKey, clean_text, one_line
from core.translation import gettext as _

MOST_LINES, LONGEST_LINE = 20, 200


def moment(value: Any) -> Any:
    """Read a date or a moment as ISO 8601 has them; without an offset it is UTC. Raises ValueError."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(_("Please fill this in."))
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(_("Write the date as year-month-day.")) from None
    if not 2000 <= at.year <= 2200:
        raise ValueError(_("Choose a date of this century."))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def moment_or_none(value: Any) -> Any:
    """Read a moment, or nothing where the field is empty. Raises ValueError."""
    return None if value is None or (isinstance(value, str) and not value.strip()) else moment(value)


def lines(value: Any) -> Any:
    """Read one thing on each line, or a list of them. Raises ValueError."""
    given = value.splitlines() if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(line, str) for line in given):
        raise ValueError(_("Write one thing on each line."))
    found = [line for text in given if (line := one_line(text))]
    if len(found) > MOST_LINES:
        raise ValueError(_("Give at most %(most)s lines.", most=MOST_LINES))
    if any(len(line) > LONGEST_LINE for line in found):
        raise ValueError(_("Keep every line to %(most)s characters.", most=LONGEST_LINE))
    return found


def web_address(value: Any) -> Any:
    """Read the address of a page on the web. Raises ValueError."""
    text = one_line(value)
    parts = urlsplit(text) if isinstance(text, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or "." not in parts.netloc:
        raise ValueError(_("Give the address of a page, such as https://example.org/receipt."))
    return text


def read_idea(value: Any) -> Any:
    """Read which idea is meant: its number, or an address of it; nothing stands for none."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    key = key_named(one_line(value)[:2000], "ideas")
    if key is None:
        raise ValueError(_("Paste the address of an idea, such as the one in your browser when you read it."))
    return key


Moment = Annotated[datetime, BeforeValidator(moment)]
MomentOrNone = Annotated[datetime | None, BeforeValidator(moment_or_none)]
Lines = Annotated[list[str], BeforeValidator(lines)]
Address = Annotated[str, BeforeValidator(web_address), Field(max_length=500)]
ShortLine = Annotated[str, BeforeValidator(one_line), Field(max_length=120)]
Words = Annotated[str, BeforeValidator(clean_text), Field(max_length=2000)]
IdeaNamed = Annotated[RowKey | None, BeforeValidator(read_idea)]
