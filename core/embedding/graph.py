"""Draws the network of MiniLM (a BERT of 6 layers, 12 heads, width 384) as an ONNX graph around given weights.

The shape of the network is that of Devlin et al. 2019 with post-layer normalisation; the pooling (mean of the tokens,
then length 1) that of Reimers and Gurevych 2019. The table of word vectors stays outside: the graph takes the rows that
a text needs, so a process holds half as much.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.embedding.weights import Tensor

WIDTH, HEADS, LAYERS, POSITIONS = 384, 12, 6, 512
EPSILON = 1e-12
OPSET = 20


class _Drawing:
    """Nodes and constants of a graph that is being drawn."""

    def __init__(self, weights: Mapping[str, "Tensor"]) -> None:
        from onnx import helper, numpy_helper

        self.helper, self.keep = helper, numpy_helper.from_array
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node and return the name of what comes out."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, name: str, value: Any, kind: str = "float32") -> str:
        """Add a constant once and return its name."""
        import numpy as np

        if name not in self.constants:
            self.constants[name] = self.keep(np.ascontiguousarray(value, dtype=kind), name)
        return name

    def linear(self, name: str, value: str) -> str:
        """Multiply by a weight that is kept as (out, in), and add its bias."""
        weight = self.constant(f"{name}.weight", self.weights[f"{name}.weight"].T)
        return self.node("Add", self.node("MatMul", value, weight), self.bias(name))

    def bias(self, name: str) -> str:
        """Add a bias as a constant."""
        return self.constant(f"{name}.bias", self.weights[f"{name}.bias"])

    def normalised(self, name: str, value: str) -> str:
        """Normalise each token."""
        scale = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        return self.node("LayerNormalization", value, scale, self.bias(name), axis=-1, epsilon=EPSILON)


def draw(weights: Mapping[str, "Tensor"]) -> Any:
    """Return the ONNX model: `words` (texts, tokens, 384) and `mask` (texts, tokens) in, `vectors` (texts, 384) out."""
    drawing = _Drawing(weights)
    hidden = _embedded(drawing)
    spread = drawing.node("Unsqueeze", "mask", drawing.constant("axes_of_mask", [1, 2], "int64"))
    lost = drawing.node("Sub", drawing.constant("one", 1.0), spread)
    veil = drawing.node("Mul", lost, drawing.constant("veil", -10000.0))
    for layer in range(LAYERS):
        hidden = _layer(drawing, f"encoder.layer.{layer}", hidden, veil)
    return _model(drawing, _pooled(drawing, hidden))


def _embedded(drawing: _Drawing) -> str:
    weights = drawing.weights
    places = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0][None]
    )
    length = drawing.node("Shape", "mask", start=1, end=2)
    first = drawing.constant("first", [0], "int64")
    shown = drawing.node("Slice", drawing.constant("places", places), first, length, first)
    return drawing.normalised("embeddings.LayerNorm", drawing.node("Add", "words", shown))


def _layer(drawing: _Drawing, name: str, hidden: str, veil: str) -> str:
    attended = drawing.linear(
        f"{name}.attention.output.dense", _attention(drawing, f"{name}.attention.self", hidden, veil)
    )
    middle = drawing.normalised(f"{name}.attention.output.LayerNorm", drawing.node("Add", attended, hidden))
    wide = drawing.node("Gelu", drawing.linear(f"{name}.intermediate.dense", middle))
    narrow = drawing.linear(f"{name}.output.dense", wide)
    return drawing.normalised(f"{name}.output.LayerNorm", drawing.node("Add", narrow, middle))


def _attention(drawing: _Drawing, name: str, hidden: str, veil: str) -> str:
    size = WIDTH // HEADS
    parted = drawing.constant("parted", [0, 0, HEADS, size], "int64")

    def heads(part: str, order: list[int]) -> str:
        value = drawing.node("Reshape", drawing.linear(f"{name}.{part}", hidden), parted)
        return drawing.node("Transpose", value, perm=order)

    query, key, value = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
    scores = drawing.node("Div", drawing.node("MatMul", query, key), drawing.constant("root", size**0.5))
    shares = drawing.node("Softmax", drawing.node("Add", scores, veil), axis=-1)
    joined = drawing.node("Transpose", drawing.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    return drawing.node("Reshape", joined, drawing.constant("whole", [0, 0, WIDTH], "int64"))


def _pooled(drawing: _Drawing, hidden: str) -> str:
    axis = drawing.constant("tokens", [1], "int64")
    weights = drawing.node("Unsqueeze", "mask", drawing.constant("last", [2], "int64"))
    total = drawing.node("ReduceSum", drawing.node("Mul", hidden, weights), axis, keepdims=0)
    count = drawing.node("ReduceSum", "mask", axis, keepdims=1)
    mean = drawing.node("Div", total, count)
    return drawing.node("LpNormalization", mean, axis=-1, p=2)


def _model(drawing: _Drawing, result: str) -> Any:
    from onnx import TensorProto, checker, helper

    drawing.nodes.append(helper.make_node("Identity", [result], ["vectors"]))
    numbers = TensorProto.FLOAT
    graph = helper.make_graph(
        drawing.nodes,
        "minilm",
        [
            helper.make_tensor_value_info("words", numbers, ["texts", "tokens", WIDTH]),
            helper.make_tensor_value_info("mask", numbers, ["texts", "tokens"]),
        ],
        [helper.make_tensor_value_info("vectors", numbers, ["texts", WIDTH])],
        list(drawing.constants.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    checker.check_model(model)
    return model
