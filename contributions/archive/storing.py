"""Stores contributions of any kind in bulk; the rooms add what is special to theirs."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from accounts.archive import roles_named
from accounts.models import Member, Role
from contributions.archive.lines import ContributionLine, ThreadLine, parents_of
from contributions.archive.spaces import common_space, tag_form, tag_ids
from contributions.events import ContributionsImported
from contributions.models import Contribution, State, Tagging
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import chunks
from core.archive.lines import key_of
from core.archive.registry import Family
from core.database import db
from core.events import publish

NO_GATES: Mapping[str, int] = MappingProxyType({})
EMPTY_TAGS = "tags without a letter or a digit, left out"


CONTRIBUTIONS = Family("contribution", Contribution, created=Contribution.created_at, kind=Contribution.kind)


class Above(NamedTuple):
    """What a reply takes over from what it stands under."""

    id: int
    thread_id: int
    host_id: int
    space_id: int
    concealed: bool
    gate_id: int | None


def add_contributions(batch: Batch, gates: Mapping[str, int] = NO_GATES) -> dict[str, int]:
    """Store the lines of a batch as contributions of its kind; returns the new row of each line.

    `gates` are those behind which lines stand, by the ids of the lines.
    """
    keys = reserve_ids(Contribution, len(batch.lines))
    opens = isinstance(batch.lines[0], ThreadLine)
    places = _spaces(batch) if opens else []
    people = batch.ids("member", [key for line in batch.lines for key in (line.author, line.state_by)])
    roles = _roles(people.values())
    rows = []
    for place, (key, line) in enumerate(zip(keys, batch.lines, strict=True)):
        row = _written(line, key, people, roles) | batch.stamp(line)
        row["html"], row["excerpt"] = batch.rendered[place]
        rows.append(row | (_opening(line, places[place]) if opens else {}))
    if not opens:
        _hang_up(rows, batch, gates)
    insert_rows(Contribution, rows)
    ids = {key_of(line): key for line, key in zip(batch.lines, keys, strict=True)}
    if opens:
        _tag(batch, keys)
    publish(ContributionsImported(actor_id=None, first_id=keys[0], last_id=keys[-1], count=len(keys)))
    return ids


def known_contributions(batch: Batch) -> set[int]:
    """Return the places of lines that are stored already."""
    return known_by_id("contribution", batch)


def _written(line: ContributionLine, key: int, people: Mapping[str, int], roles: Mapping[int, Role]) -> dict[str, Any]:
    author = people.get(line.author or "")
    held = roles.get(author or 0, Role.NONE) if line.author_roles is None else roles_named(line.author_roles)
    return {
        "id": key,
        "kind": line.type,
        "author_id": author,
        "author_roles": held,
        "body": line.body,
        "language": line.language,
        "state": line.state,
        "state_by_id": people.get(line.state_by or ""),
        "state_reason": line.state_reason,
        "concealed": False,
        "created_at": line.created,
        "edited_at": line.edited,
        "active_at": line.created,
        "opening_score": line.score,
        "score": line.score,
        "reply_count": 0,
        "comment_count": 0,
        "hot": 0.0,
    }


def _opening(line: ThreadLine, space_id: int) -> dict[str, Any]:
    nothing_above = {"thread_id": None, "host_id": None, "parent_id": None, "gate_id": None}
    return {"title": line.title, "space_id": space_id, "views": line.views, **nothing_above}


def _hang_up(rows: Sequence[dict[str, Any]], batch: Batch, gates: Mapping[str, int]) -> None:
    """Give replies their place under what they stand under, which may be a reply further up in the same batch."""
    above = _above(batch)
    for row, line in zip(rows, batch.lines, strict=True):
        parent = above[line.parent()]
        comment = line.type == "comment"
        row |= {
            "title": None,
            "views": 0,
            "parent_id": parent.id,
            "thread_id": parent.thread_id,
            "host_id": parent.host_id if comment else None,
            "space_id": parent.space_id,
            "concealed": parent.concealed,
            "gate_id": parent.gate_id if comment else gates.get(key_of(line)),
        }
        hides = parent.concealed or row["state"] != State.PUBLISHED
        host = parent.host_id if comment else row["id"]
        above[key_of(line)] = Above(row["id"], parent.thread_id, host, parent.space_id, hides, row["gate_id"])


def _above(batch: Batch) -> dict[str | None, Above]:
    found = batch.ids("contribution", parents_of(batch.lines))
    columns = (
        Contribution.id,
        func.coalesce(Contribution.thread_id, Contribution.id),
        case((Contribution.kind == "comment", Contribution.host_id), else_=Contribution.id),
        Contribution.space_id,
        Contribution.concealed | (Contribution.state != State.PUBLISHED),
        Contribution.gate_id,
    )
    rows: dict[int, Above] = {}
    for chunk in chunks(sorted(set(found.values()))):
        statement = select(*columns).where(Contribution.id.in_(chunk))
        rows.update((row[0], Above(*row)) for row in db.session.execute(statement))
    return {key: rows[row_id] for key, row_id in found.items()}


def _roles(people: Iterable[int]) -> dict[int, Role]:
    """Return the roles that these members hold now, where they hold any."""
    held: dict[int, Role] = {}
    for chunk in chunks(sorted(set(people))):
        statement = select(Member.id, Member.roles_held).where(Member.id.in_(chunk), Member.roles_held != Role.NONE)
        held.update((key, roles) for key, roles in db.session.execute(statement))
    return held


def _spaces(batch: Batch) -> list[int]:
    known = batch.ids("space", batch.column("space"))
    without = common_space(batch) if None in batch.column("space") else 0
    return [known[line.space] if line.space else without for line in batch.lines]


def _tag(batch: Batch, keys: Sequence[int]) -> None:
    words = [list(dict.fromkeys(map(tag_form, line.tags))) for line in batch.lines]
    batch.report.notes[EMPTY_TAGS] += sum("" in some for some in words)
    ids = tag_ids([word for some in words for word in some if word])
    rows = [
        {"contribution_id": key, "tag_id": ids[word], "position": position}
        for key, some in zip(keys, words, strict=True)
        for position, word in enumerate(filter(None, some))
    ]
    insert_rows(Tagging, rows)
