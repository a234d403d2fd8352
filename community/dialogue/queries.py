"""What is known of a thread and the two who talk in it."""

from typing import Any

from sqlalchemy import literal, null, select, union_all

from accounts.models import Member
from accounts.viewers import Viewer
from community.dialogue.lights import Dialogue, Turn
from community.models import Question
from contributions.models import Contribution, Follow, Space, State, Vote
from contributions.resuming.models import ReadPosition
from contributions.visibility import listed_to, member_may_see
from core.database import read

MOST_TURNS = 500


def posts_of(viewer: Viewer, thread_id: int) -> Any:
    """Return the latest posts of a thread that a viewer sees, the newest first."""
    in_thread = (Contribution.id == thread_id) | (Contribution.thread_id == thread_id)
    return read(
        select(Contribution.id, Contribution.author_id, Contribution.created_at, Contribution.edited_at)
        .where(in_thread, listed_to(viewer))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
        .limit(MOST_TURNS)
    ).all()


def known_of(thread: Contribution, rows: Any, both: list[int], able: frozenset[int]) -> Dialogue:
    """Put together what the posts of a thread and the marks of the two say: one statement."""
    marks = _marks(thread.id, both, [row.id for row in rows if row.author_id in both])
    return Dialogue(
        opener=thread.author_id,
        other=both[1] if len(both) > 1 else None,
        turns=[Turn(row.id, row.author_id, row.created_at, row.edited_at) for row in rows if row.author_id],
        stands=thread.state == State.PUBLISHED and not thread.concealed,
        able=able,
        following=frozenset(row.member_id for row in marks if row.what == "follow"),
        read={row.member_id: (row.read_to, row.read_at) for row in marks if row.what == "read"},
        accepted=isinstance(thread, Question) and thread.accepted_answer_id is not None,
        voted=frozenset(row.member_id for row in marks if row.what == "vote"),
    )


def _marks(thread_id: int, both: list[int], posts: list[int]) -> Any:
    """Return how far the two have read, who of them follows the thread, and who voted on what the other wrote there."""
    nothing = (null().label("read_to"), null().label("read_at"))
    there = (ReadPosition.thread_id == thread_id, ReadPosition.member_id.in_(both))
    positions = select(
        ReadPosition.member_id, literal("read").label("what"), ReadPosition.read_to, ReadPosition.read_at
    )
    follows = select(Follow.member_id, literal("follow"), *nothing).where(
        Follow.contribution_id == thread_id, Follow.member_id.in_(both)
    )
    votes = select(Vote.member_id, literal("vote"), *nothing).where(
        Vote.contribution_id.in_(posts), Vote.member_id.in_(both)
    )
    return read(union_all(positions.where(*there), follows, votes)).all()


def people_of(thread_id: int, both: list[int]) -> Any:
    """Return the two, with whether they may take part in the thread."""
    able = member_may_see().label("able")
    return read(
        select(Member.id, Member.name, Member.roles_held.label("roles_held"), able)
        .join(Contribution, Contribution.id == thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Member.id.in_(both), Member.erased_at.is_(None))
    ).all()
