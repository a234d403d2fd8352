"""What may be sent about duplicates."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from contributions.schemas import one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

NAMED = re.compile(r"(?:^|/questions/)([0-9]{1,18})(?:[/?#].*)?\Z")


def read_question(value: Any) -> Any:
    """Read which question is meant: its number, or an address of it."""
    found = NAMED.search(one_line(value)[:2000]) if isinstance(value, str) else None
    if isinstance(value, str) and not found:
        raise ValueError(_("Paste the address of a question, such as the one in your browser when you read it."))
    return int(found[1]) if found else value


class Original(Schema):
    """Which question was asked before: its number or its address."""

    of: Annotated[int, Field(ge=1, le=LARGEST_KEY), BeforeValidator(read_question)]
