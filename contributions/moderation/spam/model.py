"""The trained spam model as rows keep it and as the web process scores with it: plain arrays, no library."""

import math
import zlib
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from contributions.moderation.spam.facts import NUMBER, facts
from contributions.moderation.spam.pieces import pieces, unit_length


@dataclass(frozen=True)
class Model:
    """A linear model: a number for each known piece (sorted), how telling it is, and how much it speaks for spam.

    `slopes` say the same of the facts of a text, in their order.
    """

    keys: "array[int]"
    telling: "array[float]"
    weights: "array[float]"
    slopes: "array[float]"
    offset: float

    def score(self, title: str, body: str) -> float:
        """Return the probability, as the model sees it, that a text is spam: 0 to 1."""
        known = {
            place: weight * self.telling[place]
            for key, weight in pieces(title, body).items()
            if (place := self._place(key)) is not None
        }
        total = math.fsum(self.weights[place] * weight for place, weight in unit_length(known).items())
        total += math.fsum(slope * fact for slope, fact in zip(self.slopes, facts(title, body), strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total + self.offset))))

    def packed(self) -> bytes:
        """Return the model in as few bytes as a row should hold."""
        head = array("d", [self.offset, *self.slopes]).tobytes()
        return zlib.compress(head + self.keys.tobytes() + self.telling.tobytes() + self.weights.tobytes(), 6)

    @classmethod
    def unpacked(cls, data: bytes) -> "Model":
        """Read what `packed` wrote. Raises ValueError."""
        raw = zlib.decompress(data)
        size = 8 * (1 + NUMBER)
        count, rest = divmod(len(raw) - size, 12)
        if rest or count < 0:
            raise ValueError("this is no spam model")
        head, keys, telling, weights = array("d"), array("I"), array("f"), array("f")
        head.frombytes(raw[:size])
        for values, place in ((keys, 0), (telling, 1), (weights, 2)):
            values.frombytes(raw[size + 4 * count * place : size + 4 * count * (place + 1)])
        return cls(keys, telling, weights, head[1:], head[0])

    def _place(self, key: int) -> int | None:
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None
