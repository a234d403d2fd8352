"""Initiatives and services as lines of an archive, with the market's claims and who has a part."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from flask import Flask
from pydantic import Field, model_validator
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.exporting import exported
from contributions.archive.lines import ContributionLine, ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Count, Id, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.database import db
from ideas.initiatives.models import Claim, Contributor, Initiative, Service

Texts = list[Annotated[str, Field(min_length=1, max_length=200)]]
Export = Callable[[], Iterator[ContributionLine]]
MEMBER = Reference("member")


class _Line(ThreadLine):
    """What both have: who has a part in it, as `people` and in the same order their `parts`."""

    people: list[Id] = []
    parts: list[Literal["author", "idea", "parent", "co-designer", "provider"]] = []

    @model_validator(mode="after")
    def _each_a_part(self) -> Self:
        if len(self.people) != len(self.parts) or len(set(self.people)) < len(self.people):
            raise ValueError("people and parts do not fit together")
        return self


class InitiativeLine(_Line):
    """An initiative; money is in minor units of the currency. Every claim has the address of what proves it."""

    type: Literal["initiative"]
    idea: Id | None = None
    status: Literal["planned", "trying", "running", "ended"] = "planned"
    partners: Texts = []
    materials: Texts = []
    steps: Texts = []
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    cost: Count | None = None
    price: Count | None = None
    minutes: Annotated[int, Field(ge=1, le=100_000)] | None = None
    sets: Annotated[int, Field(ge=1, le=1000)] = 1
    claims: list[Annotated[str, Field(min_length=1, max_length=300)]] = []
    evidence: list[Annotated[str, Field(pattern=r"^https?://", max_length=500)]] = []
    references: ClassVar = {**ThreadLine.references, "idea": Reference("contribution", ("idea",)), "people": MEMBER}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.cost is None) != (self.price is None):
            raise ValueError("cost and price go together")
        if len(self.claims) != len(self.evidence):
            raise ValueError("every claim needs its evidence")
        return self


class ServiceLine(_Line):
    """A service with its kit and the steps of its training."""

    type: Literal["service"]
    initiative: Id | None = None
    kit: Texts = []
    training: Texts = []
    references: ClassVar = {
        **ThreadLine.references,
        "initiative": Reference("contribution", ("initiative",)),
        "people": MEMBER,
    }


def _add_initiatives(batch: Batch) -> None:
    keys = add_contributions(batch)
    ideas = batch.ids("contribution", batch.column("idea"))
    same = ("status", "partners", "materials", "steps", "currency", "cost", "price", "minutes", "sets")
    insert_rows(
        Initiative,
        [
            {"id": keys[key_of(line)], "idea_id": ideas.get(line.idea), **{name: getattr(line, name) for name in same}}
            for line in batch.lines
        ],
    )
    insert_rows(
        Claim,
        [
            {"initiative_id": keys[key_of(line)], "words": words, "evidence": proof, "created_at": line.created}
            for line in batch.lines
            for words, proof in zip(line.claims, line.evidence, strict=True)
        ],
    )
    _add_people(batch, keys)


def _add_services(batch: Batch) -> None:
    keys = add_contributions(batch)
    before = batch.ids("contribution", batch.column("initiative"))
    insert_rows(
        Service,
        [
            {
                "id": keys[key_of(line)],
                "initiative_id": before.get(line.initiative),
                "kit": line.kit,
                "training": line.training,
            }
            for line in batch.lines
        ],
    )
    _add_people(batch, keys)


def _add_people(batch: Batch, keys: dict[str, int]) -> None:
    members = batch.ids("member", [member for line in batch.lines for member in line.people])
    insert_rows(
        Contributor,
        [
            {"thread_id": keys[key_of(line)], "member_id": members[member], "part": part, "from_id": None}
            for line in batch.lines
            for member, part in zip(line.people, line.parts, strict=True)
        ],
    )


def _people(ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    rows = db.session.execute(
        select(Contributor.thread_id, Contributor.member_id, Contributor.part).where(Contributor.thread_id.in_(ids))
    ).all()
    members = PublicIds(Member).of(row.member_id for row in rows)
    found: dict[int, list[tuple[str, str]]] = {key: [] for key in ids}
    for row in rows:
        found[row.thread_id].append((members[row.member_id], row.part))
    return {
        key: {"people": [name for name, _part in sorted(pairs)], "parts": [part for _name, part in sorted(pairs)]}
        for key, pairs in found.items()
    }


def _initiatives(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Initiative.__table__
    rows = db.session.execute(select(table).where(table.c.id.in_(ids))).all()
    ideas, people = PublicIds(Contribution).of(row.idea_id for row in rows), _people(ids)
    claims: dict[int, list[Any]] = {}
    for one in db.session.execute(select(Claim).where(Claim.initiative_id.in_(ids)).order_by(Claim.id)).scalars():
        claims.setdefault(one.initiative_id, []).append(one)
    return {
        row.id: {
            **{name: value for name, value in row._asdict().items() if name not in {"id", "idea_id"}},
            "idea": ideas.get(row.idea_id),
            "claims": [one.words for one in claims.get(row.id, ())],
            "evidence": [one.evidence for one in claims.get(row.id, ())],
            **people[row.id],
        }
        for row in rows
    }


def _services(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Service.__table__
    rows = db.session.execute(select(table).where(table.c.id.in_(ids))).all()
    before, people = PublicIds(Contribution).of(row.initiative_id for row in rows), _people(ids)
    return {
        row.id: {
            "initiative": before.get(row.initiative_id),
            "kit": row.kit,
            "training": row.training,
            **people[row.id],
        }
        for row in rows
    }


def _type(shape: type[ContributionLine], rank: int, add: Callable[[Batch], None], export: Export) -> RecordType:
    return RecordType(
        shape=shape,
        rank=rank,
        file="contributions",
        known=known_contributions,
        add=add,
        export=export,
        family=CONTRIBUTIONS,
        markdown="body",
    )


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        _type(
            InitiativeLine, 58, _add_initiatives, lambda: exported(InitiativeLine, "initiative", details=_initiatives)
        ),
        _type(ServiceLine, 59, _add_services, lambda: exported(ServiceLine, "service", details=_services)),
    )
