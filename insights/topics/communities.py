"""Divides a graph into communities: Louvain's method on sparse arrays, run several times, and what they agree on."""

import math
import random
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]

# Topics are finer the more threads there are: 1 up to a hundred, 3 from ten thousand on.
COARSE, FINE = 1.0, 3.0
FEW, MANY = 100, 10_000
RUNS = 5
# An edge counts where at least this share of the runs keeps its ends together.
AGREED = 0.5
SMALLEST = 5
LEAST_GAIN = 1e-12


def communities(graph: Any, seed: int, resolution: float | None = None, smallest: int = SMALLEST) -> "Labels":
    """Return the community of each node of a symmetric sparse graph, numbered by size; -1 for what belongs to none.

    Louvain runs from several beginnings; edges weigh what share of the runs keeps their ends together, and one more
    run on those weights decides (consensus clustering: Lancichinetti and Fortunato, Scientific Reports 2, 2012, 336).
    Members of communities smaller than `smallest` go where most of their neighbours are.
    """
    import numpy as np

    if graph.shape[0] == 0:
        return np.zeros(0, dtype=np.int64)
    if resolution is None:
        resolution = resolution_for(graph.shape[0])
    runs = [louvain(graph, resolution, seed + number) for number in range(RUNS)]
    found = louvain(_agreed(graph, runs), resolution, seed)
    return _by_size(_without_small(graph, found, smallest))


def resolution_for(count: int) -> float:
    """Return how finely so many threads are divided.

    >>> resolution_for(50), resolution_for(1000), resolution_for(100_000)
    (1.0, 2.0, 3.0)
    """
    share = math.log(max(count, FEW) / FEW) / math.log(MANY / FEW)
    return round(COARSE + (FINE - COARSE) * min(1.0, share), 4)


def louvain(graph: Any, resolution: float, seed: int) -> "Labels":
    """Return communities of high modularity (Blondel and others 2008, arXiv 0803.0476), the same for the same seed.

    Nodes move to the neighbouring community that gains most until none gains, then communities become nodes. A node is
    looked at again only when a neighbour left. networkx's `modularity` of what is found is checked in the tests.
    """
    import numpy as np
    from scipy import sparse

    order = random.Random(seed)  # noqa: S311
    found = np.arange(graph.shape[0])
    while True:
        moved = _moved(graph, resolution, order)
        kept, moved = np.unique(moved, return_inverse=True)
        found = moved[found]
        if len(kept) == graph.shape[0]:
            return found
        ones = np.ones(len(moved))
        belongs = sparse.csr_matrix((ones, (np.arange(len(moved)), moved)), shape=(len(moved), len(kept)))
        graph = (belongs.T @ graph @ belongs).tocsr()
        graph.sort_indices()


def _moved(graph: Any, resolution: float, order: random.Random) -> "Labels":
    """Let every node move until none gains by it; returns the community of each, named by numbers of nodes."""
    import numpy as np

    # Plain lists: single numbers are read millions of times, which arrays are slow at.
    ends, others, weights = graph.indptr.tolist(), graph.indices.tolist(), graph.data.tolist()
    degrees = np.asarray(graph.sum(axis=1)).ravel().tolist()
    totals, community = degrees[:], list(range(len(degrees)))
    factor = resolution / (sum(degrees) or 1.0)
    waiting = list(range(len(degrees)))
    order.shuffle(waiting)
    queue, queued = deque(waiting), [True] * len(degrees)
    while queue:
        node = queue.popleft()
        queued[node] = False
        own, degree = community[node], degrees[node]
        begin, end = ends[node], ends[node + 1]
        towards: dict[int, float] = {}
        for edge in range(begin, end):
            if others[edge] != node:
                there = community[others[edge]]
                towards[there] = towards.get(there, 0.0) + weights[edge]
        totals[own] -= degree
        best, most = own, towards.get(own, 0.0) - factor * degree * totals[own]
        for there, weight in towards.items():
            gain = weight - factor * degree * totals[there]
            if gain > most + LEAST_GAIN:
                best, most = there, gain
        totals[best] += degree
        if best != own:
            community[node] = best
            for edge in range(begin, end):
                other = others[edge]
                if community[other] != best and not queued[other]:
                    queued[other] = True
                    queue.append(other)
    return np.array(community)


def _agreed(graph: Any, runs: Sequence["Labels"]) -> Any:
    import numpy as np
    from scipy import sparse

    edges = graph.tocoo()
    share = np.mean([run[edges.row] == run[edges.col] for run in runs], axis=0)
    agreed = sparse.csr_matrix((share * (share >= AGREED), (edges.row, edges.col)), shape=graph.shape)
    agreed.eliminate_zeros()
    agreed.sort_indices()
    return agreed


def _without_small(graph: Any, found: "Labels", smallest: int) -> "Labels":
    """Let members of small communities go to the large one that most of their edges lead to; -1 where none does."""
    import numpy as np
    from scipy import sparse

    sizes = np.bincount(found)
    large = np.flatnonzero(sizes >= smallest)
    lost = np.flatnonzero(sizes[found] < smallest)
    if not len(lost):
        return found
    settled = np.where(sizes[found] >= smallest, found, -1)
    if not len(large):
        return settled
    homes = np.flatnonzero(settled >= 0)
    shape = (len(found), len(sizes))
    belongs = sparse.csr_matrix((np.ones(len(homes)), (homes, settled[homes])), shape=shape)
    towards = (graph[lost] @ belongs).tocsr()
    most = np.asarray(towards.argmax(axis=1)).ravel()
    settled[lost] = np.where(np.diff(towards.indptr) > 0, most, -1)
    return settled


def _by_size(found: "Labels") -> "Labels":
    """Number communities by size, those of one size by their first member."""
    import numpy as np

    names, first, sizes = np.unique(found, return_index=True, return_counts=True)
    real = names >= 0
    order = np.lexsort((first[real], -sizes[real]))
    numbers = np.full(int(names.max()) + 2, -1)
    numbers[names[real][order]] = np.arange(int(real.sum()))
    return numbers[found]
