"""Finds in what a run found the topics of the run before, so that a topic keeps its number, name and address."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.embedding.ports import Vectors
    from insights.topics.communities import Labels

# What two sets of threads must share, of all that are in either and were there before, to be one topic.
SHARED = 0.2
# How near the centres must lie where hardly any thread is known from before.
NEAR = 0.9


def matched(
    labels: "Labels",
    threads: Sequence[int],
    before: Mapping[int, int],
    centres: "Vectors",
    old: Mapping[int, "Vectors"],
) -> dict[int, int]:
    """Return for labels the topics of the run before that they go on with; labels without one are new topics.

    `before` says where threads were counted, `centres` and `old` the directions of the labels and of the old topics.
    Pairs are chosen for the largest sum of shared parts (Hungarian method), what is left by the nearest centres.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not len(labels) or labels.max() < 0 or not old:
        return {}
    names = sorted(old)
    places = {name: place for place, name in enumerate(names)}
    shared = np.zeros((int(labels.max()) + 1, len(names)))
    for label, thread in zip(labels.tolist(), threads, strict=True):
        if label >= 0 and before.get(thread) in places:
            shared[label, places[before[thread]]] += 1
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    overlap = shared / np.where(either > 0, either, 1)
    found: dict[int, int] = {}
    for scores, least in ((overlap, SHARED), (centres @ np.stack([old[name] for name in names]).T, NEAR)):
        free_rows = [row for row in range(len(scores)) if row not in found]
        free_columns = [place for place, name in enumerate(names) if name not in found.values()]
        part = scores[np.ix_(free_rows, free_columns)]
        for row, column in zip(*linear_sum_assignment(-part), strict=True):
            if part[row, column] >= least:
                found[free_rows[row]] = names[free_columns[column]]
    return found
