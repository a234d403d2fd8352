"""The fields that every contribution has in an archive, whatever its kind."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from accounts.archive import MarkName
from core.archive.lines import Count, Id, Line, Moment, Number, Reference

WRITER = {"author": Reference("member"), "state_by": Reference("member")}
SPACE = Reference("space")
CONTRIBUTION = Reference("contribution")
LONGEST_TITLE = 1000
Tags = list[Annotated[str, Field(max_length=60)]]


class ContributionLine(Line):
    """What every contribution has. Without `author_roles` the author had the roles then that they have now."""

    id: Id
    author: Id | None = None
    body: str = ""
    created: Moment
    edited: Moment | None = None
    score: Number = 0
    language: Annotated[str, Field(max_length=35)] | None = None
    state: Literal["published", "deleted", "hidden", "held"] = "published"
    state_by: Id | None = None
    state_reason: str = ""
    author_roles: list[MarkName] | None = None
    references: ClassVar[dict[str, Reference]] = WRITER

    def moment(self) -> datetime | None:
        """Return when it was written."""
        return self.created

    def parent(self) -> str | None:
        """Return the id of what it stands under; None for what opens a thread."""
        return None


class ThreadLine(ContributionLine):
    """What opens a thread."""

    title: Annotated[str, Field(max_length=LONGEST_TITLE)]
    space: Id | None = None
    tags: Tags = []
    views: Count = 0
    references: ClassVar = {**WRITER, "space": SPACE}


class CommentLine(ContributionLine):
    """A comment on any contribution."""

    type: Literal["comment"]
    on: Id
    references: ClassVar = {**WRITER, "on": CONTRIBUTION}

    def parent(self) -> str | None:
        """Return what it is a comment on."""
        return self.on


class VoteLine(Line):
    """A vote. Known by its id where it has one, and by who voted on what."""

    type: Literal["vote"]
    id: Id | None = None
    on: Id
    by: Id
    value: Literal[1, -1]
    created: Moment
    origin: Annotated[str, Field(min_length=1, max_length=20)] = "archive"
    valid: bool = True
    reason: str | None = None
    references: ClassVar = {"on": CONTRIBUTION, "by": Reference("member")}

    def moment(self) -> datetime | None:
        """Return when the vote was cast."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of contribution and member."""
        yield "vote of", f"{self.on}\0{self.by}", f"{self.by!r} has voted on {self.on!r}"


class FollowLine(Line):
    """A member who follows a thread."""

    type: Literal["follow"]
    on: Id
    by: Id
    since: Moment | None = None
    references: ClassVar = {"on": CONTRIBUTION, "by": Reference("member")}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of thread and member."""
        yield "follow of", f"{self.on}\0{self.by}", f"{self.by!r} follows {self.on!r}"


class RevisionLine(Line):
    """What a contribution said at one time."""

    type: Literal["revision"]
    on: Id
    number: Annotated[int, Field(ge=1, le=1_000_000_000)]
    title: Annotated[str, Field(max_length=LONGEST_TITLE)] | None = None
    body: str = ""
    problem: str = ""
    tags: Tags = []
    editor: Id | None = None
    comment: str = ""
    created: Moment
    references: ClassVar = {"on": CONTRIBUTION, "editor": Reference("member")}

    def moment(self) -> datetime | None:
        """Return when it was written."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of contribution and number."""
        yield "revision of", f"{self.on}\0{self.number}", f"revision {self.number} of {self.on!r} is there"


def parents_of(lines: Any) -> list[str]:
    """Return the ids of what these lines stand under."""
    return [parent for line in lines if (parent := line.parent()) is not None]
