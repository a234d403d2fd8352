"""What an idea comes from and what came of it: co-authors, ancestors, remixes and the post it was drawn from."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import listed_to, typical
from core.database import Key, read
from ideas.models import CoAuthor, IdeaParent
from ideas.writing.models import IdeaOrigin

OLDEST = 12
MOST_CHILDREN = 12
IDEA = bindparam("idea", type_=Key)


@dataclass(frozen=True, slots=True)
class Relative:
    """An idea of the family. `depth` 1 is a parent, 2 one of its parents; with whom its author had it."""

    id: int
    url: str
    title: str
    author: Person | None
    depth: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The post from which an idea was drawn, with its words of that time."""

    url: str
    title: str
    quote: str
    author: Person | None


@dataclass(slots=True)
class Family:
    """All of it, as far as the viewer may see it. `credits` are the authors of all ancestors, each once."""

    authors: list[Person] = field(default_factory=list)
    asked: bool = False
    ancestors: list[Relative] = field(default_factory=list)
    credits: list[Person] = field(default_factory=list)
    children: list[Relative] = field(default_factory=list)
    origin: Origin | None = None

    @property
    def parents(self) -> list[Relative]:
        """The ideas that this one was mixed from directly."""
        return [relative for relative in self.ancestors if relative.depth == 1]


def family_of(viewer: Viewer, key: int) -> Family:
    """Return the family of an idea: one statement."""
    family = Family()
    for row in read(_family(viewer.standing), {"viewer_id": viewer.id, "idea": key}):
        _seat(family, viewer, row)
    family.ancestors.sort(key=lambda relative: (relative.depth, relative.id))
    return family


def _seat(family: Family, viewer: Viewer, row: Any) -> None:
    who = person(row.member_id, row.name, row.roles)
    if row.place == "author":
        family.asked = family.asked or (row.depth == 0 and row.member_id == viewer.id)
        family.authors += [who] if who and row.depth else []
    elif row.place == "credit":
        family.credits += [who] if who and who.id not in {known.id for known in family.credits} else []
    elif row.place == "origin":
        url = f"/contributions/{row.id}"
        family.origin = Origin(url, row.title or "", row.quote, who)
    else:
        relative = Relative(row.id, KINDS["idea"].address(row.id, row.title), row.title, who, row.depth)
        (family.children if row.place == "child" else family.ancestors).append(relative)
        if who and row.place == "ancestor" and who.id not in {known.id for known in family.credits}:
            family.credits.append(who)


def _ancestors() -> Any:
    """Every ancestor of the idea (`idea`) with its depth; of a very old family the nearest generations."""
    first = select(IdeaParent.parent_id.label("id"), literal(1).label("depth")).where(IdeaParent.child_id == IDEA)
    line = first.cte("line", recursive=True)
    further = select(IdeaParent.parent_id, line.c.depth + 1).join(line, line.c.id == IdeaParent.child_id)
    line = line.union(further.where(line.c.depth < OLDEST))
    return select(line.c.id, func.min(line.c.depth).label("depth")).group_by(line.c.id).cte("ancestor")


@lru_cache(maxsize=32)
def _family(standing: Standing) -> Any:
    listed, ancestor = listed_to(typical(standing)), _ancestors()
    who = (Member.id.label("member_id"), Member.name, Member.roles_held.label("roles"))
    nothing = null().label("quote")
    told = (Contribution.id.label("id"), Contribution.title, *who)

    def part(place: str, depth: Any, *columns: Any) -> Any:
        return select(literal(place).label("place"), depth.label("depth"), *columns)

    wrote = Member.id == Contribution.author_id
    older = (
        part("ancestor", ancestor.c.depth, *told, nothing)
        .select_from(Contribution)
        .join(ancestor, ancestor.c.id == Contribution.id)
    )
    younger = (
        part("child", literal(1), *told, nothing)
        .select_from(Contribution)
        .join(IdeaParent, IdeaParent.child_id == Contribution.id)
    )
    latest = (
        younger.outerjoin(Member, wrote)
        .where(IdeaParent.parent_id == IDEA, listed)
        .order_by(Contribution.id.desc())
        .limit(MOST_CHILDREN)
        .subquery()
    )
    depth = case((CoAuthor.accepted_at.is_not(None), 1), else_=0)
    own = part("author", depth, CoAuthor.idea_id.label("id"), null().label("title"), *who, nothing)
    credited = part("credit", literal(1), CoAuthor.idea_id.label("id"), null().label("title"), *who, nothing)
    root: Any = aliased(Contribution, flat=True)
    title = func.coalesce(Contribution.title, root.title).label("title")
    drawn = part("origin", literal(0), Contribution.id.label("id"), title, *who, IdeaOrigin.quote)
    return union_all(
        older.outerjoin(Member, wrote).where(listed),
        select(latest),
        own.select_from(CoAuthor).join(Member, Member.id == CoAuthor.member_id).where(CoAuthor.idea_id == IDEA),
        credited.select_from(CoAuthor)
        .join(Member, Member.id == CoAuthor.member_id)
        .join(ancestor, ancestor.c.id == CoAuthor.idea_id)
        .join(Contribution, Contribution.id == CoAuthor.idea_id)
        .where(CoAuthor.accepted_at.is_not(None), listed),
        drawn.select_from(Contribution)
        .join(IdeaOrigin, IdeaOrigin.contribution_id == Contribution.id)
        .outerjoin(root, root.id == Contribution.thread_id)
        .outerjoin(Member, wrote)
        .where(IdeaOrigin.idea_id == IDEA, listed),
    )
