"""Takes a file into a museum: opens it, says what its columns mean, and stores its rows, some hundreds at once."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from core.clock import now
from core.database import db, unit_of_work
from core.errors import Refused
from core.events import publish
from museum_guide.importing.events import CollectionImported
from museum_guide.importing.making import Made, Maker
from museum_guide.importing.mapping import Columns, MappingFile, columns_of, shape_of
from museum_guide.importing.models import ColumnMeanings
from museum_guide.importing.report import Report
from museum_guide.importing.rooms import Rooms, Wanted
from museum_guide.importing.storing import Store
from museum_guide.importing.tables import Raw, Sheet, open_table
from museum_guide.models import Museum

BATCH = 400


@dataclass(frozen=True)
class Sending:
    """A file for a museum; without a museum it is only looked at. `name` is what its sender calls it."""

    path: Path
    museum: Museum | None
    mapping: MappingFile = field(default_factory=MappingFile)
    dry_run: bool = False
    by_id: int | None = None
    name: str = ""


def bring(sending: Sending) -> Report:
    """Take a file in, batch by batch; running it again changes nothing. Raises Refused."""
    begun = time.monotonic()
    sheet = open_table(sending.path, sending.mapping.encoding, sending.mapping.delimiter)
    report = Report(sending.name or sending.path.name, dry_run=sending.dry_run or sending.museum is None)
    report.form, report.written, report.notes = sheet.form, sheet.written, list(sheet.notes)
    report.museum = sending.museum.slug if sending.museum else ""
    kind = kind_of(sheet)
    report.kind = kind.name
    kind.bring(sending, sheet, report)
    report.seconds = time.monotonic() - begun
    return report


class Artefacts:
    """A file of artefacts."""

    name = "artefacts"

    @staticmethod
    def bring(sending: Sending, sheet: Sheet, report: Report) -> None:
        """Store its rows as artefacts."""
        columns = meanings(sending, sheet)
        if columns.one("title") is None and columns.one("accession") is None and columns.one("key") is None:
            raise Refused("no column looks like a title, a number or an id; say with a mapping what the columns mean")
        report.columns = columns.columns
        report.kept_beside = [name for name in sheet.columns if name not in columns.columns]
        museum = sending.museum
        maker = Maker(columns, sending.mapping.language or (museum.language if museum else "en"))
        rooms = Rooms(museum, report.dry_run)
        store, seen = Store(museum, rooms, report), dict[str, tuple[int, str]]()
        for rows in _batches(_made(sheet, maker, report)):
            own = list(_each_once(rows, seen, report))
            with unit_of_work():
                rooms.prepare(Wanted(made.room, made.floor, made.building) for made in own)
                store.take(own)
        report.rooms = rooms.made
        remember(sending, sheet, columns, report)


def kind_of(sheet: Sheet) -> Any:
    """Return what the rows of a file are: artefacts, rooms or places."""
    from museum_guide.importing.locations import Locations, is_of_rooms
    from museum_guide.importing.places import Places, is_of_places

    if is_of_places(sheet):
        return Places
    return Locations if is_of_rooms(sheet) else Artefacts


def meanings(sending: Sending, sheet: Sheet) -> Columns:
    """Return what the columns of a file mean for its museum."""
    return columns_of(sheet, sending.mapping.columns, saved_for(sending.museum, sheet.columns))


def saved_for(museum: Museum | None, columns: Sequence[str]) -> Mapping[str, str] | None:
    """Return what columns of these names meant the last time, or None."""
    row = db.session.get(ColumnMeanings, (museum.id, shape_of(columns))) if museum else None
    return row.columns if row else None


def remember(sending: Sending, sheet: Sheet, columns: Columns, report: Report) -> None:
    """Keep what the columns mean, and tell the house what came in, where anything did."""
    if report.dry_run or sending.museum is None:
        return
    with unit_of_work():
        key = (sending.museum.id, shape_of(sheet.columns))
        row = db.session.get(ColumnMeanings, key) or ColumnMeanings(museum_id=key[0], shape=key[1], columns={})
        if row.columns != columns.columns:
            row.columns, row.changed_at = dict(columns.columns), now()
            db.session.add(row)
        tell(sending, report)


def tell(sending: Sending, report: Report) -> None:
    """Write into the log that something came in."""
    if report.stored or report.changed or report.rooms:
        told = {"kind": report.kind, "stored": report.stored, "changed": report.changed}
        museum_id = sending.museum.id if sending.museum else None
        publish(CollectionImported(actor_id=sending.by_id, museum_id=museum_id, **told))  # type: ignore[arg-type]


def good_rows(sheet: Sheet, report: Report) -> Iterator[Raw]:
    """Yield the rows that can be taken; tell of the others."""
    for raw in sheet.rows():
        report.read += 1
        if raw.trouble:
            report.tell(raw.line, raw.trouble, refused=True)
        else:
            yield raw


def _made(sheet: Sheet, maker: Maker, report: Report) -> Iterator[Made]:
    for raw in good_rows(sheet, report):
        made = maker.make(raw)
        if made.notes:
            report.tell(made.line, "; ".join(made.notes))
        yield made


def _each_once(rows: Iterable[Made], seen: dict[str, tuple[int, str]], report: Report) -> Iterator[Made]:
    """Yield rows whose key did not come before; tell of the others where they stand, and whether they say the same."""
    for made in rows:
        line, digest = seen.setdefault(made.key, (made.line, made.digest))
        if line == made.line:
            yield made
        elif digest == made.digest:
            report.duplicates += 1
            report.tell(made.line, f"says the same as line {line}")
        else:
            report.tell(made.line, f"has the id {made.key[:80]!r} of line {line} and says something else", refused=True)


def _batches(rows: Iterator[Made]) -> Iterator[list[Made]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
