"""Where ideas come from, and whose they are, as lines of an archive: remixes, co-authors, origins and changes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.reactions import Pair, known_pairs
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Count, Id, Line, Moment, Reference
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.models import CoAuthor, Idea, IdeaParent
from ideas.versions.models import AreaVersion, ChangeRequest
from ideas.writing.models import IdeaOrigin

IDEA, ANY, VERSION = Reference("contribution", ("idea",)), Reference("contribution"), Reference("area version")
YOUNGER = "parents that are younger than their remix, left out"


class RemixLine(Line):
    """An idea that another one was mixed from; `of` came before `idea` in its archive."""

    type: Literal["remix"]
    idea: Id
    of: Id
    position: Count = 0
    references: ClassVar = {"idea": IDEA, "of": IDEA}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of ideas."""
        yield "remix of", f"{self.idea}\0{self.of}", f"{self.idea!r} is mixed from {self.of!r}"


class CoAuthorLine(Line):
    """A member who has an idea together with its author, or was asked to and has not answered."""

    type: Literal["coauthor"]
    idea: Id
    by: Id
    asked: Moment
    asked_by: Id | None = None
    accepted: Moment | None = None
    references: ClassVar = {"idea": IDEA, "by": Reference("member"), "asked_by": Reference("member")}

    def moment(self) -> datetime | None:
        """Return when the member was asked."""
        return self.asked

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of idea and member."""
        yield "coauthor of", f"{self.idea}\0{self.by}", f"{self.by!r} has {self.idea!r} together with its author"


class OriginLine(Line):
    """The post from which an idea was drawn, with its words of that time."""

    type: Literal["idea_origin"]
    idea: Id
    of: Id
    quote: str = ""
    references: ClassVar = {"idea": IDEA, "of": ANY}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the idea."""
        yield "origin of", self.idea, f"{self.idea!r} was drawn from something"


class ChangeLine(Line):
    """An idea that asks for a change of a version, and the version into which that went."""

    type: Literal["change_request"]
    idea: Id
    of: Id
    into: Id | None = None
    decision: Literal["open", "accepted", "declined"] = "open"
    reason: Annotated[str, Field(max_length=5000)] = ""
    decided: Moment | None = None
    decided_by: Id | None = None
    references: ClassVar = {"idea": IDEA, "of": VERSION, "into": VERSION, "decided_by": Reference("member")}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the idea."""
        yield "change asked by", self.idea, f"{self.idea!r} asks for a change"


def _pairs(batch: Batch, field: str, family: str) -> list[Pair | None]:
    ideas, others = batch.ids("contribution", batch.column("idea")), batch.ids(family, batch.column(field))
    return [
        (ideas[line.idea], others[getattr(line, field)])
        if line.idea in ideas and getattr(line, field) in others
        else None
        for line in batch.lines
    ]


def _known_remixes(batch: Batch) -> set[int]:
    pairs = _pairs(batch, "of", "contribution")
    younger = {place for place, pair in enumerate(pairs) if pair is not None and pair[1] >= pair[0]}
    batch.report.notes[YOUNGER] += len(younger)
    return younger | known_pairs(IdeaParent.child_id, IdeaParent.parent_id, pairs)


def _add_remixes(batch: Batch) -> None:
    rows = [
        {"child_id": pair[0], "parent_id": pair[1], "position": line.position}
        for line, pair in zip(batch.lines, _pairs(batch, "of", "contribution"), strict=True)
        if pair is not None
    ]
    insert_rows(IdeaParent, rows)


def _add_coauthors(batch: Batch) -> None:
    asking = batch.ids("member", batch.column("asked_by"))
    rows = [
        {
            "idea_id": pair[0],
            "member_id": pair[1],
            "asked_by_id": asking.get(line.asked_by),
            "asked_at": line.asked,
            "accepted_at": line.accepted,
        }
        for line, pair in zip(batch.lines, _pairs(batch, "by", "member"), strict=True)
        if pair is not None
    ]
    insert_rows(CoAuthor, rows)


def _add_origins(batch: Batch) -> None:
    rows = [
        {"idea_id": pair[0], "contribution_id": pair[1], "quote": line.quote}
        for line, pair in zip(batch.lines, _pairs(batch, "of", "contribution"), strict=True)
        if pair is not None
    ]
    insert_rows(IdeaOrigin, rows)


def _add_changes(batch: Batch) -> None:
    into, people = batch.ids("area version", batch.column("into")), batch.ids("member", batch.column("decided_by"))
    rows = [
        {
            "idea_id": pair[0],
            "of_id": pair[1],
            "into_id": into.get(line.into),
            "decision": line.decision,
            "reason": line.reason,
            "decided_at": line.decided,
            "decided_by_id": people.get(line.decided_by),
        }
        for line, pair in zip(batch.lines, _pairs(batch, "of", "area version"), strict=True)
        if pair is not None
    ]
    insert_rows(ChangeRequest, rows)


def _rows(model: Any, idea: Any, *then: Any) -> Iterator[list[Any]]:
    """Yield the rows of a table by pages of the ideas that they are about, in the order of these."""
    own: Any = Idea.__table__
    for ideas in pages_of_rows(select(own.c.id), own.c.id):
        within = idea.between(ideas[0].id, ideas[-1].id)
        yield list(db.session.execute(select(*model.__table__.c).where(within).order_by(idea, *then)))


def _export_remixes() -> Iterator[RemixLine]:
    named = PublicIds(Contribution)
    for rows in _rows(IdeaParent, IdeaParent.child_id, IdeaParent.position, IdeaParent.parent_id):
        keys = named.of(key for row in rows for key in (row.child_id, row.parent_id))
        for row in rows:
            idea, parent = keys[row.child_id], keys[row.parent_id]
            yield RemixLine.model_construct(type="remix", idea=idea, of=parent, position=row.position)


def _export_coauthors() -> Iterator[CoAuthorLine]:
    named, members = PublicIds(Contribution), PublicIds(Member)
    for rows in _rows(CoAuthor, CoAuthor.idea_id, CoAuthor.asked_at, CoAuthor.member_id):
        keys = named.of(row.idea_id for row in rows)
        people = members.of(key for row in rows for key in (row.member_id, row.asked_by_id))
        for row in rows:
            yield CoAuthorLine.model_construct(
                type="coauthor",
                idea=keys[row.idea_id],
                by=people[row.member_id],
                asked=row.asked_at,
                asked_by=people.get(row.asked_by_id),
                accepted=row.accepted_at,
            )


def _export_origins() -> Iterator[OriginLine]:
    named = PublicIds(Contribution)
    for rows in _rows(IdeaOrigin, IdeaOrigin.idea_id):
        keys = named.of(key for row in rows for key in (row.idea_id, row.contribution_id))
        for row in rows:
            idea, origin = keys[row.idea_id], keys[row.contribution_id]
            yield OriginLine.model_construct(type="idea_origin", idea=idea, of=origin, quote=row.quote)


def _export_changes() -> Iterator[ChangeLine]:
    named, versions, members = PublicIds(Contribution), PublicIds(AreaVersion), PublicIds(Member)
    for rows in _rows(ChangeRequest, ChangeRequest.idea_id):
        keys, people = named.of(row.idea_id for row in rows), members.of(row.decided_by_id for row in rows)
        which = versions.of(key for row in rows for key in (row.of_id, row.into_id))
        for row in rows:
            yield ChangeLine.model_construct(
                type="change_request",
                idea=keys[row.idea_id],
                of=which[row.of_id],
                into=which.get(row.into_id),
                decision=row.decision,
                reason=row.reason,
                decided=row.decided_at,
                decided_by=people.get(row.decided_by_id),
            )


def _known_coauthors(batch: Batch) -> set[int]:
    return known_pairs(CoAuthor.idea_id, CoAuthor.member_id, _pairs(batch, "by", "member"))


def _known_origins(batch: Batch) -> set[int]:
    return known_pairs(IdeaOrigin.idea_id, IdeaOrigin.contribution_id, _pairs(batch, "of", "contribution"))


def _known_changes(batch: Batch) -> set[int]:
    return known_pairs(ChangeRequest.idea_id, ChangeRequest.of_id, _pairs(batch, "of", "area version"))


def register_archive(app: Flask) -> None:
    """Make the lines of this folder known."""
    add_record_types(
        app,
        RecordType(RemixLine, 76, "ideas", _known_remixes, _add_remixes, _export_remixes),
        RecordType(CoAuthorLine, 77, "ideas", _known_coauthors, _add_coauthors, _export_coauthors),
        RecordType(ChangeLine, 78, "ideas", _known_changes, _add_changes, _export_changes),
        RecordType(OriginLine, 79, "ideas", _known_origins, _add_origins, _export_origins),
    )
