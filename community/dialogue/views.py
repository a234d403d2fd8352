"""The page that says whether a thread is a dialogue, and by which rows."""

from typing import Any

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import literal, null, select, union_all

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.people import person
from community.dialogue.lights import Dialogue, Turn, lights
from community.models import Question
from contributions.addresses import address_of
from contributions.models import Contribution, Follow, Space, State, Vote
from contributions.queries import contribution_for
from contributions.resuming.models import ReadPosition
from contributions.visibility import listed_to, member_may_see
from core.database import read
from core.translation import gettext as _

blueprint = Blueprint("dialogue", __name__)
MOST_TURNS = 500


def register(app: Flask) -> None:
    """Open the page."""
    app.register_blueprint(blueprint)


@blueprint.get("/threads/<int:key>/dialogue")
def dialogue(key: int) -> ResponseReturnValue:
    """Show the six lights of the thread in which a contribution stands."""
    viewer = current_viewer()
    asked_for = contribution_for(viewer, key)
    thread = asked_for if asked_for.thread_id is None else contribution_for(viewer, asked_for.root_id)
    in_thread = (Contribution.id == thread.id) | (Contribution.thread_id == thread.id)
    rows = read(
        select(Contribution.id, Contribution.author_id, Contribution.created_at, Contribution.edited_at)
        .where(in_thread, listed_to(viewer))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
        .limit(MOST_TURNS)
    ).all()
    others = [row.author_id for row in rows if row.author_id not in {None, thread.author_id}]
    both = [key for key in (thread.author_id, others[0] if others else None) if key is not None]
    people = {row.id: row for row in _people(thread.id, both)}
    known = _known(thread, rows[::-1], both, frozenset(key for key, row in people.items() if row.able))
    return render_template(
        "community/dialogue.html",
        title=thread.title,
        url=address_of(thread),
        people=[person(key, people[key].name, people[key].roles_held) for key in both if key in people],
        lights=_in_words(lights(known)),
    )


def _known(thread: Contribution, rows: Any, both: list[int], able: frozenset[int]) -> Dialogue:
    """Put together what the rows say: one statement."""
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


def _people(thread_id: int, both: list[int]) -> Any:
    """Return the two, with whether they may take part in the thread."""
    able = member_may_see().label("able")
    return read(
        select(Member.id, Member.name, Member.roles_held.label("roles_held"), able)
        .join(Contribution, Contribution.id == thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Member.id.in_(both), Member.erased_at.is_(None))
    ).all()


def _in_words(on: dict[str, bool]) -> list[dict[str, Any]]:
    words = {
        "aware": (_("Both know of each other"), _("Each has read what the other wrote last, or has written since.")),
        "able": (_("Both are able"), _("The thread is open, and both may read and write in it.")),
        "intend": (_("Both want it"), _("Each follows the thread, or has written more than once.")),
        "control": (_("Either may lead"), _("Each has replied to the other.")),
        "change": (_("It changes what they do"), _("An answer was accepted, words were mended, or a vote was given.")),
        "resumed": (_("It is picked up where it was left"), _("After a day or more somebody went on.")),
    }
    return [{"title": words[name][0], "text": words[name][1], "on": value} for name, value in on.items()]
