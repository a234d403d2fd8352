"""Promises with their history, and what was expected of them, as lines of an archive."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from flask import Flask
from pydantic import BaseModel as Piece
from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.exporting import thread_type
from contributions.archive.lines import ThreadLine
from contributions.archive.reactions import Pair, known_pairs
from contributions.archive.storing import add_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.roadmap.models import Expectation, Promise, PromiseMove
from ideas.roadmap.schemas import EvidenceKey, day_number

IDEA = Reference("contribution", ("idea",))
MEMBER = Reference("member")
Outcomes = Literal["open", "kept", "late", "broken", "withdrawn"]
DAYS = ("earliest", "latest", "delivered")
SAID = ("outcome", "confidence", "evidence", "evidence_url")


def read_day(value: Any, info: ValidationInfo) -> str:
    """Read a day such as 2024-05-31, moved by the days that the import was told to move times by."""
    try:
        return date.fromordinal(day_number(value) + (info.context or {}).get("shift_days", 0)).isoformat()
    except (ValueError, OverflowError):
        raise ValueError("is not a day such as 2024-05-31") from None


Day = Annotated[str, BeforeValidator(read_day)]
Percent = Annotated[int, Field(ge=1, le=99)]
Url = Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+|/\S*)?$")]


class Said(Piece):
    """What a promise said from one moment on."""

    model_config = ConfigDict(strict=True, extra="ignore")

    by: Id | None = None
    at: Moment
    outcome: Outcomes = "open"
    earliest: Day
    latest: Day
    delivered: Day | None = None
    confidence: Percent
    evidence: EvidenceKey
    evidence_url: Url = ""
    reason: str = ""


class PromiseLine(ThreadLine):
    """A promise: what it says now, and its whole history."""

    type: Literal["promise"]
    idea: Id | None = None
    earliest: Day
    latest: Day
    first_latest: Day
    confidence: Percent
    evidence: EvidenceKey
    evidence_url: Url = ""
    outcome: Outcomes = "open"
    delivered: Day | None = None
    settled: Moment | None = None
    warned: Moment | None = None
    history: list[Said] = []
    references: ClassVar = {**ThreadLine.references, "idea": IDEA}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.earliest > self.latest:
            raise ValueError("its last day comes before its first")
        if (self.delivered is not None) != (self.outcome in {"kept", "late"}):
            raise ValueError("a day of delivery goes with what was kept or late, and with nothing else")
        return self

    def pointers(self) -> Iterator[tuple[str, Reference, str]]:
        """Yield also whoever changed it."""
        yield from super().pointers()
        yield from (("history", MEMBER, said.by) for said in self.history if said.by is not None)


class ExpectationLine(Line):
    """What a member expected of a promise, from 1 to 7, and what they got."""

    type: Literal["expectation"]
    promise: Id
    by: Id
    expected: Annotated[int, Field(ge=1, le=7)]
    at: Moment
    got: Annotated[int, Field(ge=1, le=7)] | None = None
    got_at: Moment | None = None
    references: ClassVar = {"promise": Reference("contribution", ("promise",)), "by": MEMBER}

    def moment(self) -> Any:
        """Return when it was said."""
        return self.at

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the pair of promise and member."""
        yield (
            "expectation of",
            f"{self.promise}\0{self.by}",
            f"{self.by!r} has said what they expect of {self.promise!r}",
        )


def _number(day: str | None) -> int | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _text(number: int | None) -> str | None:
    return None if number is None else date.fromordinal(number).isoformat()


def _columns(line: Any) -> dict[str, Any]:
    return {f"{name}_day": _number(getattr(line, name)) for name in DAYS} | {name: getattr(line, name) for name in SAID}


def _add_promises(batch: Batch) -> None:
    keys = add_contributions(batch)
    ideas = batch.ids("contribution", batch.column("idea"))
    people = batch.ids("member", [said.by for line in batch.lines for said in line.history])
    rows, moves = [], []
    for line in batch.lines:
        own = {"id": keys[key_of(line)], "idea_id": ideas.get(line.idea or "")}
        more = {"first_latest_day": _number(line.first_latest), "settled_at": line.settled, "warned_at": line.warned}
        rows.append(own | more | _columns(line))
        for said in line.history:
            made = {"promise_id": own["id"], "by_id": people.get(said.by or ""), "created_at": said.at}
            moves.append(made | {"reason": said.reason} | _columns(said))
    insert_rows(Promise, rows)
    insert_rows(PromiseMove, moves)


def _promises(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what is special to these promises."""
    table: Any = Promise.__table__
    rows = db.session.execute(select(*table.c).where(table.c.id.in_(ids))).all()
    statement = select(*PromiseMove.__table__.c).where(PromiseMove.promise_id.in_(ids))
    moves = db.session.execute(statement.order_by(PromiseMove.id)).all()
    ideas = PublicIds(Contribution).of(row.idea_id for row in rows)
    people = PublicIds(Member).of(row.by_id for row in moves)
    history: dict[int, list[Said]] = {}
    for move in moves:
        said = Said.model_construct(by=people.get(move.by_id), at=move.created_at, reason=move.reason, **_fields(move))
        history.setdefault(move.promise_id, []).append(said)
    return {
        row.id: {
            **_fields(row),
            "idea": ideas.get(row.idea_id),
            "first_latest": _text(row.first_latest_day),
            "settled": row.settled_at,
            "warned": row.warned_at,
            "history": history.get(row.id, []),
        }
        for row in rows
    }


def _fields(row: Any) -> dict[str, Any]:
    return {name: _text(getattr(row, f"{name}_day")) for name in DAYS} | {name: getattr(row, name) for name in SAID}


def _pairs(batch: Batch) -> list[Pair | None]:
    on, by = batch.ids("contribution", batch.column("promise")), batch.ids("member", batch.column("by"))
    found = ((on.get(line.promise), by.get(line.by)) for line in batch.lines)
    return [(one, other) if one and other else None for one, other in found]


def _known_expectations(batch: Batch) -> set[int]:
    return known_pairs(Expectation.promise_id, Expectation.member_id, _pairs(batch))


def _add_expectations(batch: Batch) -> None:
    rows = [
        {
            "promise_id": pair[0],
            "member_id": pair[1],
            "expected": line.expected,
            "expected_at": line.at,
            "got": line.got,
            "got_at": line.got_at,
        }
        for line, pair in zip(batch.lines, _pairs(batch), strict=True)
        if pair is not None
    ]
    insert_rows(Expectation, rows)


def _export_expectations() -> Iterator[ExpectationLine]:
    promises, members = PublicIds(Contribution), PublicIds(Member)
    table: Any = Promise.__table__
    for page in pages_of_rows(select(table.c.id), table.c.id):
        keys = [row.id for row in page]
        statement = select(*Expectation.__table__.c).where(Expectation.promise_id.in_(keys))
        rows = db.session.execute(statement.order_by(Expectation.promise_id, Expectation.member_id)).all()
        named, people = promises.of(keys), members.of(row.member_id for row in rows)
        for row in rows:
            yield ExpectationLine.model_construct(
                type="expectation",
                promise=named[row.promise_id],
                by=people[row.member_id],
                expected=row.expected,
                at=row.expected_at,
                got=row.got,
                got_at=row.got_at,
            )


def register_archive(app: Flask) -> None:
    """Make the lines known."""
    expectations = RecordType(
        ExpectationLine, 141, "expectations", _known_expectations, _add_expectations, _export_expectations
    )
    add_record_types(app, thread_type(PromiseLine, 63, _add_promises, _promises), expectations)
