"""The six criteria of a dialogue between who opened a thread and who last replied, judged by rows alone.

Both are identified and aware of each other; both are able; both intend it; either may control it; it can change what
each does; and it is picked up where it was left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """Something that one of the two wrote."""

    id: int
    author: int
    at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Dialogue:
    """What is known of a thread. `opener` and `other` are members, None where nobody known is there.

    `read` says per member how far they read (id of a contribution) and when.
    """

    opener: int | None
    other: int | None
    turns: Sequence[Turn] = ()
    stands: bool = True
    able: frozenset[int] = frozenset()
    following: frozenset[int] = frozenset()
    read: Mapping[int, tuple[int, datetime]] = field(default_factory=dict)
    accepted: bool = False
    voted: frozenset[int] = frozenset()


def lights(dialogue: Dialogue) -> dict[str, bool]:
    """Return which of the six criteria are met."""
    names = ("aware", "able", "intend", "control", "change", "resumed")
    if dialogue.opener is None or dialogue.other is None:
        return dict.fromkeys(names, False)
    both = (dialogue.opener, dialogue.other)
    turns = [turn for turn in dialogue.turns if turn.author in both]
    return {
        "aware": all(_has_seen(dialogue, turns, one, another) for one, another in (both, both[::-1])),
        "able": dialogue.stands and dialogue.able.issuperset(both),
        "intend": all(one in dialogue.following or _wrote_again(turns, one) for one in both),
        "control": {(a.author, b.author) for a, b in pairwise(turns)}.issuperset({both, both[::-1]}),
        "change": dialogue.accepted or bool(dialogue.voted & set(both)) or _edited_after_other(turns),
        "resumed": _went_on_after_pause(dialogue, turns, both),
    }


def _has_seen(dialogue: Dialogue, turns: Sequence[Turn], one: int, another: int) -> bool:
    """Whether one has read, or written after, the latest words of another."""
    latest = max((turn.id for turn in turns if turn.author == another), default=None)
    if latest is None:
        return False
    return dialogue.read.get(one, (0, None))[0] >= latest or any(
        turn.author == one and turn.id > latest for turn in turns
    )


def _wrote_again(turns: Sequence[Turn], one: int) -> bool:
    return sum(turn.author == one for turn in turns) > 1


def _edited_after_other(turns: Sequence[Turn]) -> bool:
    """Whether one of the two changed their words after the other had spoken."""
    return any(
        turn.edited_at is not None and other.author != turn.author and turn.at < other.at < turn.edited_at
        for turn in turns
        for other in turns
    )


def _went_on_after_pause(dialogue: Dialogue, turns: Sequence[Turn], both: tuple[int, int]) -> bool:
    """Whether somebody wrote, or came back to read, a day or more after the last word before."""
    if any(later.at - earlier.at >= PAUSE for earlier, later in pairwise(turns)):
        return True
    last = turns[-1].at if turns else None
    returns = [dialogue.read[one][1] for one in both if one in dialogue.read]
    return last is not None and any(at - last >= PAUSE for at in returns)
