"""Where members stand on the map of the network: those with most contacts, near to whom they are in contact with."""

from typing import Any

import numpy as np

LARGEST = 1_500
STEPS = 60
GOLDEN = np.pi * (3.0 - np.sqrt(5.0))


def shown(partners: Any, community: Any, smallest: int = 3) -> Any:
    """Return the places of those who are drawn: in a community of several, with most partners; sorted."""
    sizes = np.bincount(community[community >= 0], minlength=1)
    drawn = np.flatnonzero((community >= 0) & (sizes[np.maximum(community, 0)] >= smallest))
    order = np.lexsort((drawn, -partners[drawn]))
    return np.sort(drawn[order[:LARGEST]])


def place(contacts: Any, community: Any) -> Any:
    """Return coordinates from 0 to 1 of shape (members, 2); the same for the same contacts.

    Springs and repulsion after Fruchterman and Reingold (1991), cooling over 60 steps, from a start without chance:
    communities on a spiral, their members on a spiral around its point.
    """
    size = contacts.shape[0]
    if size == 0:
        return np.zeros((0, 2))
    at = _start(community)
    ties = contacts.tocoo()
    pull = np.log1p(ties.data)
    length = 1.0 / np.sqrt(size)
    for step in range(STEPS):
        force = _pushed(at, length)
        way = at[ties.col] - at[ties.row]
        far = np.sqrt((way**2).sum(axis=1))
        np.add.at(force, ties.row, way * (far * pull / length)[:, None] * 0.5)
        norm = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        at += force / norm[:, None] * np.minimum(norm, 0.1 * (1.0 - step / STEPS))[:, None]
    low, high = at.min(axis=0), at.max(axis=0)
    return np.round((at - low) / np.maximum(high - low, 1e-9), 4)


def _start(community: Any) -> Any:
    at = np.zeros((len(community), 2))
    groups = np.unique(community)
    for number, group in enumerate(groups):
        own = np.flatnonzero(community == group)
        centre = 0.6 * np.sqrt(number / len(groups)) * _turned(np.array([number]))
        at[own] = centre + 0.6 * np.sqrt(np.arange(1, len(own) + 1) / len(community))[:, None] * _turned(
            np.arange(len(own))
        )
    return at


def _turned(number: Any) -> Any:
    return np.stack([np.cos(GOLDEN * number), np.sin(GOLDEN * number)], axis=-1)


def _pushed(at: Any, length: float) -> Any:
    """Return how everybody pushes everybody else away: length squared over distance."""
    across = at[:, 0, None] - at[None, :, 0]
    up = at[:, 1, None] - at[None, :, 1]
    weight = length**2 / np.maximum(across**2 + up**2, 1e-6)
    np.fill_diagonal(weight, 0.0)
    return np.stack([(across * weight).sum(axis=1), (up * weight).sum(axis=1)], axis=1)
