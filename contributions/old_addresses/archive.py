"""Old addresses as lines of an archive."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import select, tuple_

from accounts.models import Member
from contributions.models import Contribution, Space
from contributions.old_addresses.forms import known_form
from contributions.old_addresses.models import ENDS, LONGEST_PATH, OldAddress
from core.archive.batches import Batch, insert_rows, reserve_ids
from core.archive.identity import PublicIds, chunks
from core.archive.lines import Id, Line, Reference
from core.archive.registry import RecordType
from core.archive.rows import pages_of_rows
from core.database import db

FAMILIES = ("contribution", "member", "space")


class AddressLine(Line):
    """The path at which something stood before, on the site that `site` names: the sender where nothing is named."""

    type: Literal["address"]
    path: Annotated[str, Field(pattern=r"\A/", max_length=LONGEST_PATH)]
    site: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    contribution: Id | None = None
    member: Id | None = None
    space: Id | None = None
    references: ClassVar = {family: Reference(family) for family in FAMILIES}

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if sum(getattr(self, family) is not None for family in FAMILIES) != 1:
            raise ValueError("an address leads to one contribution, one member or one space")
        return self

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the address in the form in which it is kept."""
        form = known_form(self.path)
        yield "address", f"{self.site}\0{form}", f"the address {form!r} leads somewhere else"


def _forms(batch: Batch) -> list[tuple[str, str]]:
    """Return site and path of every line as they are kept."""
    return [(line.site or batch.source.name, known_form(line.path)) for line in batch.lines]


def _known(batch: Batch) -> set[int]:
    forms = _forms(batch)
    there: set[tuple[str, str]] = set()
    for chunk in chunks(forms):
        columns = (OldAddress.origin, OldAddress.path)
        rows = db.session.execute(select(*columns).where(tuple_(*columns).in_(chunk)))
        there.update((row[0], row[1]) for row in rows)
    return {place for place, form in enumerate(forms) if form in there}


def _add(batch: Batch) -> None:
    keys = reserve_ids(OldAddress, len(batch.lines))
    ends = {family: batch.ids(family, batch.column(family)) for family in FAMILIES}
    rows = [
        {"id": key, "origin": origin, "path": path}
        | {f"{family}_id": ends[family].get(getattr(line, family)) for family in FAMILIES}
        for key, line, (origin, path) in zip(keys, batch.lines, _forms(batch), strict=True)
    ]
    insert_rows(OldAddress, rows)


def _export() -> Iterator[AddressLine]:
    named = [PublicIds(model) for model in (Contribution, Member, Space)]
    for rows in pages_of_rows(select(*OldAddress.__table__.c), OldAddress.id):
        keys = [ids.of(getattr(row, end) for row in rows) for ids, end in zip(named, ENDS, strict=True)]
        for row in rows:
            ends: dict[str, Any] = {
                family: found.get(getattr(row, end)) for family, found, end in zip(FAMILIES, keys, ENDS, strict=True)
            }
            yield AddressLine.model_construct(type="address", path=row.path, site=row.origin, **ends)


ADDRESS_TYPE = RecordType(AddressLine, 110, "addresses", _known, _add, _export)
