"""Questions, answers, discussions and duplicates as lines of an archive."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, Self, cast

from flask import Flask
from pydantic import model_validator
from sqlalchemy import Table, bindparam, select, update

from accounts.models import Member
from community.counters import recount_questions
from community.models import Answer, DuplicateLink, Question
from contributions.archive.exporting import exported
from contributions.archive.lines import CONTRIBUTION, WRITER, ContributionLine, ThreadLine
from contributions.archive.reactions import known_pairs
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import Family, RecordType, add_record_types, after_import
from core.archive.rows import pages_of_rows
from core.database import db, unit_of_work

MEMBER = Reference("member")


class QuestionLine(ThreadLine):
    """A question."""

    type: Literal["question"]


class DiscussionLine(ThreadLine):
    """A discussion; its replies are comments."""

    type: Literal["discussion"]


class AnswerLine(ContributionLine):
    """An answer. At most one of a question is accepted, and at most one official."""

    type: Literal["answer"]
    question: Id
    accepted: bool = False
    accepted_at: Moment | None = None
    accepted_by: Id | None = None
    official: bool = False
    official_at: Moment | None = None
    official_by: Id | None = None
    references: ClassVar = {
        **WRITER,
        "question": Reference("contribution", ("question",)),
        "accepted_by": MEMBER,
        "official_by": MEMBER,
    }

    def parent(self) -> str | None:
        """Return the question."""
        return self.question

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield what only one answer of a question can be."""
        if self.accepted:
            yield "accepted", self.question, f"{self.question!r} has an accepted answer"
        if self.official:
            yield "official", self.question, f"{self.question!r} has an official answer"


class DuplicateLine(Line):
    """Says that one contribution (`is`) asks what another (`of`) asked before."""

    type: Literal["duplicate"]
    id: Id | None = None
    of: Id
    is_: Id
    created: Moment
    references: ClassVar = {"of": CONTRIBUTION, "is_": CONTRIBUTION}

    @model_validator(mode="after")
    def _not_of_itself(self) -> Self:
        if self.of == self.is_:
            raise ValueError("nothing can be a duplicate of itself")
        return self

    def moment(self) -> datetime | None:
        """Return when it was said."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair."""
        yield "duplicate of", f"{self.is_}\0{self.of}", f"{self.is_!r} is named a duplicate of {self.of!r}"
