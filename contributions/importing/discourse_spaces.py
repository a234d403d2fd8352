"""Categories of a Discourse as spaces: never open to more people than the category was."""

from collections.abc import Iterator
from sqlite3 import Row
from typing import Any

from contributions.importing import discourse_tables as tables
from contributions.importing.scratch import Scratch
from contributions.importing.times import moment
from core.archive.reading import RawLine
from core.archive.sending import as_line
from core.markup import plain_text

# Where topics go whose category is missing, so that nobody can tell who might read them.
LOST = "lost"
LOST_NAME = "Topics without a category"


def lines(scratch: Scratch) -> Iterator[RawLine]:
    """Yield groups and spaces."""
    for row in scratch.rows(tables.CATEGORIES):
        permissions = {
            grant["group_id"]: grant["permission_type"] for grant in scratch.rows(tables.PERMISSIONS, row["id"])
        }
        door = _door(row, list(permissions))
        if "group" in door:
            yield _group(scratch, row, list(permissions))
        yield from _space(row, door, permissions)
    for row in scratch.rows(tables.LOST):
        yield as_line(row["file_"], row["line_"], type="space", id=LOST, name=LOST_NAME, visibility="staff")


def key_of(category: int | None) -> str:
    """Return the id of the space that a category became."""
    return LOST if category is None else f"s{category}"


def _door(row: Row, groups: list[int]) -> dict[str, str]:
    """Return who may read: everybody, members, the members of a group, or staff where that is all that is clear."""
    if row["read_restricted"] == "f":
        return {}
    if set(groups) <= set(tables.STAFF):
        return {"visibility": "staff"}
    if tables.ALL_MEMBERS in groups:
        return {"visibility": "members"}
    return {"visibility": "group", "group": f"g{row['id']}"}


def _space(row: Row, door: dict[str, str], permissions: dict[int, int]) -> Iterator[RawLine]:
    key = key_of(row["id"])
    whole = " / ".join(filter(None, [row["parent"], row["name"]]))
    writers = [group for group, granted in permissions.items() if granted == tables.FULL]
    readers_post = not permissions or not set(writers) <= set(tables.STAFF)
    fields: dict[str, Any] = {
        "name": whole[:100] or key,
        "description": plain_text(row["description"] or ""),
        "position": row["position"],
        "posting": None if readers_post else "staff",
        "created": moment(row["created_at"]),
    }
    yield as_line(row["file_"], row["line_"], type="space", id=key, **fields, **door)
    yield as_line(row["file_"], row["line_"], type="address", path=f"/c/{row['id']}", space=key)


def _group(scratch: Scratch, row: Row, groups: list[int]) -> RawLine:
    """Return the group of those who may read a category: all the members of all the groups that it names."""
    named = [found for group in groups for found in scratch.rows(tables.GROUP, group)]
    name = " + ".join(found["full_name"] or found["name"] for found in named) or row["name"] or f"g{row['id']}"
    members = [f"u{found['user_id']}" for found in scratch.rows(tables.GROUP_MEMBERS, row["id"])]
    about = named[0]["bio_raw"] or "" if len(named) == 1 else ""
    fields = {"id": f"g{row['id']}", "name": name[:100], "description": about, "members": members}
    return as_line(row["file_"], row["line_"], type="group", **fields, created=moment(row["created_at"]))
