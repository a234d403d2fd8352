"""The stage of a run that looks for groups of opinion, and the forgetting of statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from contributions.opinions import Conversation, Opinion, Statement, conversations_until
from core.database import db, read
from insights.opinions.finding import Groups, NoGroups, find_groups
from insights.opinions.grouping import Choice
from insights.opinions.models import OpinionPlace, OpinionSet, OpinionStatement
from insights.snapshot import Snapshot
from insights.stages import Context

IDEAS = "ideas"
LONGEST = 200


def find_and_store(context: Context) -> dict[str, Any]:
    """Find the groups of every conversation; returns how many conversations there were and how many had groups."""
    conversations = [idea_votes(context.snapshot), *conversations_until(context.as_of)]
    shown = 0
    for at, conversation in enumerate(conversations):
        shown += _store(context, conversation)
        context.progress((at + 1) / len(conversations))
    return {"conversations": len(conversations), "with_groups": shown}


def idea_votes(snapshot: Snapshot) -> Conversation:
    """Return the votes on ideas as a conversation."""
    ideas = {post.id for post in snapshot.posts if post.kind == "idea"}
    votes = [Opinion(vote.member, vote.post, vote.value) for vote in snapshot.votes if vote.post in ideas]
    return Conversation(IDEAS, "", "/ideas", None, [Statement(key, "", key) for key in sorted(ideas)], votes)


def forget_statements(keys: Sequence[int]) -> None:
    """Take contributions out of the statements of every run."""
    db.session.execute(delete(OpinionStatement).where(OpinionStatement.contribution_id.in_(keys)))


def _store(context: Context, conversation: Conversation) -> bool:
    before = _before(context.previous, conversation.key)
    about = {
        "run_id": context.run_id,
        "key": conversation.key,
        "title": conversation.title[:LONGEST],
        "url": conversation.url,
        "space_id": conversation.space_id,
        "votes": len(conversation.opinions),
    }
    try:
        found = find_groups(conversation, context.seed, _choice(before), _names(before))
    except NoGroups as none:
        people = len({one.member for one in conversation.opinions})
        db.session.add(OpinionSet(**about, people=people, reason=none.reason))
        db.session.flush()
        return False
    kept = OpinionSet(
        **about,
        people=len(found.members),
        groups=found.choice.number,
        next_groups=found.choice.next,
        streak=found.choice.streak,
        stability=found.stability,
        warnings=list(found.warnings),
        qualities={str(number): quality for number, quality in found.qualities.items()},
    )
    db.session.add(kept)
    db.session.flush()
    db.session.execute(insert(OpinionPlace), list(_places(kept.id, found)))
    db.session.execute(insert(OpinionStatement), list(_statements(kept.id, conversation, found)))
    return True


def _before(run_id: int | None, key: str) -> OpinionSet | None:
    known = select(OpinionSet).where(OpinionSet.run_id == run_id, OpinionSet.key == key, OpinionSet.groups > 0)
    return db.session.scalars(known).one_or_none() if run_id else None


def _choice(before: OpinionSet | None) -> Choice | None:
    return Choice(before.groups, before.next_groups, before.streak) if before else None


def _names(before: OpinionSet | None) -> dict[int, int]:
    if before is None:
        return {}
    places = select(OpinionPlace.member_id, OpinionPlace.group_number).where(OpinionPlace.set_id == before.id)
    return {row.member_id: row.group_number for row in read(places)}


def _places(set_id: int, found: Groups) -> Iterable[dict[str, Any]]:
    for member, (x, y), group in zip(found.members, found.plane.positions, found.labels, strict=True):
        place = {"x": round(float(x), 5), "y": round(float(y), 5), "group_number": int(group)}
        yield {"set_id": set_id, "member_id": member, **place}


def _statements(set_id: int, conversation: Conversation, found: Groups) -> Iterable[dict[str, Any]]:
    known = {one.number: one for one in conversation.statements}
    for at, number in enumerate(found.statements):
        marks = [
            [group, one.agrees, round(one.strength, 4), round(one.share, 4), round(one.elsewhere, 4), place]
            for group, own in enumerate(found.representative)
            for place, one in enumerate(own)
            if one.statement == at
        ]
        tallies = [list(own[at]) for own in found.tallies]
        said = known.get(number, Statement(number))
        about = {"number": number, "text": said.text, "contribution_id": said.contribution_id}
        yield {"set_id": set_id, **about, "consensus": found.consensus[at], "tallies": tallies, "marks": marks}
