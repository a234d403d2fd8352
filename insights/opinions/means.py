"""Weighted k-means in the plane: Lloyd 1982, from many starts of k-means++ (Arthur and Vassilvitskii 2007)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Labels = NDArray[np.int64]

STEPS = 60


def nearest(points: "Matrix", centres: "Matrix") -> "Labels":
    """Return for each of `points` (n, 2) the nearest of `centres` (..., k, 2), of shape (..., n)."""
    return np.asarray(_distances(points, centres).argmin(axis=-1), dtype=np.int64)


def centres_of(points: "Matrix", weights: "Matrix", number: int, seed: int, starts: int) -> "Matrix":
    """Return the centres, of shape (number, 2), of the start that leaves the least weighted square distance."""
    centres = _begun(points, weights, number, np.random.default_rng(seed), starts)
    for _step in range(STEPS):
        member = np.eye(number)[nearest(points, centres)] * weights[:, None]
        mass = member.sum(axis=1)
        moved = np.einsum("snk,nd->skd", member, points) / np.maximum(mass, 1e-12)[..., None]
        moved = np.where(mass[..., None] > 0, moved, centres)
        if np.allclose(moved, centres, rtol=0, atol=1e-10):
            break
        centres = moved
    left = (_distances(points, centres).min(axis=-1) * weights).sum(axis=1)
    return np.asarray(centres[int(left.argmin())])


def _begun(points: "Matrix", weights: "Matrix", number: int, random: np.random.Generator, starts: int) -> "Matrix":
    chances = np.broadcast_to(weights, (starts, len(points)))
    centres = np.empty((starts, number, 2))
    for at in range(number):
        edges = chances.cumsum(axis=1)
        drawn = random.random((starts, 1)) * edges[:, -1:]
        centres[:, at] = points[np.minimum((edges <= drawn).sum(axis=1), len(points) - 1)]
        chances = _distances(points, centres[:, : at + 1]).min(axis=-1) * weights
        chances = np.where(chances.sum(axis=1, keepdims=True) > 0, chances, weights)
    return centres


def _distances(points: "Matrix", centres: "Matrix") -> "Matrix":
    apart = points[:, None, :] - centres[..., None, :, :]
    return np.asarray((apart * apart).sum(axis=-1))
