"""Which threads lie next to which: the graph of nearest neighbours, by what texts mean and by the words they share."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.embedding.ports import Vectors

    Places = NDArray[np.int32]

NEIGHBOURS = 15
# So many are near by what they mean; of these, those are kept that share words as well.
CANDIDATES = 50
# What all words in common weigh beside all meaning in common. On labelled corpora anything from 0.3 to 1 is as good.
WORDS = 0.5
BLOCK = 256
# Beyond so many texts each is compared with those of the nearest cells alone, not with all.
MOST_EXACT = 40_000
CELL = 500
CELLS_SEARCHED = 12
# Of long texts only the beginning is read for words, as for meaning.
LONGEST = 1000


def centred(vectors: "Vectors") -> "Vectors":
    """Return vectors without what all of them have in common, of length 1; one that is nothing else stays nought."""
    import numpy as np

    away = vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    lengths = np.linalg.norm(away, axis=1, keepdims=True)
    found: Vectors = (away / np.where(lengths < 1e-6, 1, lengths)).astype(np.float32)
    return found


def neighbour_graph(vectors: "Vectors", texts: Sequence[str]) -> Any:
    """Return a symmetric sparse matrix of how near texts are to their nearest ones (0 to 1 + WORDS, four decimals).

    `vectors` are centred. Four decimals, so that another processor's rounding changes nothing.
    """
    import numpy as np
    from scipy import sparse

    count = len(vectors)
    places, near = nearest(vectors, min(CANDIDATES, count - 1))
    both = near + WORDS * _shared_words(texts, places)
    kept = np.argsort(-np.round(both, 4), axis=1, kind="stable")[:, : min(NEIGHBOURS, count - 1)]
    places, both = np.take_along_axis(places, kept, 1), np.take_along_axis(both, kept, 1)
    weights = np.maximum(np.round(both.astype(np.float64), 4), 0)
    ends = np.arange(0, places.size + 1, places.shape[1])
    graph = sparse.csr_matrix((weights.ravel(), places.ravel(), ends), shape=(count, count))
    together = (graph + graph.T).tocsr()
    together.eliminate_zeros()
    together.sort_indices()
    return together


def nearest(vectors: "Vectors", count: int) -> tuple["Places", "Vectors"]:
    """Return for each row the places of its nearest others and their cosines, nearest first: (rows, count) each.

    Exact up to MOST_EXACT rows. Beyond, rows are looked for in the nearest cells of a division into cells of about
    CELL rows, which finds nearly all of them.
    """
    import numpy as np

    rows = len(vectors)
    places = np.zeros((rows, count), dtype=np.int32)
    near = np.full((rows, count), -1, dtype=np.float32)
    for own, others in _compared(vectors):
        cosines = vectors[own] @ vectors[others].T
        cosines[own[:, None] == others[None, :]] = -2
        few = min(count, len(others))
        chosen = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
        values = np.take_along_axis(cosines, chosen, 1)
        # Equal ones in the order of their places, whatever the partition did.
        order = np.lexsort((others[chosen], -np.round(values, 5)), axis=1)
        places[own, :few] = others[np.take_along_axis(chosen, order, 1)]
        near[own, :few] = np.take_along_axis(values, order, 1)
    return places, near


def _compared(vectors: "Vectors") -> Iterator[tuple["Places", "Places"]]:
    """Yield which rows are to be compared with which."""
    import numpy as np

    everything = np.arange(len(vectors), dtype=np.int32)
    if len(vectors) <= MOST_EXACT:
        for begin in range(0, len(vectors), BLOCK):
            yield everything[begin : begin + BLOCK], everything
        return
    cells, centres = _cells(vectors)
    nearby = np.argsort(-(centres @ centres.T), axis=1, kind="stable")[:, :CELLS_SEARCHED]
    members = [np.flatnonzero(cells == cell).astype(np.int32) for cell in range(len(centres))]
    for cell, own in enumerate(members):
        others = np.sort(np.concatenate([members[other] for other in nearby[cell]]))
        for begin in range(0, len(own), BLOCK):
            yield own[begin : begin + BLOCK], others


def _cells(vectors: "Vectors") -> tuple["Places", "Vectors"]:
    from sklearn.cluster import MiniBatchKMeans

    model = MiniBatchKMeans(len(vectors) // CELL, random_state=42, n_init=1, batch_size=4096, max_iter=10)
    return model.fit_predict(vectors), model.cluster_centers_


def _shared_words(texts: Sequence[str], places: "Places") -> "Vectors":
    """Return the cosine of the words and pairs of words of each text and of those at its places."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = np.zeros(places.shape, dtype=np.float32)
    try:
        counter = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, dtype=np.float32)
        counted = counter.fit_transform([text[:LONGEST] for text in texts])
    except ValueError:
        # No word stands in two texts.
        return found
    for column in range(places.shape[1]):
        found[:, column] = np.asarray(counted.multiply(counted[places[:, column]]).sum(axis=1)).ravel()
    return found
