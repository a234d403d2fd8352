"""Which artefacts are liked in the same visits: item to item, with little support counting little."""

from collections.abc import Iterable

import numpy as np

NEIGHBOURS = 20
# So many common visits count half.
SUPPORT = 10
Liked = tuple[int, int]


def liked_together(liked: Iterable[Liked], neighbours: int = NEIGHBOURS) -> dict[int, list[tuple[int, float]]]:
    """Return for every artefact those that were liked with it most, with a score between 0 and 1, the best first.

    `liked` holds (visit, artefact). The score is the cosine of the two over visits, shrunk by their common visits n:
    n / sqrt(n_a n_b) * n / (n + 10). Check value: two that were liked together in all of 10 visits score 0.5.
    """
    from scipy.sparse import csr_array

    pairs = np.array(sorted(set(liked)), np.int64).reshape(-1, 2)
    if not len(pairs):
        return {}
    visits, rows = np.unique(pairs[:, 0], return_inverse=True)
    keys, columns = np.unique(pairs[:, 1], return_inverse=True)
    matrix = csr_array((np.ones(len(pairs), np.float32), (rows, columns)), shape=(len(visits), len(keys)))
    common = (matrix.T @ matrix).tocoo()
    counts = np.asarray(matrix.sum(axis=0)).ravel()
    first, second, both = common.coords[0], common.coords[1], common.data
    score = both / np.sqrt(counts[first] * counts[second]) * both / (both + SUPPORT)
    # Two that met once may have met by chance.
    kept = (first != second) & (both > 1)
    first, second, score = first[kept], second[kept], score[kept]
    order = np.lexsort((keys[second], -score, first))
    found: dict[int, list[tuple[int, float]]] = {}
    for one, other, worth in zip(first[order], second[order], score[order], strict=True):
        beside = found.setdefault(int(keys[one]), [])
        if len(beside) < neighbours:
            beside.append((int(keys[other]), float(worth)))
    return found
