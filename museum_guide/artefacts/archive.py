"""Artefacts as lines of an archive; pictures and sounds that are files are in backups."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from contributions.kinds import slug
from contributions.models import Contribution
from core import markup
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from museum_guide.artefacts import archive_lines as lines
from museum_guide.artefacts.codes import new_code
from museum_guide.artefacts.models import (
    Artefact,
    ArtefactText,
    ArtefactThread,
    ArtefactTitle,
    Fact,
    Picture,
    Placement,
    Subject,
)
from museum_guide.models import Museum, Room
from museum_guide.museums.archive import floor_named, free_address

SAME_NAMES = (
    *("title", "state", "maker", "year_from", "year_to", "medium", "classification", "department", "period", "size"),
    *("accession", "credit", "provenance", "rights", "page", "import_key", "more", "with_ticket"),
)


def _add_artefacts(batch: Batch) -> None:
    keys = reserve_ids(Artefact, len(batch.lines))
    museums = batch.ids("museum", batch.column("museum"))
    own = {line.id: key for key, line in zip(keys, batch.lines, strict=True)}
    successors = {**batch.ids("artefact", batch.column("successor")), **own}
    numbers, codes = Numbers(), _codes_there(batch)
    rows = []
    for key, line in zip(keys, batch.lines, strict=True):
        museum = museums[line.museum]
        in_order = line.year_from is None or line.year_to is None or line.year_from <= line.year_to
        row = {
            **batch.stamp(line),
            **{name: getattr(line, name) for name in SAME_NAMES},
            "id": key,
            "museum_id": museum,
            "number": numbers.take(museum, line.number),
            "code": line.code if line.code and line.code not in codes else new_code(),
            "made": line.date,
            "year_to": line.year_to if in_order else line.year_from,
            "successor_id": successors.get(line.successor or ""),
            "created_at": line.created or batch.beginning,
            "changed_at": line.changed or line.created or batch.beginning,
        }
        rows.append(row)
    insert_rows(Artefact, rows)
    _place(batch, dict(zip(keys, batch.lines, strict=True)), museums)
    for key, line in zip(keys, batch.lines, strict=True):
        _tell(key, line)


class Numbers:
    """The numbers of museums: those asked for where they are free, else the next one."""

    def __init__(self) -> None:
        self.taken: dict[int, set[int]] = {}

    def take(self, museum_id: int, wanted: int | None = None) -> int:
        """Return a number that nothing in a museum has or had, and note it as taken."""
        if museum_id not in self.taken:
            there = select(Artefact.number).where(Artefact.museum_id == museum_id)
            self.taken[museum_id] = set(db.session.scalars(there))
        taken = self.taken[museum_id]
        number = wanted if wanted and wanted not in taken else max(taken, default=0) + 1
        taken.add(number)
        return number


def _codes_there(batch: Batch) -> set[str]:
    wanted = [line.code for line in batch.lines if line.code]
    return set(db.session.scalars(select(Artefact.code).where(Artefact.code.in_(wanted))))


def _place(batch: Batch, placed: dict[int, lines.ArtefactLine], museums: dict[str, int]) -> None:
    """Put artefacts into rooms, by the name or the address of the room; one that is not there is made."""
    known: dict[int, dict[str, int]] = {}
    rows = []
    for key, line in placed.items():
        if line.room is None:
            continue
        museum = museums[line.museum]
        if museum not in known:
            there = db.session.execute(select(Room.slug, Room.id).where(Room.museum_id == museum))
            known[museum] = {row.slug: row.id for row in there}
        address = slug(line.room)
        if address not in known[museum]:
            known[museum][address] = _new_room(museum, line.room, set(known[museum]))
        since = date.fromisoformat(line.since) if line.since else (line.created or batch.beginning).date()
        rows.append(
            {
                "artefact_id": key,
                "room_id": known[museum][address],
                "since": since,
                "until": None,
                "position": line.room_position,
            }
        )
    insert_rows(Placement, rows)


def _new_room(museum_id: int, name: str, taken: set[str]) -> int:
    address = free_address(slug(name), taken)
    position = db.session.scalar(select(func.count()).select_from(Room).where(Room.museum_id == museum_id)) or 0
    room = Room(museum_id=museum_id, floor_id=floor_named(museum_id), name=name, slug=address, position=position)
    db.session.add(room)
    db.session.flush()
    return room.id


def _tell(key: int, line: lines.ArtefactLine) -> None:
    """Store what is told of an artefact; of two texts for one place the last one stays."""
    titles = {title.language: title for title in line.titles}
    told = {(text.language, text.depth): text for text in line.texts}
    subjects = dict.fromkeys((subject.kind, subject.word) for subject in line.subjects)
    insert_rows(
        ArtefactTitle,
        [
            {"artefact_id": key, "language": name, "title": one.title, "made": one.date, "medium": one.medium}
            for name, one in titles.items()
        ],
    )
    insert_rows(ArtefactText, [text_row(key, *place, text) for place, text in told.items()])
    insert_rows(Subject, [{"artefact_id": key, "kind": kind, "word": word} for kind, word in subjects])
    facts = [{"artefact_id": key, "position": place, **fact.model_dump()} for place, fact in enumerate(line.facts)]
    insert_rows(Fact, facts)
    pictures = [{"artefact_id": key, "position": place, **one.model_dump()} for place, one in enumerate(line.pictures)]
    insert_rows(Picture, pictures)


def text_row(key: int, language: str, depth: str, text: lines.TextOfArtefact) -> dict[str, Any]:
    """Return the row of a text."""
    html = markup.render(text.body)
    return {
        "artefact_id": key,
        "language": language,
        "depth": depth,
        "body": text.body,
        "html": html,
        "words": len(markup.plain_text(html).split()),
        "origin": text.origin,
        "reviewed_at": text.reviewed,
        "reviewed_by_id": None,
    }


def _export_artefacts() -> Iterator[lines.ArtefactLine]:
    named, museums = PublicIds(Artefact), PublicIds(Museum)
    now_here = (Placement.artefact_id == Artefact.id) & Placement.until.is_(None)
    places = (Placement.since, Placement.position.label("room_position"), Room.slug.label("room"))
    statement = select(*Artefact.__table__.c, *places).outerjoin(Placement, now_here)
    for rows in pages_of_rows(statement.outerjoin(Room, Room.id == Placement.room_id), Artefact.id, 200):
        keys = named.of([*(row.id for row in rows), *(row.successor_id for row in rows)])
        houses = museums.of(row.museum_id for row in rows)
        parts: Any = _parts([row.id for row in rows])
        for row in rows:
            yield lines.ArtefactLine.model_construct(
                type="artefact",
                id=keys[row.id],
                museum=houses[row.museum_id],
                number=row.number,
                code=row.code,
                date=row.made,
                successor=keys.get(row.successor_id),
                room=row.room,
                room_position=row.room_position or 0,
                since=row.since.isoformat() if row.since else None,
                created=row.created_at,
                changed=row.changed_at,
                **{name: getattr(row, name) for name in SAME_NAMES},
                **parts[row.id],
            )


def _parts(ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Return what is told of these artefacts."""
    found: dict[int, dict[str, list[Any]]] = {
        key: {"titles": [], "subjects": [], "texts": [], "facts": [], "pictures": []} for key in ids
    }
    for title in _rows_of(ArtefactTitle, ids, ArtefactTitle.language):
        said = lines.TitleOfArtefact(language=title.language, title=title.title, date=title.made, medium=title.medium)
        found[title.artefact_id]["titles"].append(said)
    for one in _rows_of(Subject, ids, Subject.kind, Subject.word):
        found[one.artefact_id]["subjects"].append(lines.SubjectOfArtefact(kind=one.kind, word=one.word))
    for text in _rows_of(ArtefactText, ids, ArtefactText.language, ArtefactText.depth):
        names = ("language", "depth", "body", "origin")
        fields = {name: getattr(text, name) for name in names} | {"reviewed": text.reviewed_at}
        found[text.artefact_id]["texts"].append(lines.TextOfArtefact(**fields))
    for fact in _rows_of(Fact, ids, Fact.position, Fact.id):
        fields = {name: getattr(fact, name) for name in lines.FactOfArtefact.model_fields}
        found[fact.artefact_id]["facts"].append(lines.FactOfArtefact(**fields))
    for picture in _rows_of(Picture, ids, Picture.position, Picture.id):
        if picture.url:
            fields = {name: getattr(picture, name) for name in lines.PictureOfArtefact.model_fields}
            found[picture.artefact_id]["pictures"].append(lines.PictureOfArtefact(**fields))
    return found


def _rows_of(model: Any, ids: Sequence[int], *order: Any) -> Iterator[Any]:
    statement = select(model).where(model.artefact_id.in_(ids)).order_by(model.artefact_id, *order)
    yield from db.session.scalars(statement)


def _known_questions(batch: Batch) -> set[int]:
    threads = batch.ids("contribution", batch.column("question"))
    there = select(ArtefactThread.thread_id).where(ArtefactThread.thread_id.in_(threads.values()))
    known = set(db.session.scalars(there))
    return {place for place, line in enumerate(batch.lines) if threads.get(line.question) in known}


def _add_questions(batch: Batch) -> None:
    threads = batch.ids("contribution", batch.column("question"))
    artefacts = batch.ids("artefact", batch.column("artefact"))
    rows = {
        threads[line.question]: {
            "thread_id": threads[line.question],
            "artefact_id": artefacts[line.artefact],
            "claim": line.claim,
        }
        for line in batch.lines
    }
    insert_rows(ArtefactThread, list(rows.values()))


def _export_questions() -> Iterator[lines.ArtefactQuestionLine]:
    threads, artefacts = PublicIds(Contribution), PublicIds(Artefact)
    for rows in pages_of_rows(select(*ArtefactThread.__table__.c), ArtefactThread.thread_id):
        asked, about = threads.of(row.thread_id for row in rows), artefacts.of(row.artefact_id for row in rows)
        for row in rows:
            yield lines.ArtefactQuestionLine.model_construct(
                type="artefact_question",
                question=asked[row.thread_id],
                artefact=about[row.artefact_id],
                claim=row.claim,
            )


ARTEFACT_TYPE = RecordType(
    shape=lines.ArtefactLine,
    rank=153,
    file="museums",
    known=lambda batch: known_by_id("artefact", batch),
    add=_add_artefacts,
    export=_export_artefacts,
    family=Family("artefact", Artefact),
    tree="successor",
)
QUESTION_TYPE = RecordType(
    shape=lines.ArtefactQuestionLine,
    rank=154,
    file="museums",
    known=_known_questions,
    add=_add_questions,
    export=_export_questions,
)


def register_archive(app: Flask) -> None:
    """Make the lines of this part known."""
    add_record_types(app, ARTEFACT_TYPE, QUESTION_TYPE)
