"""Takes posts out of what is stored as soon as not all members may read them any more, or they say something else."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from accounts.leaving.events import MemberErased
from contributions.events import ContributionEdited, ContributionStateChanged, SpaceChanged, ThreadsMerged
from contributions.models import Contribution
from contributions.news.models import Mention
from core.archive.identity import chunks
from core.database import db, read
from core.outbox import Delivery
from insights.snapshot import open_to_members
from insights.vectors import forget_vectors

LANE = "insights"
EVENTS = (ContributionEdited, ContributionStateChanged, MemberErased, SpaceChanged, ThreadsMerged)

# Takes posts, by their ids, out of everything that a part has stored: rows, words, labels and counts.
Forgetter = Callable[[Sequence[int]], None]
FORGETTERS: dict[str, Forgetter] = {}


def add_forgetter(name: str, forgetter: Forgetter) -> None:
    """Let a part hear which posts it must forget; it may hear of a post that it never knew, and twice."""
    FORGETTERS[name] = forgetter


def forget(keys: Sequence[int]) -> None:
    """Take posts out of everything that is stored of all runs."""
    for chunk in chunks(sorted(set(keys))):
        forget_vectors(chunk)
        for forgetter in FORGETTERS.values():
            forgetter(chunk)
    db.session.flush()


def forget_what_left(deliveries: Sequence[Delivery]) -> None:
    """Forget what was edited, and what left the sight of all members with what stands below it."""
    gone: set[int] = set()
    for delivery in deliveries:
        gone.update(_left(delivery))
    forget(sorted(gone))


def _left(delivery: Delivery) -> Iterator[int]:
    given = delivery.payload
    if delivery.event == ContributionEdited.name():
        yield given["contribution_id"]
    if delivery.event == MemberErased.name():
        yield from _naming(given["member_id"])
    elif delivery.event == SpaceChanged.name():
        yield from _closed(Contribution.space_id == given["space_id"])
    else:
        root = given["thread_id"]
        yield from _closed(or_(Contribution.id == root, Contribution.thread_id == root))


def _closed(where: Any) -> Iterator[int]:
    yield from read(select(Contribution.id).where(where, ~open_to_members())).scalars()


def _naming(member: int) -> Iterator[int]:
    """Posts by an erased member and those that call them: their words have changed, and whose they are."""
    yield from read(select(Contribution.id).where(Contribution.author_id == member)).scalars()
    yield from read(select(Mention.contribution_id).where(Mention.member_id == member)).scalars()
