"""What was decided about an idea, as its page tells it: moves, the official response, merges, and where it leads."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Text,
    bindparam,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.merging.models import ThreadMerge
from contributions.merging.moving import MERGED
from contributions.models import Contribution, Space, State, Vote
from contributions.visibility import listed_to, readable_by, typical, viewer_id
from core.database import Key, read
from core.markup import as_markup
from core.pages import ago, full_time, iso
from ideas.board.queries import status_of
from ideas.deciding.models import NearestIdea, OfficialResponse
from ideas.models import Idea, StatusMove
from ideas.slots import Panel
from ideas.statuses import statuses_named

IDEA: Any = Idea.__table__
POST: Any = Contribution.__table__.alias("told")
BY: Any = Member.__table__.alias("teller")
THREAD = bindparam("thread", type_=Key)
MOVE, RESPONSE, JOINED, NEAREST = "move", "response", "joined", "nearest"
MOST = {MOVE: 20, RESPONSE: 1, JOINED: 20, NEAREST: 1}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story; `before` and `after` name statuses, `carried` says that the reader's vote came along."""

    key: int
    when: tuple[str, str, str]
    by: Person | None
    html: Any = ""
    before: str = ""
    after: str = ""
    phase: str = ""
    title: str = ""
    url: str = ""
    carried: bool = False


@dataclass(slots=True)
class Story:
    """What an idea's page tells of decisions."""

    moves: list[Told] = field(default_factory=list)
    response: Told | None = None
    joined: list[Told] = field(default_factory=list)
    nearest: Told | None = None

    @property
    def carried(self) -> list[Told]:
        """The merged ideas from which the reader's vote came."""
        return [one for one in self.joined if one.carried]


def columns(_standing: Standing) -> list[ColumnElement[Any]]:
    """Say with the row of an idea whether there is anything to tell, which most ideas have not."""
    moved = exists().where(StatusMove.idea_id == Contribution.id)
    answered = exists().where(OfficialResponse.idea_id == Contribution.id)
    joined = exists().where(ThreadMerge.target_id == Contribution.id)
    return [or_(moved, answered, joined).label("has_story")]


def panels(viewer: Viewer, row: Any) -> list[Panel]:
    """Return what stands around the words of an idea."""
    if not row.has_story:
        return []
    story = story_of(viewer, row)
    shown = {"story": story, "key": row.id, "phase": row.phase, "status": status_of(row)}
    told = [Panel("ideas/deciding/history.html", shown, rank=30)] if story.moves else []
    told += [Panel("ideas/merging/credits.html", shown, rank=35)] if story.joined else []
    top = story.response or story.nearest or (row.phase == "closed" and story.moves)
    return [*told, Panel("ideas/deciding/response.html", shown, where="top", rank=10)] if top else told


def story_of(viewer: Viewer, row: Any) -> Story:
    """Return what the viewer may see of an idea's story: one statement, and one for the names of an area's statuses."""
    rows = read(_statement(viewer.standing), {"viewer_id": viewer.id, "thread": row.id}).all()
    words = {word for one in rows if one.role == MOVE for word in (one.before, one.after)}
    names = statuses_named(row.area_id, sorted(words)) if words else {}
    story = Story()
    for one in rows:
        told = _told(one, names)
        if one.role == MOVE:
            story.moves.append(told)
        elif one.role == JOINED:
            story.joined.append(told)
        else:
            setattr(story, one.role, told)
    return story


def _told(row: Any, names: dict[str, str]) -> Told:
    return Told(
        key=row.key,
        when=(iso(row.at), ago(row.at), full_time(row.at)),
        by=person(row.by_id, row.by_name, row.by_roles),
        html=as_markup(row.html or ""),
        before=names.get(row.before, ""),
        after=names.get(row.after, ""),
        phase=row.phase or "",
        title=row.title or "",
        url=KINDS["idea"].address(row.key, row.title) if row.role == NEAREST else f"/contributions/{row.key}",
        carried=bool(row.carried),
    )


@lru_cache(maxsize=32)
def _statement(standing: Standing) -> Any:
    viewer = typical(standing)
    seen = select(Contribution.id).where(Contribution.id == POST.c.id, listed_to(viewer)).exists()
    moves = _part(MOVE, StatusMove.id, StatusMove.created_at, StatusMove.by_id, html=StatusMove.html,
                  before=StatusMove.before, after=StatusMove.after, phase=StatusMove.phase)  # fmt: skip
    responses = _part(RESPONSE, POST.c.id, OfficialResponse.given_at, POST.c.author_id, html=POST.c.html)
    joined = _part(JOINED, POST.c.id, ThreadMerge.merged_at, POST.c.author_id, title=POST.c.title, carried=_carried())
    nearest = _part(NEAREST, POST.c.id, NearestIdea.found_at, POST.c.author_id, title=POST.c.title, phase=IDEA.c.phase)
    readable = POST.c.space_id.in_(select(Space.id).where(readable_by(viewer)))
    parts = [
        _first(moves.outerjoin(BY, BY.c.id == StatusMove.by_id).where(StatusMove.idea_id == THREAD), MOVE),
        _first(
            responses.join(POST, POST.c.id == OfficialResponse.comment_id)
            .outerjoin(BY, BY.c.id == POST.c.author_id)
            .where(OfficialResponse.idea_id == THREAD, POST.c.thread_id == THREAD, seen),
            RESPONSE,
        ),
        # What went into an idea stands no more, and is named for credit unless a moderator hid it since.
        _first(
            joined.join(POST, POST.c.id == ThreadMerge.source_id)
            .outerjoin(BY, BY.c.id == POST.c.author_id)
            .where(ThreadMerge.target_id == THREAD, POST.c.state == State.DELETED, readable),
            JOINED,
        ),
        _first(
            nearest.join(POST, POST.c.id == NearestIdea.nearest_id)
            .join(IDEA, IDEA.c.id == POST.c.id)
            .outerjoin(BY, BY.c.id == POST.c.author_id)
            .where(NearestIdea.idea_id == THREAD, IDEA.c.phase.in_(["open", "active"]), seen),
            NEAREST,
        ),
    ]
    return union_all(*parts)


def _part(role: str, key: Any, at: Any, by: Any, **known: Any) -> Select[Any]:
    texts = [cast(known.get(name, null()), Text).label(name) for name in ("html", "before", "after", "phase", "title")]
    carried = known.get("carried", literal(0, Key)).label("carried")
    teller = [by.label("by_id"), BY.c.name.label("by_name"), BY.c.roles.label("by_roles")]
    return select(literal(role, String).label("role"), key.label("key"), at.label("at"), *teller, *texts, carried)


def _first(part: Select[Any], role: str) -> Any:
    """The latest rows of one role."""
    latest = part.order_by(part.selected_columns["at"].desc(), part.selected_columns["key"].desc())
    return select(latest.limit(MOST[role]).subquery())


def _carried() -> Any:
    """How many votes of the viewer came from a merged idea and were not changed since: one or none."""
    given, kept = Vote.__table__.alias("given"), Vote.__table__.alias("kept")
    same = (given.c.member_id == kept.c.member_id) & (given.c.created_at == kept.c.created_at)
    return (
        select(literal(1, Key))
        .where(kept.c.contribution_id == THREAD, kept.c.member_id == viewer_id(), kept.c.origin == MERGED)
        .where(given.c.contribution_id == ThreadMerge.source_id, same)
        .correlate(ThreadMerge)
        .scalar_subquery()
    )
