"""Operations about a member's own standing: where points came from, and terms as guest staff."""

from datetime import datetime
from typing import Any

from accounts.api.identifying import base_url
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, Number, onward
from accounts.viewers import Viewer
from contributions.guests.queries import term_row, terms_page, topics_of
from contributions.guests.terms import answer_term
from contributions.reputation.queries import address_of_entry, entries_page, is_given, moment_of
from core.forms import Schema

section = Section("Your standing")


class Entry(Answered):
    """Points that came or went. `reversed` says that the cause no longer holds; what cannot be seen has no `about`."""

    number: Number
    points: int
    cause: str
    reversed: bool
    when: datetime
    about: Number | None
    title: str
    url: str


class Topic(Answered):
    """A space or a tag under which a term counts."""

    kind: str
    name: str


class Term(Answered):
    """A time as guest staff. `accepted` is null until the member has answered."""

    number: Number
    topics: list[Topic]
    reason: str
    begins: datetime
    ends: datetime
    accepted: bool | None
    ended: datetime | None
    in_force: bool
    url: str


class Acceptance(Schema):
    """Whether the caller agrees to be guest staff."""

    value: bool


@section.add("GET", "/me/reputation", Listed[Entry], asks=Listing)
def reputation(viewer: Viewer, asked: Listing) -> Listed[Entry]:
    """List where the caller's points came from and went, the latest first; the sum stands at the member."""
    page = entries_page(viewer, viewer.id or 0, asked.after or None, asked.limit)
    return Listed(**onward(page, [_entry(row) for row in page.rows]))


@section.add("GET", "/me/guest-terms", Listed[Term], asks=Listing)
def guest_terms(viewer: Viewer, asked: Listing) -> Listed[Term]:
    """List the terms for which the caller is or was asked to be guest staff, the latest first."""
    page = terms_page(viewer, asked.cursor(1), viewer.id, asked.limit)
    topics = topics_of(viewer, [row.id for row in page.rows])
    return Listed(**onward(page, [_term(row, topics) for row in page.rows]))


@section.add("PUT", "/me/guest-terms/<int:number>/accepted", Term, takes=Acceptance, limit="edit")
def answer_guest_term(viewer: Viewer, number: int, draft: Acceptance) -> Term:
    """Agree to be guest staff, or decline."""
    answer_term(viewer, number, draft.value)
    return _term(term_row(viewer, number), topics_of(viewer, [number]))


def _entry(row: Any) -> Entry:
    url = address_of_entry(row)
    return Entry(
        number=row.id,
        points=row.points,
        cause=row.cause,
        reversed=not is_given(row),
        when=moment_of(row),
        about=row.key,
        title=row.title or "",
        url=base_url() + url if url else "",
    )


def _term(row: Any, topics: dict[int, list[tuple[str, str]]]) -> Term:
    return Term(
        number=row.id,
        topics=[Topic(kind=kind, name=name) for kind, name in topics.get(row.id, [])],
        reason=row.reason,
        begins=row.begins_at,
        ends=row.ends_at,
        accepted=row.accepted,
        ended=row.ended_at,
        in_force=row.in_force,
        url=f"{base_url()}/guests/{row.id}",
    )
