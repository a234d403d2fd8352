"""What stands beside a question: where it was answered before, who asked it in other words, and what is like it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import Float, Select, String, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from accounts.viewers import Standing, Viewer
from community.duplicates.chains import OBJECTED, QUESTIONS
from community.duplicates.models import Neighbour
from community.duplicates.policies import may_judge_duplicate, may_mark_duplicate, may_merge
from community.knowledge.models import Article
from community.knowledge.policies import may_grow
from community.models import DuplicateLink
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.translation import ngettext

ORIGINAL, DOUBTED, AGAIN, SIMILAR, PAGE = "original", "doubted", "again", "similar", "page"
ROLES = (ORIGINAL, DOUBTED, AGAIN, SIMILAR, PAGE)
MOST = {AGAIN: 10, SIMILAR: 5}
THREAD = bindparam("thread", type_=Key)


@dataclass(frozen=True, slots=True)
class Brief:
    """A thread in a short list."""

    id: int
    url: str
    title: str
    state: str
    answers: int
    meta: Sequence[str] = ()


@dataclass(slots=True)
class Related:
    """The threads beside a question. `deeds` maps what the viewer may do about a duplicate to its address."""

    original: Brief | None = None
    doubted: bool = False
    said: str | None = None
    again: Sequence[Brief] = ()
    similar: Sequence[Brief] = ()
    page: Brief | None = None
    canonical: str = ""
    deeds: dict[str, str] = field(default_factory=dict)


def related_threads(viewer: Viewer, question: Any) -> Related:
    """Return what stands beside a question, of what the viewer may see: one statement."""
    rows = read(_statement(viewer.standing), {"viewer_id": viewer.id, "thread": question.id}).all()
    chosen = {name: sorted((row for row in rows if row.role == name), key=lambda row: -row.place) for name in ROLES}
    first = next(iter([*chosen[ORIGINAL], *chosen[DOUBTED]]), None)
    shown = {first.id if first else 0, *(row.id for name in (AGAIN, PAGE) for row in chosen[name])}
    found = Related(
        original=brief(first) if first else None,
        doubted=not chosen[ORIGINAL] and bool(chosen[DOUBTED]),
        said=first.said if first else None,
        again=[brief(row) for row in chosen[AGAIN]],
        similar=[brief(row) for row in chosen[SIMILAR] if row.id not in shown],
        page=next(map(brief, chosen[PAGE]), None),
        deeds=_deeds(viewer, question, first is not None),
    )
    if found.page is None and may_grow(viewer, question, _solved(question)):
        found.deeds["grow"] = f"/questions/{question.id}/knowledge"
    if found.original and not found.doubted:
        found.canonical = current_app.extensions["settings"].base_url + found.original.url
    return found


def _solved(question: Any) -> bool:
    return question.accepted_answer_id is not None or question.official_answer_id is not None


def _deeds(viewer: Viewer, question: Any, marked: bool) -> dict[str, str]:
    deeds = {}
    if may_mark_duplicate(viewer, question) or (may_merge(viewer) and viewer.signed_in):
        deeds["mark"] = f"/questions/{question.id}/duplicate"
    if marked and may_judge_duplicate(viewer, question):
        deeds["judge"] = f"/questions/{question.id}/duplicate/judge"
    return deeds


def brief(row: Any) -> Brief:
    """Make a short line of a row with the columns of `_columns`."""
    solved = "solved" if row.accepted_answer_id is not None else "answered" if row.reply_count else "open"
    kind = KINDS[row.kind]
    texts = [ngettext("%(num)s answer", "%(num)s answers", row.reply_count)]
    meta = texts if row.kind == "question" else [kind.label]
    return Brief(row.id, kind.address(row.id, row.title), row.title, solved, row.reply_count, meta)


@lru_cache(maxsize=32)
def _statement(standing: Standing) -> Any:
    own, link = aliased(QUESTIONS), DuplicateLink
    grown: Any = Article.__table__
    said = select(func.max(link.said)).where(link.question_id == THREAD).scalar_subquery()
    parts = [
        _part(standing, ORIGINAL, literal(0), said)
        .join(own, own.c.duplicate_of_id == Contribution.id)
        .where(own.c.id == THREAD),
        _part(standing, DOUBTED, -link.id, link.said)
        .join(link, link.original_id == Contribution.id)
        .where(link.question_id == THREAD, link.said == OBJECTED),
        _part(standing, AGAIN, Contribution.id)
        .join(own, own.c.id == Contribution.id)
        .where(own.c.duplicate_of_id == THREAD),
        _part(standing, SIMILAR, Neighbour.likeness)
        .join(Neighbour, Neighbour.similar_id == Contribution.id)
        .where(Neighbour.question_id == THREAD),
        _part(standing, PAGE, literal(0))
        .join(grown, grown.c.id == Contribution.id)
        .where(grown.c.question_id == THREAD),
    ]
    return union_all(*(select(part.subquery()) for part in parts))


def _part(standing: Standing, role: str, place: Any, said: Any = None) -> Select[*tuple[Any, ...]]:
    """The first threads of one role that a viewer of a standing may see; `place` orders them, highest first."""
    asked = aliased(QUESTIONS)
    by = cast(place, Float).label("place")
    columns = (Contribution.id, Contribution.kind, Contribution.title, Contribution.reply_count)
    remark = cast(null() if said is None else said, String).label("said")
    return (
        select(literal(role, String).label("role"), by, remark, *columns, asked.c.accepted_answer_id)
        .select_from(Contribution)
        .outerjoin(asked, asked.c.id == Contribution.id)
        .where(listed_to(typical(standing)))
        .order_by(by.desc(), Contribution.id)
        .limit(MOST.get(role, 1))
    )
