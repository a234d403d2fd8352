"""Questions, answers, discussions and duplicates as lines of an archive."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self, cast

from flask import Flask
from pydantic import Field, model_validator
from sqlalchemy import Table, bindparam, select, update

from accounts.models import Member
from community.counters import recount_questions
from community.duplicates.chains import settle
from community.duplicates.storing import add_merges
from community.models import Answer, DuplicateLink, Question
from community.products.archive import PRODUCT, name_products
from contributions.archive.exporting import exported, thread_type
from contributions.archive.lines import CONTRIBUTION, SPACE, WRITER, ContributionLine, ThreadLine
from contributions.archive.reactions import known_pairs
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution
from contributions.products.models import Product, ProductThread
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import Family, RecordType, add_record_types, after_import
from core.archive.rows import pages_of_rows
from core.database import db, unit_of_work

MEMBER = Reference("member")


class QuestionLine(ThreadLine):
    """A question, and the product that it names."""

    type: Literal["question"]
    product: Id | None = None
    references: ClassVar = {**WRITER, "space": SPACE, "product": PRODUCT}


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
    """Says that one contribution (`is`) asks what another (`of`) asked before; `merged` that its posts moved there."""

    type: Literal["duplicate"]
    id: Id | None = None
    of: Id
    is_: Annotated[Id, Field(alias="is")]
    created: Moment
    by: Id | None = None
    said: Literal["confirmed", "objected"] | None = None
    merged: Moment | None = None
    merged_by: Id | None = None
    references: ClassVar = {"of": CONTRIBUTION, "is_": CONTRIBUTION, "by": MEMBER, "merged_by": MEMBER}

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


def _add_threads(batch: Batch) -> None:
    add_contributions(batch)


def _add_questions(batch: Batch) -> None:
    keys = add_contributions(batch)
    insert_rows(Question, [{"id": key} for key in keys.values()])
    products = batch.ids("product", batch.column("product"))
    name_products([(keys[key_of(line)], products[line.product]) for line in batch.lines if line.product])


def _products(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the products that questions among these name."""
    named = select(ProductThread.thread_id, ProductThread.product_id).where(ProductThread.thread_id.in_(ids))
    rows = db.session.execute(named).all()
    products = PublicIds(Product).of(row.product_id for row in rows) if rows else {}
    return {row.thread_id: {"product": products[row.product_id]} for row in rows}


def _add_answers(batch: Batch) -> None:
    keys = add_contributions(batch)
    insert_rows(Answer, [{"id": key} for key in keys.values()])
    questions = batch.ids("contribution", batch.column("question"))
    _choose(batch, "accepted", keys, questions)
    _choose(batch, "official", keys, questions)


def _choose(batch: Batch, what: str, keys: dict[str, int], questions: dict[str, int]) -> None:
    """Name the accepted or official answers of questions that have none yet."""
    chosen = [line for line in batch.lines if getattr(line, what)]
    people = batch.ids("member", [getattr(line, f"{what}_by") for line in chosen])
    rows = [
        {
            "question": questions[line.question],
            "answer": keys[key_of(line)],
            "chosen_at": getattr(line, f"{what}_at"),
            "chosen_by": people.get(getattr(line, f"{what}_by")),
        }
        for line in chosen
    ]
    table = cast("Table", Question.__table__)
    statement = (
        update(table)
        .where(table.c.id == bindparam("question"), table.c[f"{what}_answer_id"].is_(None))
        .values(
            {
                f"{what}_answer_id": bindparam("answer"),
                f"{what}_at": bindparam("chosen_at"),
                f"{what}_by_id": bindparam("chosen_by"),
            }
        )
    )
    if rows:
        db.session.connection().execute(statement, rows)


def _choices(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what is special about accepted and official answers among these."""
    found: dict[int, dict[str, Any]] = {}
    for what in ("accepted", "official"):
        answer, at, by = (getattr(Question, f"{what}_{part}") for part in ("answer_id", "at", "by_id"))
        rows = db.session.execute(select(answer, at, by).where(answer.in_(ids))).all()
        people = PublicIds(Member).of(row[2] for row in rows) if rows else {}
        for key, moment, person in rows:
            chosen = {what: True, f"{what}_at": moment, f"{what}_by": people.get(person)}
            found[key] = found.get(key, {}) | chosen
    return found


def _pairs(batch: Batch) -> list[tuple[int, int] | None]:
    found = batch.ids("contribution", [*batch.column("is_"), *batch.column("of")])
    return [
        (found[line.is_], found[line.of]) if line.is_ in found and line.of in found else None for line in batch.lines
    ]


def _known_duplicates(batch: Batch) -> set[int]:
    there = known_pairs(DuplicateLink.question_id, DuplicateLink.original_id, _pairs(batch))
    return known_by_id("duplicate", batch) | there


def _add_duplicates(batch: Batch) -> None:
    keys, people = reserve_ids(DuplicateLink, len(batch.lines)), _people(batch)
    free = _unmarked(batch)
    rows = [
        {
            "id": key,
            "question_id": pair[0],
            "original_id": pair[1],
            "created_at": line.created,
            "marked_by_id": people.get(line.by) if place in free else None,
            "said": line.said,
            "source": batch.source.name if line.id else None,
            "source_key": line.id,
        }
        for place, (key, line, pair) in enumerate(zip(keys, batch.lines, _pairs(batch), strict=True))
        if pair is not None
    ]
    insert_rows(DuplicateLink, rows)
    add_merges(
        (pair, line.merged, people.get(line.merged_by)) for line, pair in zip(batch.lines, _pairs(batch), strict=True)
    )


def _people(batch: Batch) -> dict[str, int]:
    return batch.ids("member", [key for line in batch.lines for key in (line.by, line.merged_by)])


def _unmarked(batch: Batch) -> set[int]:
    """Return the places of lines whose question nobody has marked yet: of its marks, one at most is somebody's."""
    pairs = _pairs(batch)
    marked = DuplicateLink.marked_by_id.is_not(None)
    asked = [pair[0] for pair in pairs if pair is not None]
    taken = set(
        db.session.scalars(select(DuplicateLink.question_id).where(marked, DuplicateLink.question_id.in_(asked)))
    )
    free: set[int] = set()
    for place, (line, pair) in enumerate(zip(batch.lines, pairs, strict=True)):
        if pair is not None and line.by and pair[0] not in taken:
            taken.add(pair[0])
            free.add(place)
    return free


def _export_duplicates() -> Iterator[DuplicateLine]:
    named, contributions, members = PublicIds(DuplicateLink), PublicIds(Contribution), PublicIds(Member)
    link: Any = DuplicateLink.__table__
    merge = (ThreadMerge.source_id == link.c.question_id) & (ThreadMerge.target_id == link.c.original_id)
    statement = select(*link.c, ThreadMerge.merged_at, ThreadMerge.merged_by_id).outerjoin(ThreadMerge, merge)
    for rows in pages_of_rows(statement, DuplicateLink.id):
        people = members.of(key for row in rows for key in (row.marked_by_id, row.merged_by_id))
        keys = named.of(row.id for row in rows if row.source_key is not None)
        ends = contributions.of(key for row in rows for key in (row.question_id, row.original_id))
        for row in rows:
            # The field is named by a word of the language, so it cannot be passed by name.
            fields: dict[str, Any] = {"of": ends[row.original_id], "is": ends[row.question_id]}
            yield DuplicateLine.model_construct(
                type="duplicate",
                id=keys.get(row.id),
                created=row.created_at,
                by=people.get(row.marked_by_id),
                said=row.said,
                merged=row.merged_at,
                merged_by=people.get(row.merged_by_id),
                **fields,
            )


def _pin_again(_source: str | None) -> None:
    with unit_of_work():
        recount_questions()
        settle()


ANSWER_TYPE = RecordType(
    shape=AnswerLine,
    rank=60,
    file="contributions",
    known=known_contributions,
    add=_add_answers,
    export=lambda: exported(AnswerLine, "answer", above="question", details=_choices),
    family=CONTRIBUTIONS,
    markdown="body",
)
DUPLICATE_TYPE = RecordType(
    shape=DuplicateLine,
    rank=100,
    file="duplicates",
    known=_known_duplicates,
    add=_add_duplicates,
    export=_export_duplicates,
    family=Family("duplicate", DuplicateLink),
)


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        thread_type(QuestionLine, 50, _add_questions, _products),
        thread_type(DiscussionLine, 51, _add_threads),
        ANSWER_TYPE,
        DUPLICATE_TYPE,
    )
    after_import(app, _pin_again)
