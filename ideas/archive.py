"""Ideas as lines of an archive."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import func, select

from contributions.archive.exporting import exported
from contributions.archive.lines import SPACE, WRITER, ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from core import markup
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Moment, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.database import db
from ideas.areas import archive as areas_archive
from ideas.models import Area, Idea
from ideas.statuses import Status, pipeline_of, status_meant
from ideas.writing import archive as writing_archive


class IdeaLine(ThreadLine):
    """An idea. `status` is the word of whoever decided on it; one that is not ours is kept as it was."""

    type: Literal["idea"]
    status: Annotated[str, Field(min_length=1, max_length=60)] = "open"
    status_changed: Moment | None = None
    area: Id | None = None
    problem: str = ""
    references: ClassVar = {**WRITER, "space": SPACE, "area": Reference("area")}


def _add_ideas(batch: Batch) -> None:
    keys = add_contributions(batch)
    areas = batch.ids("area", batch.column("area"))
    pipelines = {key: {status.key: status for status in pipeline_of(key)} for key in {None, *areas.values()}}
    rows = []
    for line in batch.lines:
        area = areas.get(line.area)
        meant = pipelines[area].get(line.status) or status_meant(line.status)
        rows.append(_row(line, keys[key_of(line)], meant) | {"area_id": area})
    insert_rows(Idea, rows)


def _row(line: IdeaLine, key: int, meant: Status) -> dict[str, Any]:
    return {
        "id": key,
        "problem": line.problem,
        "problem_html": markup.render(line.problem) if line.problem else "",
        "status": meant.key,
        "phase": meant.phase,
        "status_given": line.status if line.status != meant.key else None,
        "status_changed_at": line.status_changed,
    }


def _details(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table = Idea.__table__
    word = func.coalesce(table.c.status_given, table.c.status)
    columns = (table.c.id, word.label("word"), table.c.status_changed_at, table.c.area_id, table.c.problem)
    rows = db.session.execute(select(*columns).where(table.c.id.in_(ids))).all()
    areas = PublicIds(Area).of(row.area_id for row in rows) if any(row.area_id for row in rows) else {}
    return {
        row.id: {
            "status": row.word,
            "status_changed": row.status_changed_at,
            "area": areas.get(row.area_id),
            "problem": row.problem,
        }
        for row in rows
    }


IDEA_TYPE = RecordType(
    shape=IdeaLine,
    rank=52,
    file="contributions",
    known=known_contributions,
    add=_add_ideas,
    export=lambda: exported(IdeaLine, "idea", details=_details),
    family=CONTRIBUTIONS,
    markdown="body",
)


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    areas_archive.register_archive(app)
    add_record_types(app, IDEA_TYPE)
    writing_archive.register_archive(app)
