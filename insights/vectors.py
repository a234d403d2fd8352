"""Where posts lie among one another by what they mean; only what was not there before goes through the model."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import Table, delete, insert, select

from contributions.similarity.describing import Words
from contributions.similarity.learning import embedder, learn, usable_model
from contributions.similarity.models import Likeness
from core.archive.identity import chunks
from core.database import begin_write, db, read, unit_of_work
from core.embedding.ports import DIMENSIONS
from insights.models import PostVector
from insights.snapshot import Post

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

log = logging.getLogger(__name__)

BATCH = 256
WORDS = "words alone"
TABLE = cast("Table", PostVector.__table__)
Progress = Callable[[float], None]


class _Wanted(NamedTuple):
    place: int
    id: int
    digest: str
    text: str


def model_in_use() -> str:
    """Return the digest of the model of sentences, or `WORDS` where there is none and words have to do."""
    return usable_model() or WORDS


def vectors_of(posts: Sequence[Post], progress: Progress | None = None) -> "Vectors":
    """Return one row of length 1 for each post, float32 of shape (posts, 384).

    What had to be computed is kept for the next time. Without a model, words are compared: then rows of different
    calls cannot be compared.
    """
    import numpy as np

    model = usable_model()
    if not model:
        return _by_words([post.text for post in posts])
    found = np.zeros((len(posts), DIMENSIONS), dtype=np.float32)
    wanted = [_wanted(place, post) for place, post in enumerate(posts)]
    missing = _take_kept(wanted, model, found)
    threads = [one for one in missing if posts[one.place].opens_thread]
    _learn_threads(threads, progress)
    missing = _take_kept(threads, model, found) + [one for one in missing if not posts[one.place].opens_thread]
    for begin in range(0, len(missing), BATCH):
        _compute(missing[begin : begin + BATCH], model, found)
        if progress:
            progress(begin / len(missing))
    return found


def forget_vectors(keys: Sequence[int]) -> None:
    """Forget the vectors of posts that are not to be analysed any more."""
    for chunk in chunks(keys):
        db.session.execute(delete(TABLE).where(TABLE.c.contribution_id.in_(chunk)))


def _wanted(place: int, post: Post) -> _Wanted:
    if post.opens_thread:
        words = Words(post.title, post.body)
        return _Wanted(place, post.id, words.digest, words.whole)
    return _Wanted(place, post.id, hashlib.sha256(post.text.encode()).hexdigest(), post.text)


def _take_kept(wanted: Sequence[_Wanted], model: str, found: "Vectors") -> list[_Wanted]:
    """Fill in the vectors that are kept, and return what has none of these words."""
    import numpy as np

    missing = []
    for chunk in chunks(wanted):
        kept = {(row.contribution_id, row.text_digest): row.vector for row in _kept([one.id for one in chunk], model)}
        for one in chunk:
            vector = kept.get((one.id, one.digest))
            if vector:
                whole = len(vector) == DIMENSIONS * np.dtype(np.float32).itemsize
                found[one.place] = np.frombuffer(vector, dtype=np.float32 if whole else np.float16)
            else:
                missing.append(one)
    return missing


def _kept(keys: Sequence[int], model: str) -> Iterator[Any]:
    for table in (Likeness, PostVector):
        columns = (table.contribution_id, table.text_digest, table.vector)
        yield from read(select(*columns).where(table.contribution_id.in_(keys), table.model == model))


def _learn_threads(threads: Sequence[_Wanted], progress: Progress | None) -> None:
    """Let the comparison of threads learn those that it does not know yet: their vectors are kept there."""
    for begin in range(0, len(threads), BATCH):
        with unit_of_work():
            learn([one.id for one in threads[begin : begin + BATCH]])
        if progress:
            progress(begin / len(threads))


def _compute(wanted: Sequence[_Wanted], model: str, found: "Vectors") -> None:
    import numpy as np

    vectors = embedder().embed([one.text for one in wanted]).astype(np.float16)
    with unit_of_work():
        begin_write()
        forget_vectors([one.id for one in wanted])
        rows = [
            {"contribution_id": one.id, "text_digest": one.digest, "model": model, "vector": vector.tobytes()}
            for one, vector in zip(wanted, vectors, strict=True)
        ]
        db.session.execute(insert(TABLE), rows)
    found[[one.place for one in wanted]] = vectors


def _by_words(texts: Sequence[str]) -> "Vectors":
    """Return the directions of texts by their words: TF-IDF, drawn together by a truncated singular decomposition."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    try:
        counted = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit_transform(texts)
    except ValueError:
        # There are no texts, or none with a word in it.
        return found
    width = max(1, min(DIMENSIONS, *(size - 1 for size in counted.shape)))
    # Texts that say all the same have no variance to be explained; their directions are right nonetheless.
    with np.errstate(invalid="ignore", divide="ignore"):
        found[:, :width] = TruncatedSVD(width, random_state=42).fit_transform(counted)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return cast("Vectors", found / np.where(lengths == 0, 1, lengths))
