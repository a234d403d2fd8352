"""Betweenness of members in a graph without weights: Brandes' algorithm for many sources at once.

U. Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25 (2001), 163-177. All
sources of a batch walk together, a level at a time, as products of a sparse matrix and a block of columns.
"""

from typing import Any

import numpy as np

# Up to here every member is a source; beyond, this many of them are drawn.
EXACT_UP_TO = 20_000
SAMPLED = 1_000
SEED = 42
BATCH = 64


def sources_for(size: int) -> int | None:
    """Return how many sources to draw for a graph of `size` members, or None where all of them serve."""
    return None if size <= EXACT_UP_TO else SAMPLED


def sparse_betweenness(adjacency: Any, sources: int | None = None, seed: int = SEED) -> Any:
    """Return for each node the share of shortest paths between two others that pass it, from 0 to 1, as float64.

    `adjacency` is a symmetric matrix of scipy without a diagonal; its weights are not read. With `sources`, that many
    nodes are drawn and what they give is taken for all. Equal to `networkx.betweenness_centrality(graph)`; check
    value: the middle of a path of three has 1.0.
    """
    size = adjacency.shape[0]
    if size < 3:
        return np.zeros(size)
    graph = adjacency.tocsr().astype(np.float64)
    graph.data[:] = 1.0
    chosen = np.arange(size)
    if sources is not None and sources < size:
        chosen = np.random.default_rng(seed).choice(size, sources, replace=False)
    scale = size / len(chosen) / ((size - 1) * (size - 2))
    result: Any = _walked(graph, np.bincount(chosen, minlength=size)) * scale
    return result


def _walked(graph: Any, drawn: Any) -> Any:
    """Return the sum of dependencies over sources, each as often as it was `drawn`.

    Paths of a leaf are those of its only neighbour, and that one stands between the leaf and all others: leaves need
    no walk of their own and are left out of those of others.
    """
    from scipy.sparse.csgraph import connected_components

    degrees = np.diff(graph.indptr)
    if not (degrees > 1).any():
        return np.zeros(graph.shape[0])
    core, leaves = np.flatnonzero(degrees > 1), np.flatnonzero(degrees == 1)
    near = graph.indices[graph.indptr[leaves]]
    hanging = np.bincount(near, minlength=graph.shape[0])
    through = np.bincount(near, drawn[leaves], graph.shape[0])
    _count, component = connected_components(graph, directed=False)
    others = np.bincount(component)[component] - 2.0
    total = through * others
    inner = graph[core][:, core]
    total[core] += _all_batches(inner, hanging[core], drawn[core] + through[core])
    total[degrees < 2] = 0.0
    return total


def _all_batches(graph: Any, leaves: Any, times: Any) -> Any:
    total = np.zeros(graph.shape[0])
    # Neighbours in one batch reach the same nodes at the same level, so that more of each level can be left out.
    places = _order(graph)
    sources = places[times[places] > 0]
    for begin in range(0, len(sources), BATCH):
        batch = sources[begin : begin + BATCH]
        total += _dependencies(graph, batch, leaves) @ times[batch]
    return total


def _order(graph: Any) -> Any:
    """Return the nodes in the order of a walk through the graph that keeps neighbours together."""
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    return reverse_cuthill_mckee(graph, symmetric_mode=True)


def _dependencies(graph: Any, sources: Any, leaves: Any) -> Any:
    """Return what Brandes calls the dependency of each source (a column) on each node (a row)."""
    size, width = graph.shape[0], len(sources)
    paths = np.zeros((size, width))
    paths[sources, np.arange(width)] = 1.0
    levels = [(sources, paths[sources])]
    open_rows = np.arange(size)
    while True:
        rows, counts = levels[-1]
        # Only rows that some source has not reached yet can be part of the next level.
        open_rows = open_rows[(paths[open_rows] == 0).any(axis=1)]
        found = _gather(graph, open_rows, rows, counts)
        found[paths[open_rows] != 0] = 0.0
        reached = found.any(axis=1)
        if not reached.any():
            break
        rows, counts = open_rows[reached], found[reached]
        paths[rows] += counts
        levels.append((rows, counts))
    return _sum_back(graph, levels, leaves)


def _sum_back(graph: Any, levels: list[Any], leaves: Any) -> Any:
    behind = np.zeros((graph.shape[0], levels[0][1].shape[1]))
    for depth in range(len(levels) - 1, 0, -1):
        rows, counts = levels[depth]
        reached = counts > 0
        # A leaf of a node is one more that is reached only through it.
        behind[rows] += reached * leaves[rows, None]
        shares = np.divide(1.0 + behind[rows], counts, out=np.zeros_like(counts), where=reached)
        if depth > 1:
            before, ways = levels[depth - 1]
            behind[before] += ways * _gather(graph, before, rows, shares)
    return behind


def _gather(graph: Any, to: Any, rows: Any, values: Any) -> Any:
    """Return what flows to some rows from others that hold `values`."""
    part = graph[to] if len(to) < graph.shape[0] else graph
    if 2 * len(rows) < graph.shape[0]:
        return part[:, rows] @ values
    block = np.zeros((graph.shape[0], values.shape[1]))
    block[rows] = values
    return part @ block
