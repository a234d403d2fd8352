"""Sentence vectors: built once, of length 1, alike for one text whatever comes with it, and absent without a fuss."""

from pathlib import Path

import pytest

from core.embedding import Embedder, EmbeddingUnavailable, open_embedder

pytestmark = pytest.mark.once
TEXTS = ["My mail does not arrive", "I receive no e-mails", "How do I paint a fence?"]


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The model, built."""
    opened = open_embedder(tmp_path_factory.mktemp("model"))
    assert not opened.ready
    with pytest.raises(EmbeddingUnavailable):
        opened.embed(TEXTS)
    opened.prepare()
    assert opened.ready
    return opened


def test_what_means_the_same_lies_near(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert (str(vectors.dtype), vectors.shape) == ("float32", (3, 384))
    near = vectors @ vectors.T
    assert near.diagonal() == pytest.approx([1, 1, 1], abs=1e-5)
    assert near[0, 1] > 0.5 > near[0, 2] + 0.2


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    alone = embedder.embed(TEXTS[:1])[0]
    among = embedder.embed([*TEXTS, "word " * 500, ""])[0]
    assert alone @ among == pytest.approx(1, abs=1e-5)
    assert len(embedder.embed([])) == 0


def test_a_text_that_is_asked_about_again_has_the_same_vector(embedder: Embedder) -> None:
    beginning = "a word " * 200
    first = embedder.embed([beginning])
    kept = first.copy()
    first[:] = 0
    assert (embedder.embed([f"{beginning} and what is not read any more"]) == kept).all()
    assert not (embedder.embed(["another word"]) == kept).all()


def test_the_published_example_comes_out(embedder: Embedder) -> None:
    """The sentences of the model's card, with the likeness that its authors' library gives, to two digits."""
    card = ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]
    first, *others = embedder.embed(card)
    assert [float(first @ other) for other in others] == pytest.approx([0.695, 0.943, 0.257], abs=0.002)


def test_it_is_built_once(embedder: Embedder, tmp_path: Path) -> None:
    opened = open_embedder(tmp_path)
    folder = tmp_path / "embedding"
    folder.mkdir()
    graph = folder / f"{opened.digest}.onnx"
    graph.write_bytes(b"there already")
    opened.prepare()
    assert graph.read_bytes() == b"there already"
    assert [path.name for path in folder.iterdir()] == [graph.name]


def test_switched_off_it_is_not_there(tmp_path: Path) -> None:
    closed = open_embedder(tmp_path, on=False)
    assert not closed.ready
    with pytest.raises(EmbeddingUnavailable, match="off"):
        closed.prepare()
    with pytest.raises(EmbeddingUnavailable):
        closed.embed(TEXTS)
    assert list(tmp_path.iterdir()) == []
