"""What may be sent about knowledge pages."""

from typing import Literal

from contributions.schemas import Body, Line, Revision, Title
from core.forms import Schema


class SuggestedEdit(Schema):
    """New words for a page, and why."""

    title: Title
    body: Body
    comment: Line = ""


class Decision(Schema):
    """What shall become of a suggestion; `revision` is the number of the wording that it was compared with."""

    decision: Literal["accept", "decline", "withdraw"]
    words: Line = ""
    revision: Revision = 0
