"""Operations about members, and about whoever calls."""

from typing import Annotated, Any

from flask import g
from pydantic import BeforeValidator, Field
from sqlalchemy import select

from accounts import sessions
from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Listed, Listing, MemberProfile, MemberShown, Oneself, named, onward
from accounts.models import Member, Role
from accounts.people import office, person
from accounts.queries import member_shown, members
from accounts.schemas import one_line
from accounts.viewers import Viewer
from core.database import db
from core.errors import NotFound

section = Section("Members")


class MemberListing(Listing):
    """Which members are wanted: those whose name begins with a text."""

    name: Annotated[str, BeforeValidator(one_line), Field(max_length=60)] = ""


@section.add("GET", "/me", Oneself)
def me(viewer: Viewer) -> Oneself:
    """Say who the token acts for, and what it opens now."""
    ids = ids_of(Member, [viewer.id])
    counted = sessions.unread_count
    unread = 0 if counted is None else db.session.scalar(select(counted).where(Member.id == viewer.id)) or 0
    member = named(person(viewer.id, viewer.name, viewer.roles), ids, base_url())
    if member is None:
        raise NotFound
    return Oneself(member=member, scopes=sorted(g.bearer.scopes), unread=unread)


@section.add("GET", "/members", Listed[MemberShown], scope=None, asks=MemberListing)
def list_members(_viewer: Viewer, asked: MemberListing) -> Listed[MemberShown]:
    """List members, the newest first."""
    page = members(asked.cursor(2), asked.name, asked.limit)
    ids = ids_of(Member, [row.id for row in page.rows])
    return Listed(**onward(page, [MemberShown(**_shown(row, row.roles, ids)) for row in page.rows]))


@section.add("GET", "/members/<int:number>", MemberProfile, scope=None)
def member(_viewer: Viewer, number: int) -> MemberProfile:
    """Show what a member tells of themselves."""
    found = member_shown(number)
    if found.erased_at is not None:
        raise NotFound
    shown = _shown(found, found.roles_held, ids_of(Member, [number]))
    return MemberProfile(**shown, about=found.about, about_html=found.about_html)


def _shown(row: Any, roles: Role, ids: dict[int, str]) -> dict[str, Any]:
    return {
        "number": row.id,
        "id": ids[row.id],
        "name": row.name,
        "office": office(roles),
        "location": row.location,
        "joined": row.joined_at,
        "reputation": row.reputation,
        "level": row.trust_level,
        "url": f"{base_url()}/members/{row.id}",
    }
