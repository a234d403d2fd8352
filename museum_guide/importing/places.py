"""Files of places worth a visit: a name and a position in each row. They belong to no museum."""

from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import select

from core.clock import now
from core.database import db, unit_of_work
from museum_guide.importing.report import Report
from museum_guide.importing.tables import Raw, Sheet
from museum_guide.importing.words import squeezed
from museum_guide.models import Place
from museum_guide.places.archive import PlaceLine

if TYPE_CHECKING:
    from museum_guide.importing.running import Sending

SOURCE = "places"
BATCH = 500
WORDS = {
    "id": ("placeid", "id", "identifier", "ref", "key", "osmid", "museofile"),
    "name": ("name", "nom", "title", "nomofficiel", "placename"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "kind": ("kind", "type", "category"),
    "city": ("city", "town", "ville", "commune", "stadt", "ort"),
    "country": ("country", "countrycode"),
    "website": ("website", "url", "web", "www"),
    "quality": ("coordquality", "quality", "precision", "approximate"),
    "known": ("known", "fame"),
    "source": ("source", "credit", "attribution"),
}
NUMBERS = frozenset({"lat", "lon", "known"})
ROUGH = frozenset({"approximate", "true", "yes", "1", "city", "village", "town", "rough"})
FIELDS = {"lat": "latitude", "lon": "longitude", "source": "credit"}


def is_of_places(sheet: Sheet) -> bool:
    """Whether the rows of a file are places: each has a name and a position."""
    return set(_columns(sheet)) >= {"name", "lat", "lon"}


def _columns(sheet: Sheet) -> dict[str, str]:
    plain = {squeezed(name): name for name in sheet.columns}
    return {field: plain[word] for field, words in WORDS.items() if (word := next(filter(plain.get, words), None))}


class Places:
    """A file of places."""

    name = "places"

    @staticmethod
    def bring(sending: "Sending", sheet: Sheet, report: Report) -> None:
        """Store its rows, each known again by its id."""
        from museum_guide.importing.running import good_rows, tell

        columns = _columns(sheet)
        report.columns = {name: field for field, name in columns.items()}
        report.museum = ""
        unused = [name for name in sheet.columns if name not in report.columns]
        report.notes += [f"places have no field for {', '.join(unused)}"] if unused else []
        report.dry_run = sending.dry_run
        seen: dict[str, int] = {}
        rows = good_rows(sheet, report)
        while batch := list(islice(rows, BATCH)):
            with unit_of_work():
                for raw in batch:
                    _bring(raw, columns, seen, report)
        if not report.dry_run:
            with unit_of_work():
                tell(sending, report)


def _bring(raw: Raw, columns: dict[str, str], seen: dict[str, int], report: Report) -> None:
    told = {field: " ".join(" ".join(raw.values.get(name, ())).split()) for field, name in columns.items()}
    try:
        line = PlaceLine.model_validate(_fields(told))
    except (ValidationError, ValueError) as error:
        reason = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{reason['loc'][0]}: {reason['msg']}" if reason and reason["loc"] else "has no position in degrees"
        report.tell(raw.line, what, refused=True)
        return
    if seen.setdefault(line.id, raw.line) != raw.line:
        report.tell(raw.line, f"has the id {line.id!r} of line {seen[line.id]}", refused=True)
        return
    _store(line, report)


def _fields(told: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: value for name, value in told.items() if value and name != "quality"}
    fields |= {name: float(fields[name].replace(",", ".")) for name in NUMBERS & set(fields)}
    fields["approximate"] = told.get("quality", "").casefold() in ROUGH
    made = f"{told['name']} {told['lat']} {told['lon']}"[:200]
    return {"type": "place", "id": made} | fields


def _store(line: PlaceLine, report: Report) -> None:
    place = db.session.scalars(select(Place).where(Place.source == SOURCE, Place.source_key == line.id)).one_or_none()
    told = line.model_dump(
        include={"name", "lat", "lon", "kind", "city", "country", "website", "approximate", "source"}
    )
    if "known" in line.model_fields_set:
        told["known"] = line.known
    told = {FIELDS.get(name, name): value for name, value in told.items()}
    if place is None:
        report.stored += 1
        if not report.dry_run:
            db.session.add(Place(**told, source=SOURCE, source_key=line.id, created_at=now()))
        return
    different = {name: value for name, value in told.items() if getattr(place, name) != value}
    report.changed += bool(different)
    report.unchanged += not different
    if not report.dry_run:
        for name, value in different.items():
            setattr(place, name, value)
