"""Lessons and entries of the changelog as lines of an archive."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from flask import Flask
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.exporting import thread_type
from contributions.archive.lines import ThreadLine
from contributions.archive.storing import add_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.changelog.models import Release as ReleaseRow
from ideas.changelog.models import ReleaseIdea, ReleaseLesson
from ideas.lessons.models import Lesson

IDEA = Reference("contribution", ("idea",))


class LessonLine(Line):
    """What was learned about an idea, and what changed because of it."""

    type: Literal["lesson"]
    id: Id
    idea: Id
    learned: str
    changed: str = ""
    by: Id | None = None
    created: Moment
    references: ClassVar = {"idea": IDEA, "by": Reference("member")}

    def moment(self) -> Any:
        """Return when it was written down."""
        return self.created


class ReleaseLine(ThreadLine):
    """An entry of the changelog: the ideas that it came from and the lessons that it used."""

    type: Literal["release"]
    ideas: list[Id] = []
    lessons: list[Id] = []
    references: ClassVar = {**ThreadLine.references, "ideas": IDEA, "lessons": Reference("lesson")}


def _add_lessons(batch: Batch) -> None:
    ideas, people = batch.ids("contribution", batch.column("idea")), batch.ids("member", batch.column("by"))
    rows = [
        {
            **batch.stamp(line),
            "id": key,
            "idea_id": ideas[line.idea],
            "learned": line.learned,
            "changed": line.changed,
            "by_id": people.get(line.by or ""),
            "created_at": line.created,
        }
        for key, line in zip(reserve_ids(Lesson, len(batch.lines)), batch.lines, strict=True)
    ]
    insert_rows(Lesson, rows)


def _export_lessons() -> Iterator[LessonLine]:
    named, ideas, members = PublicIds(Lesson), PublicIds(Contribution), PublicIds(Member)
    for rows in pages_of_rows(select(*Lesson.__table__.c), Lesson.id):
        keys, about = named.of(row.id for row in rows), ideas.of(row.idea_id for row in rows)
        people = members.of(row.by_id for row in rows)
        for row in rows:
            yield LessonLine.model_construct(
                type="lesson",
                id=keys[row.id],
                idea=about[row.idea_id],
                learned=row.learned,
                changed=row.changed,
                by=people.get(row.by_id),
                created=row.created_at,
            )


def _add_releases(batch: Batch) -> None:
    keys = add_contributions(batch)
    ideas = batch.ids("contribution", [key for line in batch.lines for key in line.ideas])
    lessons = batch.ids("lesson", [key for line in batch.lines for key in line.lessons])
    insert_rows(ReleaseRow, [{"id": keys[key_of(line)]} for line in batch.lines])
    named = [(keys[key_of(line)], list(dict.fromkeys(line.ideas))) for line in batch.lines]
    linked = [
        {"release_id": key, "idea_id": ideas[idea], "position": place}
        for key, some in named
        for place, idea in enumerate(some)
    ]
    insert_rows(ReleaseIdea, linked)
    used = [
        {"release_id": keys[key_of(line)], "lesson_id": lessons[lesson]}
        for line in batch.lines
        for lesson in dict.fromkeys(line.lessons)
    ]
    insert_rows(ReleaseLesson, used)


def _releases(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the ideas and the lessons of these entries."""
    linked = db.session.execute(
        select(ReleaseIdea.release_id, ReleaseIdea.idea_id)
        .where(ReleaseIdea.release_id.in_(ids))
        .order_by(ReleaseIdea.release_id, ReleaseIdea.position, ReleaseIdea.idea_id)
    ).all()
    used = db.session.execute(
        select(ReleaseLesson.release_id, ReleaseLesson.lesson_id)
        .where(ReleaseLesson.release_id.in_(ids))
        .order_by(ReleaseLesson.release_id, ReleaseLesson.lesson_id)
    ).all()
    ideas = PublicIds(Contribution).of(row.idea_id for row in linked)
    lessons = PublicIds(Lesson).of(row.lesson_id for row in used)
    return {
        key: {
            "ideas": [ideas[row.idea_id] for row in linked if row.release_id == key],
            "lessons": [lessons[row.lesson_id] for row in used if row.release_id == key],
        }
        for key in ids
    }


LESSON_TYPE = RecordType(
    shape=LessonLine,
    rank=56,
    file="lessons",
    known=lambda batch: known_by_id("lesson", batch),
    add=_add_lessons,
    export=_export_lessons,
    family=Family("lesson", Lesson),
)


def register_archive(app: Flask) -> None:
    """Make the lines known."""
    add_record_types(app, LESSON_TYPE, thread_type(ReleaseLine, 64, _add_releases, _releases))
