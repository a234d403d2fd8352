"""Where chains of duplicates end: every duplicate points to the last question of its chain, never to itself."""

from collections.abc import Collection, Container, Mapping
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import aliased

from community.models import DuplicateLink, Question
from contributions.models import Contribution, State
from core.database import Key, db, read

QUESTIONS = cast("Table", Question.__table__)
OBJECTED = "objected"


def resolve(links: Mapping[int, int], standing: Container[int]) -> dict[int, int]:
    """Return, for every duplicate, the question at the end of its chain; those whose end does not stand are left out.

    Where links go round in a circle, as an import may bring them, its question with the lowest id is the end. What is
    returned leads to the end at once: resolving it again changes nothing.
    """
    ends = {key: _end(key, links) for key in links}
    return {key: end for key, end in ends.items() if end != key and end in standing}


def _end(key: int, links: Mapping[int, int]) -> int:
    walked = {key: None}
    while (following := links.get(key)) is not None:
        if following in walked:
            circle = list(walked)
            return min(circle[circle.index(following) :])
        walked[following] = None
        key = following
    return key


def settle(keys: Collection[int] | None = None) -> int:
    """Point duplicates that hang together with these questions (None: all) to their ends; returns how many moved."""
    links = _links(None) if keys is None else _component(set(keys))
    among = links.keys() | set(links.values()) | set(keys or ())
    ends = resolve(links, _standing(set(links.values())))
    now: dict[int, int | None] = {row.id: row.duplicate_of_id for row in _pointing(None if keys is None else among)}
    moved = [{"key": key, "end": ends.get(key)} for key in now.keys() | ends.keys() if now.get(key) != ends.get(key)]
    if moved:
        statement = update(QUESTIONS).where(QUESTIONS.c.id == bindparam("key"))
        db.session.connection().execute(statement.values(duplicate_of_id=bindparam("end", type_=Key)), moved)
        db.session.expire_all()
    return len(moved)


def _pointing(keys: Collection[int] | None) -> Any:
    chosen = QUESTIONS.c.duplicate_of_id.is_not(None) if keys is None else QUESTIONS.c.id.in_(keys)
    return read(select(QUESTIONS.c.id, QUESTIONS.c.duplicate_of_id).where(chosen))


def _component(keys: set[int]) -> dict[int, int]:
    """Return the links of everything that hangs together with these questions."""
    while True:
        links = _links(keys)
        more = links.keys() | set(links.values()) | keys
        if more == keys:
            return links
        keys = set(more)


def _links(keys: Collection[int] | None) -> dict[int, int]:
    """Return for each question the first original that it was said to have, unless whoever asked objected."""
    asked, original = aliased(QUESTIONS), aliased(QUESTIONS)
    statement = (
        select(DuplicateLink.question_id, DuplicateLink.original_id)
        .join(asked, asked.c.id == DuplicateLink.question_id)
        .join(original, original.c.id == DuplicateLink.original_id)
        .where(DuplicateLink.said.is_distinct_from(OBJECTED))
        .order_by(DuplicateLink.id.desc())
    )
    if keys is not None:
        statement = statement.where(DuplicateLink.question_id.in_(keys) | DuplicateLink.original_id.in_(keys))
    return {row.question_id: row.original_id for row in read(statement)}


def _standing(keys: Collection[int]) -> set[int]:
    stands = select(Contribution.id).where(Contribution.state == State.PUBLISHED, Contribution.kind == "question")
    return set(db.session.scalars(stands if len(keys) > 1000 else stands.where(Contribution.id.in_(keys))))
