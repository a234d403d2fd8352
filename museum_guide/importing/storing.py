"""Stores what rows became: some hundreds at once, each known again by its key; what says the same is not touched."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, delete, func, select, update

from core import markup
from core.archive.batches import insert_rows, reserve_ids
from core.clock import now
from core.database import begin_write, db, insert_into, read
from museum_guide.artefacts.codes import new_code
from museum_guide.artefacts.models import Artefact, ArtefactText, ArtefactTitle, Picture, Placement, Subject
from museum_guide.importing.making import Made
from museum_guide.importing.models import ImportedRow
from museum_guide.importing.report import Report
from museum_guide.importing.rooms import Rooms
from museum_guide.models import Museum

FIRST_NUMBER = 101
ARTEFACTS = cast("Table", Artefact.__table__)


class Known(NamedTuple):
    """An artefact that an earlier import made; `digest` is None where it came in another way."""

    id: int
    digest: str | None


class Store:
    """Stores the rows of one file in one museum."""

    def __init__(self, museum: Museum | None, rooms: Rooms, report: Report) -> None:
        self.museum = museum
        self.rooms = rooms
        self.report = report

    def take(self, rows: Sequence[Made]) -> None:
        """Store rows, no two of which have one key; in a dry run only count what would become of them."""
        known = self._known([made.key for made in rows])
        new = [made for made in rows if made.key not in known]
        changed = [made for made in rows if made.key in known and known[made.key].digest != made.digest]
        self.report.stored += len(new)
        self.report.changed += len(changed)
        self.report.unchanged += len(rows) - len(new) - len(changed)
        if self.museum is None or self.report.dry_run or not (new or changed):
            return
        begin_write()
        keys = self._insert(new)
        for made in changed:
            self._change(known[made.key].id, made)
        kept = [*zip(keys, new, strict=True), *((known[made.key].id, made) for made in changed)]
        self._add_beside(kept)
        self._place(kept)
        self._remember(kept)

    def _known(self, keys: Sequence[str]) -> dict[str, Known]:
        if self.museum is None:
            return {}
        columns = select(Artefact.import_key, Artefact.id, ImportedRow.digest).outerjoin(
            ImportedRow, ImportedRow.artefact_id == Artefact.id
        )
        rows = read(columns.where(Artefact.museum_id == self.museum.id, Artefact.import_key.in_(keys)))
        return {row.import_key: Known(row.id, row.digest) for row in rows}

    def _insert(self, rows: Sequence[Made]) -> Sequence[int]:
        if not rows or self.museum is None:
            return []
        keys, at = reserve_ids(Artefact, len(rows)), now()
        numbers = self._numbers(rows)
        told = [
            {
                **made.fields,
                "id": key,
                "museum_id": self.museum.id,
                "number": number,
                "code": new_code(),
                "state": "published",
                "import_key": made.key,
                "more": made.more,
                "with_ticket": False,
                "created_at": at,
                "changed_at": at,
            }
            for key, number, made in zip(keys, numbers, rows, strict=True)
        ]
        insert_rows(Artefact, told)
        return keys

    def _numbers(self, rows: Sequence[Made]) -> list[int]:
        """Return a number for each row: its own where nobody else has it, else the next one that is free."""
        museum_id = self.museum.id if self.museum else 0
        wanted = [made.number for made in rows if made.number]
        taken = set(
            db.session.scalars(
                select(Artefact.number).where(Artefact.museum_id == museum_id, Artefact.number.in_(wanted))
            )
        )
        last = db.session.scalar(select(func.max(Artefact.number)).where(Artefact.museum_id == museum_id))
        following = max(last or 0, FIRST_NUMBER - 1, *wanted, 0) + 1
        found: list[int] = []
        for made in rows:
            own = made.number if made.number and made.number not in taken else None
            if made.number and own is None:
                self.report.tell(made.line, f"the number {made.number} is another's; it gets {following}")
            found.append(own or following)
            following += own is None
            taken.add(found[-1])
        return found

    def _change(self, key: int, made: Made) -> None:
        db.session.execute(
            update(ARTEFACTS).where(ARTEFACTS.c.id == key).values(**made.fields, more=made.more, changed_at=now())
        )
        db.session.execute(delete(Subject).where(Subject.artefact_id == key))
        db.session.execute(delete(Picture).where(Picture.artefact_id == key, Picture.url.is_not(None)))
        for language, depth in made.texts:
            own = (ArtefactText.artefact_id == key, ArtefactText.language == language, ArtefactText.depth == depth)
            db.session.execute(delete(ArtefactText).where(*own))
        for language in made.titles:
            own_title = (ArtefactTitle.artefact_id == key, ArtefactTitle.language == language)
            db.session.execute(delete(ArtefactTitle).where(*own_title))

    def _add_beside(self, kept: Sequence[tuple[int, Made]]) -> None:
        insert_rows(
            Subject, [{"artefact_id": key, "kind": k, "word": w} for key, made in kept for k, w in made.subjects]
        )
        insert_rows(
            Picture,
            [
                {"artefact_id": key, "url": url, "position": place, "alternative": {}, "sizes": []}
                | {"media_type": "", "credit": "", "rights_url": ""}
                for key, made in kept
                for place, url in enumerate(made.pictures, start=1)
            ],
        )
        insert_rows(
            ArtefactTitle,
            [
                {"artefact_id": key, "language": language, "title": title, "made": "", "medium": ""}
                for key, made in kept
                for language, title in made.titles.items()
            ],
        )
        insert_rows(ArtefactText, [_text(key, *told) for key, made in kept for told in made.texts.items()])

    def _place(self, kept: Sequence[tuple[int, Made]]) -> None:
        """Put artefacts where their rows say, unless they stand there; one whose row says nothing stays."""
        wanted = {key: room for key, made in kept if made.room and (room := self.rooms.of(made.room))}
        columns = select(Placement.artefact_id, Placement.room_id).where(
            Placement.artefact_id.in_(wanted), Placement.until.is_(None)
        )
        stand = {row.artefact_id: row.room_id for row in read(columns)}
        moved = [key for key, room in wanted.items() if stand.get(key) != room]
        gone = [key for key in moved if key in stand]
        today = now().date()
        ended = update(Placement).where(Placement.artefact_id.in_(gone), Placement.until.is_(None))
        if gone:
            db.session.execute(ended.values(until=today).execution_options(synchronize_session=False))
        insert_rows(
            Placement,
            [
                {"artefact_id": key, "room_id": wanted[key], "since": today, "until": None, "position": 0}
                for key in moved
            ],
        )

    def _remember(self, kept: Sequence[tuple[int, Made]]) -> None:
        rows = [{"artefact_id": key, "digest": made.digest} for key, made in kept]
        statement = insert_into(ImportedRow.__table__)
        changed = statement.on_conflict_do_update(
            index_elements=["artefact_id"], set_={"digest": statement.excluded.digest}
        )
        db.session.execute(changed, rows)


def _text(key: int, told: tuple[str, str], body: str) -> dict[str, Any]:
    language, depth = told
    html = markup.render(body)
    words = len(markup.plain_text(html).split())
    return {
        "artefact_id": key,
        "language": language,
        "depth": depth,
        "body": body,
        "html": html,
        "words": words,
        "origin": "human",
        "reviewed_by_id": None,
        "reviewed_at": None,
    }
