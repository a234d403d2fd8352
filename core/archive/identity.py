"""The ids under which rows are known outside: the sender's own where that is clear, otherwise one of the house."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from core.database import db
from core.instance import instance_name

LONGEST = 200
CHUNK = 500


def public_ids(model: Any, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the public ids of rows of a table that keeps `source` and `source_key`."""
    return PublicIds(model).of(ids)


def public_id(row: Any) -> str:
    """Return the public id of one row."""
    return PublicIds(type(row)).of([row.id])[row.id]


class PublicIds:
    """The public ids of one table, for as long as no new source comes in."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.instance = instance_name()
        self.sources = sources_of(model)
        other = aliased(model)
        shared = (
            select(other.id)
            .where(other.source.in_(self.sources), other.source_key == model.source_key, other.id != model.id)
            .exists()
        )
        self.statement = select(model.id, model.source, model.source_key, shared.label("shared"))

    def of(self, ids: Iterable[int | None]) -> dict[int, str]:
        """Return the public ids of these rows."""
        wanted = sorted({key for key in ids if key is not None})
        named: dict[int, str] = {}
        for chunk in chunks(wanted):
            rows = db.session.execute(self.statement.where(self.model.id.in_(chunk)))
            named.update((row.id, self._name(row)) for row in rows)
        return named

    def rows_named(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the rows that have these public ids."""
        ids = {int(key.removeprefix(f"{self.instance}-")) for key in keys if self._is_own(key)}
        bare = {key.partition(":")[2] for key in keys if self._is_qualified(key)} | set(keys)
        for chunk in chunks(sorted(bare)):
            found = select(self.model.id).where(self.model.source.in_(self.sources), self.model.source_key.in_(chunk))
            ids.update(db.session.scalars(found))
        asked = set(keys)
        return {name: key for key, name in self.of(ids).items() if name in asked}

    def _name(self, row: Row[Any]) -> str:
        own = f"{self.instance}-{row.id}"
        if row.source is None or row.source_key is None:
            return own
        key: str = row.source_key
        if not row.shared and not key.startswith(f"{self.instance}-") and not self._is_qualified(key):
            return key
        qualified = f"{row.source}:{key}"
        return qualified if len(qualified) <= LONGEST else own

    def _is_own(self, key: str) -> bool:
        number = key.removeprefix(f"{self.instance}-")
        return number != key and number.isascii() and number.isdigit() and len(number) < 19

    def _is_qualified(self, key: str) -> bool:
        return key.partition(":")[0] in self.sources and ":" in key


def sources_of(model: Any) -> list[str]:
    """Return the sources from which rows of a table came, by jumping along its index."""
    first = select(model.source).where(model.source.is_not(None)).order_by(model.source).limit(1)
    found: list[str] = []
    while (source := db.session.scalar(first.where(model.source > found[-1]) if found else first)) is not None:
        found.append(source)
    return found


def chunks(values: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """Cut a sequence into pieces that a statement can take."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
