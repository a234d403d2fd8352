"""Members and groups as lines of an archive. Passwords and sign-ins are never part of one."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from sqlalchemy import func, select

from accounts.models import Group, Member, Membership, Role
from accounts.names import name_key
from accounts.schemas import address_key
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from core.markup import render

RoleName = Literal["staff", "moderator", "product_manager", "curator", "administrator"]
# What a contribution was written as; nobody holds the last of these.
MarkName = RoleName | Literal["guest"]
MEMBER = Reference("member")
TAKEN_ADDRESSES = "members whose address is in use here, imported without it"
RENAMED_GROUPS = "groups whose name is in use here, imported under another"


class MemberLine(Line):
    """A member. Several roles stand in `roles`, one alone in `role`."""

    type: Literal["member"]
    id: Id
    name: Annotated[str, Field(max_length=200)]
    joined: Moment | None = None
    role: Literal["member"] | RoleName = "member"
    roles: list[RoleName] = []
    email: Annotated[str, Field(min_length=3, max_length=255)] | None = None
    confirmed: Moment | None = None
    about: str = ""
    location: Annotated[str, Field(max_length=100)] = ""
    active: bool = True
    erased: Moment | None = None

    def moment(self) -> datetime | None:
        """Return when the member joined."""
        return self.joined


class Entry(BaseModel):
    """A member of a group; written as the bare id where it is as old as the group."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: Id
    since: Moment | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value

    @model_serializer(mode="wrap")
    def _as_id(self, write: SerializerFunctionWrapHandler) -> Any:
        return write(self) if self.since else self.id


class GroupLine(Line):
    """A group and its members."""

    type: Literal["group"]
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=100)]
    description: str = ""
    created: Moment | None = None
    members: list[Entry] = []
    references: ClassVar = {"members": MEMBER}

    def moment(self) -> datetime | None:
        """Return when the group was made."""
        return self.created


MEMBERS = Family("member", Member, created=Member.joined_at)
GROUPS = Family("group", Group, created=Group.created_at)


def roles_named(names: Sequence[str]) -> Role:
    """Return roles from their names; "member" is none."""
    held = Role.NONE
    for name in names:
        held |= Role.NONE if name == "member" else Role[name.upper()]
    return held


def role_names(roles: Role) -> list[Any]:
    """Return the names of roles, in a fixed order."""
    return [role.name.lower() for role in Role if role and role & roles and role.name]


def _add_members(batch: Batch) -> None:
    ids = reserve_ids(Member, len(batch.lines))
    free_names = _free(Member.name_key, [name_key(line.name) or None for line in batch.lines])
    addresses = [address_key(line.email) if line.email else None for line in batch.lines]
    free_addresses = _free(Member.email, addresses)
    rows = [
        {
            **batch.stamp(line),
            "id": key,
            "name": line.name,
            "name_key": name,
            "email": address,
            "active": line.active,
            "fs_uniquifier": secrets.token_hex(32),
            "confirmed_at": line.confirmed,
            "roles": roles_named([line.role, *line.roles]),
            "joined_at": line.joined or batch.beginning,
            "about": line.about,
            "about_html": render(line.about) if line.about else "",
            "location": line.location,
            "erased_at": line.erased,
        }
        for key, line, name, address in zip(ids, batch.lines, free_names, free_addresses, strict=True)
    ]
    batch.report.notes[TAKEN_ADDRESSES] += free_addresses.count(None) - addresses.count(None)
    insert_rows(Member, rows)


def _free(column: Any, wanted: Sequence[str | None]) -> list[str | None]:
    """Return the values that nobody has yet, each for the first who wants it, and None for the others."""
    taken: set[str | None] = set()
    for start in range(0, len(wanted), 500):
        taken.update(db.session.scalars(select(column).where(column.in_(wanted[start : start + 500]))))
    given: list[str | None] = []
    for value in wanted:
        given.append(None if value in taken else value)
        taken.add(value)
    return given


def _add_groups(batch: Batch) -> None:
    ids = reserve_ids(Group, len(batch.lines))
    people = batch.ids("member", [key for line in batch.lines for _field, _to, key in line.pointers()])
    for key, line in zip(ids, batch.lines, strict=True):
        at = line.created or batch.beginning
        name = _free_group_name(line.name, batch)
        insert_rows(
            Group, [{**batch.stamp(line), "id": key, "name": name, "description": line.description, "created_at": at}]
        )
        entries = {people[entry.id]: entry.since or at for entry in line.members}
        insert_rows(
            Membership, [{"group_id": key, "member_id": member, "since": since} for member, since in entries.items()]
        )


def _free_group_name(name: str, batch: Batch) -> str:
    tried, number = name, 1
    while db.session.scalar(select(func.count()).select_from(Group).where(Group.name == tried)):
        number += 1
        tried = f"{name[:90]} ({number})"
    batch.report.notes[RENAMED_GROUPS] += tried != name
    return tried


def _export_members() -> Iterator[MemberLine]:
    named = PublicIds(Member)
    for rows in pages_of_rows(select(*Member.__table__.c).where(~Member.is_pending), Member.id):
        keys = named.of(row.id for row in rows)
        for row in rows:
            roles = role_names(row.roles)
            yield MemberLine.model_construct(
                type="member",
                id=keys[row.id],
                name=row.name,
                joined=row.joined_at,
                role=roles[0] if len(roles) == 1 else "member",
                roles=roles if len(roles) > 1 else [],
                email=row.email,
                confirmed=row.confirmed_at,
                about=row.about,
                location=row.location,
                active=row.active,
                erased=row.erased_at,
            )


def _export_groups() -> Iterator[GroupLine]:
    named, people = PublicIds(Group), PublicIds(Member)
    for rows in pages_of_rows(select(*Group.__table__.c), Group.id):
        keys = named.of(row.id for row in rows)
        for row in rows:
            yield GroupLine.model_construct(
                type="group",
                id=keys[row.id],
                name=row.name,
                description=row.description,
                created=row.created_at,
                members=_entries(row, people),
            )


def _entries(group: Any, people: PublicIds) -> list[Entry]:
    statement = (
        select(Membership.member_id, Membership.since)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.group_id == group.id, ~Member.is_pending)
        .order_by(Membership.member_id)
    )
    rows = db.session.execute(statement).all()
    keys = people.of(row.member_id for row in rows)
    return [
        Entry.model_construct(id=keys[row.member_id], since=None if row.since == group.created_at else row.since)
        for row in rows
    ]


def register_archive(app: Flask) -> None:
    """Make the lines of this package known."""
    add_record_types(
        app,
        RecordType(
            shape=MemberLine,
            rank=10,
            file="members",
            known=lambda batch: known_by_id("member", batch),
            add=_add_members,
            export=_export_members,
            family=MEMBERS,
        ),
        RecordType(
            shape=GroupLine,
            rank=20,
            file="groups",
            known=lambda batch: known_by_id("group", batch),
            add=_add_groups,
            export=_export_groups,
            family=GROUPS,
        ),
    )
