"""Strengths from pairs: the Bradley-Terry model, in which i beats j with probability π_i / (π_i + π_j)."""

from collections.abc import Mapping

import numpy as np

# Every option is taken to have won and lost half a time against one of middling strength, so that one that never won,
# and options that never met, have a strength too.
HALF = 0.5
CLOSE, MOST_ROUNDS = 1e-10, 20_000


def strengths(count: int, wins: Mapping[tuple[int, int], int]) -> list[float]:
    """Return the strengths of options 0 to count - 1, where `wins` counts how often one was chosen over another.

    Minorise and maximise (Hunter, MM Algorithms for Generalized Bradley-Terry Models, 2004). Where nothing was
    decided all strengths are 1; an option that won its one match against another has about 2.13, the other about 0.47.
    """
    won = np.zeros((count, count))
    for (winner, loser), times in wins.items():
        won[winner, loser] = times
    met, victories = won + won.T, won.sum(axis=1) + HALF
    strength = np.ones(count)
    for _round in range(MOST_ROUNDS):
        expected = (met / (strength[:, None] + strength[None, :])).sum(axis=1) + 2 * HALF / (strength + 1)
        following = victories / expected
        moved = np.abs(following - strength) / strength
        strength = following
        if not moved.size or moved.max() < CLOSE:
            break
    return [float(value) for value in strength]


def chances(strength: list[float]) -> list[float]:
    """Return for each option its mean chance to be chosen over another one; a lone option has one half."""
    others = max(1, len(strength) - 1)
    won = [sum(own / (own + other) for other in strength) - 0.5 for own in strength]
    return [total / others if len(strength) > 1 else 0.5 for total in won]
