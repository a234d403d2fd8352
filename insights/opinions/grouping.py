"""Groups of members who stand near one another, how many there are, and whether they would be found again."""

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from insights.opinions.means import centres_of, nearest
from insights.opinions.positions import Plane, plane_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

MOST_GROUPS, PEOPLE_FOR_ANOTHER = 5, 12
STARTS, FEW_STARTS = 30, 4
SAMPLED = 2000
DRAWS = 25
# For how many runs another number of groups must be the better one before it is believed.
PATIENCE = 4


class Choice(NamedTuple):
    """How many groups are shown; `next` was better in the last `streak` runs."""

    number: int
    next: int
    streak: int


def grouped(plane: Plane, number: int, seed: int) -> "Labels":
    """Return groups by k-means, the largest first.

    A member counts by the number of their votes: the variance of a position, moved outwards, falls with it.
    """
    centres = centres_of(plane.positions, plane.votes, number, seed, STARTS)
    return _by_size(nearest(plane.positions, centres))


def qualities(plane: Plane, seed: int) -> dict[int, float]:
    """Return the mean silhouette for every number of groups that so many people allow (Rousseeuw 1987)."""
    from sklearn.metrics import silhouette_score

    people = len(plane.votes)
    most = min(MOST_GROUPS, 2 + people // PEOPLE_FOR_ANOTHER, people - 1)
    sample = min(people, SAMPLED)
    found: dict[int, float] = {}
    for number in range(2, most + 1):
        labels = grouped(plane, number, seed)
        if len(np.unique(labels)) == number:
            score = silhouette_score(plane.positions, labels, sample_size=sample, random_state=seed)
            found[number] = round(float(score), 4)
    return found


def chosen(qualities: dict[int, float], before: Choice | None) -> Choice:
    """Return how many groups to show: the best number, but another than before only when it was best four times.

    >>> chosen({2: 0.4, 3: 0.5}, None)
    Choice(number=3, next=3, streak=0)
    >>> chosen({2: 0.4, 3: 0.5}, Choice(2, 3, 2))
    Choice(number=2, next=3, streak=3)
    >>> chosen({2: 0.4, 3: 0.5}, Choice(2, 3, 3))
    Choice(number=3, next=3, streak=0)
    """
    best = max(qualities, key=lambda number: (qualities[number], -number))
    if before is None or before.number not in qualities or best == before.number:
        return Choice(best, best, 0)
    streak = before.streak + 1 if before.next == best else 1
    return Choice(best, best, 0) if streak >= PATIENCE else Choice(before.number, best, streak)


def stability(matrix: "Matrix", labels: "Labels", seed: int, taken_out: int = 0) -> float:
    """Return how well the groups are found again when other people of the same kind had voted, 1 being wholly.

    The median adjusted Rand index between the groups and those of members drawn with replacement (Hennig 2007).
    """
    from sklearn.metrics import adjusted_rand_score

    number, random = len(np.unique(labels)), np.random.default_rng(seed)
    people = len(labels)
    scores = []
    for _draw in range(DRAWS):
        counts = random.multinomial(people, np.full(people, 1 / people)).astype(float)
        plane = plane_of(matrix, counts, taken_out)
        again = _assigned(plane, counts, number, seed)
        scores.append(float(adjusted_rand_score(labels, again)))
    return round(float(np.median(scores)), 3)


def like_before(labels: "Labels", before: "Sequence[int]") -> "Labels":
    """Name groups as in an earlier run where most of their members were together; -1 in `before` is nobody.

    >>> like_before(np.array([0, 0, 1, 1]), [1, 1, 0, -1]).tolist()
    [1, 1, 0, 0]
    """
    number = int(labels.max()) + 1
    shared = np.zeros((number, max(number, max(before, default=0) + 1)), dtype=int)
    for one, other in zip(labels, before, strict=True):
        if other >= 0:
            shared[one, other] += 1
    names = max(permutations(range(number)), key=lambda order: sum(shared[one, order[one]] for one in range(number)))
    return np.array(names, dtype=np.int64)[labels]


def _assigned(plane: Plane, counts: "Matrix", number: int, seed: int) -> "Labels":
    return nearest(plane.positions, centres_of(plane.positions, plane.votes * counts, number, seed, FEW_STARTS))


def _by_size(labels: "Labels") -> "Labels":
    """Number groups by size; of two that are as large the one with the first member comes first."""
    keys, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    names = {keys[place]: name for name, place in enumerate(np.lexsort((first, -sizes)))}
    return np.array([names[label] for label in labels], dtype=np.int64)
