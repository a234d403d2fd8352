"""Spaces and tags as lines of an archive."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import func, select

from accounts.models import Group
from contributions.kinds import slug
from contributions.models import Space, Tag
from contributions.schemas import fold_tag
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Number, Reference
from core.archive.registry import Family, RecordType
from core.archive.rows import pages_of_rows
from core.database import db

# Where threads go whose lines name no space.
COMMON_SPACE = "general"


class SpaceLine(Line):
    """A space."""

    type: Literal["space"]
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=100)]
    slug: Annotated[str, Field(max_length=100)] | None = None
    description: str = ""
    visibility: Literal["public", "members", "group", "staff"] = "public"
    group: Id | None = None
    posting: Literal["readers", "staff"] = "readers"
    position: Number = 0
    created: Moment | None = None
    references: ClassVar = {"group": Reference("group")}

    @model_validator(mode="after")
    def _group_where_needed(self) -> Self:
        if (self.visibility == "group") != (self.group is not None):
            raise ValueError("a space has a group if and only if its visibility is 'group'")
        return self

    def moment(self) -> datetime | None:
        """Return when the space was opened."""
        return self.created


class TagLine(Line):
    """A tag; its name is its id."""

    type: Literal["tag"]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    description: str = ""

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the name in the form in which it is kept."""
        yield "tag", tag_form(self.name), f"the tag {self.name!r} is described"


def tag_form(name: str) -> str:
    """Return the form in which a tag of an archive is kept: folded, with hyphens for whatever a tag cannot hold."""
    return re.sub(r"[^\w.+#-]+", "-", fold_tag(name)).strip("-._")[:60].strip("-._")


def tag_ids(names: Sequence[str]) -> dict[str, int]:
    """Return the ids of tags, made where they are new."""
    wanted = list(dict.fromkeys(names))
    found = _tags_there(wanted)
    new = [name for name in wanted if name not in found]
    keys = reserve_ids(Tag, len(new)) if new else []
    rows = [
        {"id": key, "name": name, "description": "", "public_count": 0} for key, name in zip(keys, new, strict=True)
    ]
    insert_rows(Tag, rows)
    return {**found, **dict(zip(new, keys, strict=True))}


def _tags_there(names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(names), 500):
        rows = db.session.execute(select(Tag.name, Tag.id).where(Tag.name.in_(names[start : start + 500])))
        found.update((name, key) for name, key in rows)
    return found


def _known_tags(batch: Batch) -> set[int]:
    forms = [tag_form(line.name) for line in batch.lines]
    found = _tags_there(forms)
    return {place for place, form in enumerate(forms) if form in found or not form}


def _add_tags(batch: Batch) -> None:
    keys = reserve_ids(Tag, len(batch.lines))
    rows = [
        {"id": key, "name": tag_form(line.name), "description": line.description, "public_count": 0}
        for key, line in zip(keys, batch.lines, strict=True)
    ]
    insert_rows(Tag, rows)


def _add_spaces(batch: Batch) -> None:
    keys = reserve_ids(Space, len(batch.lines))
    groups = batch.ids("group", batch.column("group"))
    for key, line in zip(keys, batch.lines, strict=True):
        row = {
            **batch.stamp(line),
            "id": key,
            "name": line.name,
            "slug": _free_slug(line.slug or slug(line.name)),
            "description": line.description,
            "visibility": line.visibility,
            "posting": line.posting,
            "group_id": groups.get(line.group),
            "position": line.position,
            "thread_count": 0,
            "created_at": line.created or batch.beginning,
        }
        insert_rows(Space, [row])


def common_space(batch: Batch) -> int:
    """Return the space for threads whose lines name none, made where it is needed for the first time."""
    found = batch.ids("space", [COMMON_SPACE])
    if not found:
        line = SpaceLine.model_construct(type="space", id=COMMON_SPACE, name="General")
        _add_spaces(Batch(batch.source, [line], batch.beginning))
        found = batch.ids("space", [COMMON_SPACE])
    return found[COMMON_SPACE]


def _free_slug(wanted: str) -> str:
    tried, number = wanted, 1
    while db.session.scalar(select(func.count()).select_from(Space).where(Space.slug == tried)):
        number += 1
        tried = f"{wanted[:90]}-{number}"
    return tried


def _export_spaces() -> Iterator[SpaceLine]:
    named, groups = PublicIds(Space), PublicIds(Group)
    for rows in pages_of_rows(select(*Space.__table__.c), Space.id):
        keys = named.of(row.id for row in rows)
        circles = groups.of(row.group_id for row in rows)
        for row in rows:
            yield SpaceLine.model_construct(
                type="space",
                id=keys[row.id],
                name=row.name,
                slug=None if row.slug == slug(row.name) else row.slug,
                description=row.description,
                visibility=row.visibility,
                group=circles.get(row.group_id),
                posting=row.posting,
                position=row.position,
                created=row.created_at,
            )


def _export_tags() -> Iterator[TagLine]:
    rows: Any = db.session.execute(select(Tag.name, Tag.description).order_by(Tag.id))
    for name, description in rows:
        yield TagLine.model_construct(type="tag", name=name, description=description)


SPACE_TYPE = RecordType(
    shape=SpaceLine,
    rank=30,
    file="spaces",
    known=lambda batch: known_by_id("space", batch),
    add=_add_spaces,
    export=_export_spaces,
    family=Family("space", Space),
)
TAG_TYPE = RecordType(shape=TagLine, rank=40, file="tags", known=_known_tags, add=_add_tags, export=_export_tags)
