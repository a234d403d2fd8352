"""Where an archive comes from: the name under which its ids are kept, and how they are found again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from core.archive.identity import PublicIds, chunks, sources_of
from core.archive.registry import Family, here
from core.archive.staging import Staging
from core.clock import parse_time
from core.database import db
from core.errors import Refused

LONGEST_NAME = 60
PROBED = 300
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*\Z")
ENDINGS = re.compile(r"(\.(jsonl|csv|tsv|xml|sql|tar|gz))+\Z", re.IGNORECASE)


@dataclass
class Source:
    """A sender of archives. With `house` its ids are those of an export of this very Atrium."""

    name: str
    house: bool = False
    _named: dict[str, PublicIds] = field(default_factory=dict)

    def ids(self, family: str, keys: Iterable[str | None]) -> dict[str, int]:
        """Return the rows that this source's ids stand for, as far as they are there."""
        model = here().families[family].model
        wanted = sorted({key for key in keys if key is not None})
        found: dict[str, int] = {}
        for chunk in chunks(wanted):
            rows = db.session.execute(
                select(model.source_key, model.id).where(model.source == self.name, model.source_key.in_(chunk))
            )
            found.update((key, row_id) for key, row_id in rows)
        return {**found, **self._by_public_id(family, [key for key in wanted if key not in found])}

    def types(self, family: str, keys: Iterable[str | None]) -> dict[str, str]:
        """Return the types of the rows that these ids stand for."""
        kept = here().families[family]
        found = self.ids(family, keys)
        if kept.kind is None:
            return dict.fromkeys(found, family)
        rows = db.session.execute(select(kept.model.id, kept.kind).where(kept.model.id.in_(found.values())))
        kinds: dict[int, str] = dict(rows.all())
        return {key: kinds[row_id] for key, row_id in found.items()}

    def _by_public_id(self, family: str, keys: Sequence[str]) -> dict[str, int]:
        if not self.house or not keys:
            return {}
        if family not in self._named:
            self._named[family] = PublicIds(here().families[family].model)
        return self._named[family].rows_named(keys)


def source_of(staging: Staging, paths: Sequence[Path], given: str | None) -> Source:
    """Tell which source an archive comes from: the one that is named, or one whose things it holds, or a new one."""
    if given:
        if not NAME.match(given) or len(given) > LONGEST_NAME:
            raise Refused("A source is named with small letters, digits, hyphens, points and underscores.")
        return Source(given)
    default, known = _name_of(paths), known_sources()
    probed = _probe(staging)
    if not any(probed.values()):
        return Source(default)
    met = [(_same(candidate, probed), candidate) for candidate in [*map(Source, known), Source(default, house=True)]]
    same, best = max(met, key=lambda entry: entry[0])
    recognised = same * 4 >= sum(map(len, probed.values()))
    if recognised and not best.house:
        return best
    return Source(_free(default, known), house=recognised)


def known_sources() -> list[str]:
    """Return the sources from which something came, in the order of their names."""
    return sorted({name for family in here().families.values() for name in sources_of(family.model)})


def _free(name: str, taken: Sequence[str]) -> str:
    return next(tried for tried in [name, *(f"{name}-{number}" for number in range(2, 10_000))] if tried not in taken)


def _probe(staging: Staging) -> dict[str, dict[str, datetime]]:
    """Return, for each family, the ids and times of the first things in the archive."""
    query = "SELECT key, created FROM line WHERE family = ? AND created IS NOT NULL ORDER BY place LIMIT ?"
    return {
        family.name: {key: parse_time(created) for key, created in staging.rows(query, family.name, PROBED)}
        for family in here().families.values()
        if family.created is not None
    }


def _same(source: Source, probed: dict[str, dict[str, datetime]]) -> int:
    """Return how many of these things a source has, with the same times."""
    total = 0
    for name, expected in probed.items():
        there = _created(here().families[name], source.ids(name, expected))
        total += sum(there[key] == expected[key] for key in there)
    return total


def _created(family: Family, ids: dict[str, int]) -> dict[str, datetime]:
    statement = select(family.model.id, family.created).where(family.model.id.in_(ids.values()))  # type: ignore[arg-type]
    times = dict(db.session.execute(statement).all())
    return {key: times[row_id] for key, row_id in ids.items()}


def _name_of(paths: Sequence[Path]) -> str:
    name = ENDINGS.sub("", paths[0].resolve().name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_.-]+", "-", plain).strip("-_.")[:LONGEST_NAME] or "archive"
