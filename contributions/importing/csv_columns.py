"""What the columns of a CSV mean: by their names, or by a mapping file; and what their cells become."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contributions.importing.times import moment
from core.errors import Refused

# Other words for the fields of an archive, as they stand above columns.
WORDS = {
    "author": ("user", "user name", "username", "posted by", "asked by", "creator", "member", "owner", "from"),
    "body": ("text", "content", "message", "description", "details", "answer", "comment", "post"),
    "title": ("subject", "summary", "question title", "headline", "topic", "idea"),
    "created": ("date", "created at", "creation date", "posted", "posted at", "time", "timestamp"),
    "edited": ("updated", "updated at", "modified"),
    "joined": ("registered", "registered at", "member since"),
    "score": ("votes", "points", "upvotes"),
    "views": ("view count", "views count"),
    "tags": ("keywords", "labels"),
    "space": ("category", "forum", "board"),
    "email": ("mail", "e mail", "email address"),
    "accepted": ("is accepted", "solution", "is solution"),
    "question": ("question id", "parent", "parent id"),
    "on": ("on id", "post id"),
    "address": ("url", "link", "path", "permalink"),
}
MEANT = {word: name for name, words in WORDS.items() for word in (name, *words)}
KINDS = ("member", "space", "question", "answer", "comment", "discussion", "idea", "vote", "follow")
FILES = {kind: kind for kind in KINDS} | {f"{kind}s": kind for kind in KINDS}
FILES |= {"users": "member", "people": "member", "categories": "space", "topics": "discussion", "replies": "answer"}
# In a table of members or spaces some words mean something else.
OF_KIND = {
    "member": {"user": "name", "username": "name", "user name": "name", "description": "about", "created": "joined"},
    "space": {"title": "name", "category": "name", "description": "description"},
}
NUMBERS = frozenset({"score", "views", "position", "value"})
TIMES = frozenset({"created", "edited", "joined", "confirmed", "accepted_at", "status_changed", "since"})
TRUTHS = frozenset({"accepted", "official", "active", "valid"})
LISTS = frozenset({"tags", "roles"})
TRUE, FALSE = {"true", "yes", "y", "1", "x"}, {"false", "no", "n", "0"}


class Meaning(BaseModel):
    """What a mapping file says of one file."""

    model_config = ConfigDict(extra="forbid")

    type: str | None = None
    columns: dict[str, str | None] = {}
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str | None = None


def read_mapping(path: Path | None) -> dict[str, Meaning]:
    """Return what a mapping file says, by the names of files without their endings. Raises Refused."""
    if path is None:
        return {}
    try:
        found = orjson.loads(path.read_bytes())
        return {name.lower(): Meaning.model_validate(said) for name, said in found.items()}
    except (OSError, orjson.JSONDecodeError, AttributeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise Refused(f"{path} is not a mapping ({reason}); docs/importing.md shows one") from None


def kind_of(path: Path, meaning: Meaning) -> str | None:
    """Return the type of line that the rows of a file are, where its name or the mapping says it."""
    return meaning.type or FILES.get(path.stem.lower())


def fields_of(header: Sequence[str], kind: str | None, meaning: Meaning) -> list[str | None]:
    """Return the field that each column stands for; None for one that is left out. Raises Refused for two alike."""
    own = OF_KIND.get(kind or "", {})
    fields: list[str | None] = []
    for name in header:
        plain = re.sub(r"[\W_]+", " ", name).strip().lower()
        told = meaning.columns.get(name.strip(), own.get(plain, MEANT.get(plain, name.strip().lower() or None)))
        fields.append(told)
    twice = next((field for field in fields if field and fields.count(field) > 1), None)
    if twice:
        raise Refused(f"two columns mean {twice!r}; say with --mapping which one is to be read")
    return fields


def values_of(fields: Sequence[str | None], cells: Sequence[str]) -> dict[str, Any]:
    """Return the cells as the values of fields; what cannot be one stays text, for the check to tell."""
    pairs = zip(fields, cells, strict=False)
    return {field: _value(field, cell.strip()) for field, cell in pairs if field and cell.strip()}


def _value(field: str, text: str) -> Any:
    if field in NUMBERS and re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    if field in TIMES:
        return moment(text)
    if field in TRUTHS and text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    if field in LISTS:
        return [part.strip() for part in re.split(r"[,;|]", text.strip("[]")) if part.strip()]
    return text


def names_of(values: Mapping[str, Any]) -> list[str]:
    """Return the words by which others may mean a member: the id, the name, the address."""
    return [str(values[name]).casefold() for name in ("id", "name", "email") if values.get(name)]
