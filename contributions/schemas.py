"""What may be sent about contributions, by form and by program."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _

LONGEST_BODY = 50_000
MOST_TAGS = 6
TAG = re.compile(r"[^\W_](?:[\w.+#-]*[\w+#])?\Z")


def clean_text(value: Any) -> Any:
    """Put line ends in order and take out characters that no text needs, such as null bytes."""
    if not isinstance(value, str):
        return value
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in unified if letter in "\n\t" or unicodedata.category(letter) != "Cc")


def one_line(value: Any) -> Any:
    """Put a text on one line."""
    cleaned = clean_text(value)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


def tag_names(value: Any) -> Any:
    """Read tags from a field, parted by commas or spaces, or from a list; folded, and each once."""
    parts = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(_("Give tags as words, with commas between them."))
    names = list(dict.fromkeys(fold_tag(part) for part in parts if part.strip()))
    if len(names) > MOST_TAGS:
        raise ValueError(_("Give at most %(count)s tags.", count=MOST_TAGS))
    for name in names:
        if len(name) > 35 or not TAG.match(name):
            raise ValueError(_("“%(tag)s” cannot be a tag: use letters, digits and hyphens.", tag=name[:40]))
    return names


def fold_tag(name: str) -> str:
    """Return the form in which a tag is kept; the sign before a hashtag goes, the one at the end of c# stays."""
    return unicodedata.normalize("NFKC", name).casefold().strip().strip("[]").lstrip("#")


Title = Annotated[str, BeforeValidator(one_line), Field(min_length=10, max_length=200)]
Body = Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=LONGEST_BODY)]
Line = Annotated[str, BeforeValidator(one_line), Field(max_length=300)]
Revision = Annotated[int, Field(ge=0, le=LARGEST_KEY)]
RowKey = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
# When the form was opened, signed; see moderation/speed.py.
Stamp = Annotated[str, BeforeValidator(one_line), Field(max_length=200)]
Tags = Annotated[list[str], BeforeValidator(tag_names)]


class ThreadDraft(Schema):
    """A new thread."""

    title: Title
    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=20, max_length=LONGEST_BODY)]
    space: RowKey
    tags: Tags = []
    begun: Stamp = ""


Problem = Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)]


class CommentDraft(Schema):
    """A new comment."""

    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=2, max_length=5000)]
    begun: Stamp = ""


class ThreadEdit(Schema):
    """New words for a contribution that opens a thread. `revision` is the number that the editor began from.

    A `problem` of None leaves as it is what a kind that states one says.
    """

    title: Title
    body: Body
    problem: Problem | None = None
    tags: Tags = []
    comment: Line = ""
    revision: Revision = 0


class ReplyEdit(Schema):
    """New words for an answer or a comment."""

    body: Body
    comment: Line = ""
    revision: Revision = 0


class Ballot(Schema):
    """A vote: 1 up, -1 down, 0 taken back."""

    value: Annotated[int, Field(ge=-1, le=1)]


class Reason(Schema):
    """Why something was taken down."""

    reason: Line = ""


class SavedDraft(Schema):
    """What stands in a form that is not yet sent; of an edit, also the revision that it began from."""

    title: Annotated[str, BeforeValidator(clean_text), Field(max_length=1000)] = ""
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_BODY)] = ""
    tags: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    space: Annotated[str, Field(max_length=20)] = ""
    area: Annotated[str, Field(max_length=20)] = ""
    problem: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_BODY)] = ""
    parents: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    origin: Annotated[str, Field(max_length=20)] = ""
    version: Annotated[str, Field(max_length=20)] = ""
    revision: Annotated[str, Field(max_length=20)] = ""
