"""Where members stand: the plane in which their votes differ most, as Polis draws it.

Small, Bjorkegren, Erkkilä, Shaw and Megill, "Polis: Scaling deliberation by mapping high dimensional opinion spaces",
Recerca 26(2), 2021: a missing vote is the mean of its statement; two principal components; who voted on few statements
is moved outwards by the root of statements over votes, as the plane would else have them in its middle.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Mask = NDArray[np.bool_]

# Who voted on fewer has no place; where there are too few people, those with the most votes are taken in.
LEAST_VOTES, LEAST_PEOPLE = 7, 15


class Plane(NamedTuple):
    """Positions of shape (members, 2), the number of votes of each, and the share of variance that each axis holds."""

    positions: "Matrix"
    votes: "Matrix"
    shares: tuple[float, float]


def centred(matrix: "Matrix") -> "Matrix":
    """Return votes (members by statements, NaN where there is none) less the mean of each statement, else 0."""
    known = ~np.isnan(matrix)
    filled = np.where(known, matrix, 0.0)
    means = filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, filled - means, 0.0)


def plane_of(matrix: "Matrix", weights: "Matrix | None" = None, taken_out: int = 0) -> Plane:
    """Return where everybody stands. `weights` say how much each member counts for the axes, 1 where not given.

    `taken_out` statements that moderators removed count as passed on by everybody, as Polis has it.
    """
    deviations = centred(matrix)
    weighted = deviations if weights is None else deviations * np.sqrt(weights)[:, None]
    spread, directions = np.linalg.eigh(weighted.T @ weighted)
    axes = _upright(directions[:, ::-1][:, :2])
    votes = (~np.isnan(matrix)).sum(axis=1).astype(float)
    outwards = np.sqrt((matrix.shape[1] + taken_out) / np.maximum(1.0, votes + taken_out))
    total = float(max(spread.sum(), 1e-12))
    shares = (float(spread[-1]) / total, float(spread[-2]) / total if len(spread) > 1 else 0.0)
    return Plane(_two(deviations @ axes) * outwards[:, None], votes, shares)


def placed(votes: "Matrix", statements: int) -> "Mask":
    """Return who is looked at: members with enough votes, at least fifteen where there are so many."""
    enough = votes >= min(LEAST_VOTES, statements)
    if enough.sum() < LEAST_PEOPLE:
        order = np.lexsort((np.arange(len(votes)), -votes))
        enough[order[:LEAST_PEOPLE]] = True
    return np.asarray(enough & (votes > 0), dtype=bool)


def _upright(axes: "Matrix") -> "Matrix":
    """Give each axis the direction in which its largest part is positive: the sign of a component means nothing."""
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return np.asarray(axes * np.where(signs == 0, 1.0, signs))


def _two(positions: "Matrix") -> "Matrix":
    return positions if positions.shape[1] > 1 else np.hstack([positions, np.zeros_like(positions)])
