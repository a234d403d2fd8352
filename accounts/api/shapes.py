"""What answers are made of: the same models describe them, check them and write them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from accounts.people import Person
from core.database import LARGEST_KEY
from core.forms import Schema
from core.paging import Cursor, Page

MOST = 100
LONGEST_CURSOR = 300
Number = Annotated[int, Field(ge=1, le=LARGEST_KEY, description="Atrium's own number, as addresses take it.")]
PublicId = Annotated[str, Field(description="The id by which archives know it: the sender's where it was imported.")]


class Answered(BaseModel):
    """The base of everything that is answered."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, defer_build=True)


Item = TypeVar("Item", bound=Answered)


class Listed(Answered, Generic[Item]):
    """One page of a list. `after` leads to the next one; it is null on the last."""

    results: list[Item]
    after: str | None = None


class Listing(Schema):
    """Which page of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
    after: Annotated[str, Field(max_length=LONGEST_CURSOR)] = ""

    def cursor(self, width: int) -> Cursor | None:
        """Return where the page begins; only onward, as no answer holds a way back. Raises CursorError."""
        return Cursor.decode(self.after, width) if self.after else None


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it. `errors` says for each field what is wrong with it."""

    type: str
    status: int
    title: str
    detail: str
    request_id: str
    errors: dict[str, str] | None = None


class MemberNamed(Answered):
    """A member beside what they did. `office` is the one they spoke from, empty for a plain member."""

    number: Number
    id: PublicId
    name: str
    office: str
    url: str


class MemberShown(Answered):
    """What a member tells of themselves, their points, and their level of trust (0 to 4)."""

    number: Number
    id: PublicId
    name: str
    office: str
    location: str
    joined: datetime
    reputation: int
    level: int
    url: str


class MemberProfile(MemberShown):
    """The public page of a member; `about` is Markdown."""

    about: str
    about_html: str


class Oneself(Answered):
    """Who the token acts for, and what it opens now."""

    member: MemberNamed
    scopes: list[str]
    unread: int


def named(shown: Person | None, ids: dict[int, str], base: str) -> MemberNamed | None:
    """Return a member beside what they did, or nothing for one who is no longer known."""
    if shown is None:
        return None
    return MemberNamed(number=shown.id, id=ids[shown.id], name=shown.name, office=shown.role, url=base + shown.url)


def onward(page: Page[Any], results: Sequence[Item]) -> dict[str, Any]:
    """Return the fields of a `Listed` of these results."""
    return {"results": list(results), "after": page.after}
