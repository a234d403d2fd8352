"""From the votes of a conversation to its groups, what they stand for, and how far to trust that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from contributions.opinions import Conversation
from insights.opinions.grouping import Choice, chosen, grouped, like_before, qualities, stability
from insights.opinions.positions import Plane, placed, plane_of
from insights.opinions.statements import Representative, Tally, consensus, representative

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

# Fewer people mean nothing; a smaller group is not shown.
ENOUGH_PEOPLE, LEAST_GROUP, LEAST_STATEMENTS = 30, 3, 4
# Of votes that all say yes no groups can be read.
LEAST_DISAGREEMENT = 0.03
SURE, UNSURE = 0.75, 0.5
LARGEST = 600


class NoGroups(Exception):
    """There are no groups to show; `reason` is few people, few statements, one voice, or small groups."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Groups:
    """What was found. Members are sorted; `labels` and `plane` follow them, `tallies` are by group and statement.

    `stability` is 1 where the groups would be found again wholly; `warnings` are "few people", "unsure" or "unstable".
    """

    members: Sequence[int]
    plane: Plane
    labels: "Labels"
    choice: Choice
    qualities: dict[int, float]
    stability: float
    statements: Sequence[int]
    tallies: Sequence[Sequence[Tally]]
    representative: Sequence[Sequence[Representative]]
    consensus: Sequence[float]
    warnings: Sequence[str]


def matrix_of(conversation: Conversation) -> tuple[list[int], list[int], "Matrix"]:
    """Return members, statement numbers, and votes of shape (members, statements): NaN where there is none.

    Rows and columns are sorted, so that the order in which votes come changes nothing; of very many statements those
    with the most votes are taken.
    """
    counts: dict[int, int] = {}
    for one in conversation.opinions:
        counts[one.statement] = counts.get(one.statement, 0) + 1
    numbers = sorted(sorted(counts, key=lambda number: (-counts[number], number))[:LARGEST])
    members = sorted({one.member for one in conversation.opinions})
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (members, numbers))
    matrix = np.full((len(members), len(numbers)), np.nan)
    for one in conversation.opinions:
        if one.statement in columns:
            matrix[rows[one.member], columns[one.statement]] = one.value
    return members, numbers, matrix


def find_groups(
    conversation: Conversation,
    seed: int,
    before: Choice | None = None,
    names: Mapping[int, int] | None = None,
    taken_out: int = 0,
) -> Groups:
    """Return the groups of a conversation; `names` is where its members stood before. Raises NoGroups."""
    members, numbers, matrix = matrix_of(conversation)
    _require_differences(matrix)
    whole = plane_of(matrix, None, taken_out)
    inside = placed(whole.votes, matrix.shape[1])
    kept, votes = [member for member, is_in in zip(members, inside, strict=True) if is_in], matrix[inside]
    plane = Plane(whole.positions[inside], whole.votes[inside], whole.shares)
    if len(kept) < 2 * LEAST_GROUP:
        raise NoGroups("few people")
    found = qualities(plane, seed)
    choice = chosen(found, before) if found else Choice(2, 2, 0)
    labels = grouped(plane, choice.number, seed)
    if names:
        labels = like_before(labels, [names.get(member, -1) for member in kept])
    if min(np.bincount(labels)) < LEAST_GROUP:
        raise NoGroups("small groups")
    steady = stability(votes, labels, seed, taken_out)
    tallies = tallies_of(votes, labels)
    return Groups(
        kept,
        plane,
        labels,
        choice,
        found,
        steady,
        numbers,
        tallies,
        [representative(own, _rest(tallies, group)) for group, own in enumerate(tallies)],
        [consensus([own[at] for own in tallies]) for at in range(len(numbers))],
        _warnings(len(kept), steady),
    )


def tallies_of(matrix: "Matrix", labels: "Labels") -> list[list[Tally]]:
    """Return the votes by group and statement."""
    found = []
    for group in range(int(labels.max()) + 1):
        own = matrix[labels == group]
        columns = zip((own > 0).sum(axis=0), (own < 0).sum(axis=0), (own == 0).sum(axis=0), strict=True)
        found.append([Tally(int(agree), int(disagree), int(passed)) for agree, disagree, passed in columns])
    return found


def _require_differences(matrix: "Matrix") -> None:
    if matrix.shape[0] < 2 * LEAST_GROUP:
        raise NoGroups("few people")
    if matrix.shape[1] < LEAST_STATEMENTS:
        raise NoGroups("few statements")
    agree, disagree = (matrix > 0).sum(), (matrix < 0).sum()
    if min(agree, disagree) < LEAST_DISAGREEMENT * (agree + disagree):
        raise NoGroups("one voice")


def _rest(tallies: Sequence[Sequence[Tally]], group: int) -> list[Tally]:
    others = [own for number, own in enumerate(tallies) if number != group]
    return [Tally(*(sum(counts) for counts in zip(*votes, strict=True))) for votes in zip(*others, strict=True)]


def _warnings(people: int, steady: float) -> list[str]:
    found = ["few people"] if people < ENOUGH_PEOPLE else []
    return found + (["unstable"] if steady < UNSURE else ["unsure"] if steady < SURE else [])
