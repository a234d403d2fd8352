"""Writes posts of realistic length from the demo community's own paragraphs, the same for the same seed."""

import json
import random
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

COMMUNITY = Path(__file__).resolve().parent.parent / "demo" / "community"
WORDS = """
Ana Bruno Carla Dmitri Elif Farid Greta Hugo Ines Jonas Katya Lars Mira Noor Oskar Petra Rosa Sami Tilda Umar Vera Wim
Abel Brandt Castro Dorn Ekholm Fabre Grau Holm Ivanov Jansen Keller Lind Moreau Novak Okafor Palm Quist Rossi Tanaka Ude
brass copper glass oak walnut steel iron felt cork silk mercury silver zinc slate amber pine
barometer vane cup sensor battery needle dial float rain-gauge hygrometer siphon clockwork drum pen bracket mast
"""
FIRST, LAST, MATERIALS, PARTS = (line.split() for line in WORDS.strip().splitlines())


class Pieces(NamedTuple):
    """What the demo's members wrote, cut where it can be put together anew."""

    titles: list[str]
    paragraphs: list[str]
    remarks: list[str]


@lru_cache(maxsize=1)
def pieces() -> Pieces:
    """Read the demo community once."""
    found = Pieces([], [], [])
    for path in sorted(COMMUNITY.glob("*.jsonl")):
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            _take(line, found)
    return found


def _take(line: dict[str, str], found: Pieces) -> None:
    if line["type"] == "question":
        found.titles.append(line["title"])
    if line["type"] == "comment":
        found.remarks.append(line["body"])
    elif "body" in line and "```" not in line["body"]:
        found.paragraphs.extend(line["body"].split("\n\n"))


class Writer:
    """Somebody who writes without end; one seed always writes the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def title(self) -> str:
        """Write a title of its own: rare words make the vocabulary grow as it does in life."""
        return f"{self.random.choice(pieces().titles)} ({self._model()})"[:150]

    def body(self, shortest: int = 1, longest: int = 4) -> str:
        """Write some paragraphs, now and then with a number that few others name."""
        written = [self.random.choice(pieces().paragraphs) for _ in range(self.random.randint(shortest, longest))]
        if self.random.random() < 0.3:
            written.append(f"That is the {self._model()}, serial number {self.random.randint(10_000, 99_999)}.")
        return "\n\n".join(written)

    def remark(self) -> str:
        """Write a comment."""
        return self.random.choice(pieces().remarks)

    def tag(self, count: int) -> str:
        """Choose one of `count` tags; the second is half as common as the first, as Zipf has it."""
        rank = min(count, int(count ** self.random.random()))
        return f"{MATERIALS[rank % 16]}-{PARTS[rank // 16 % 16]}" + (f"-{rank // 256}" if rank > 255 else "")

    def _model(self) -> str:
        return f"{self.random.choice(MATERIALS)} {self.random.choice(PARTS)} {self.random.randint(1, 9999)}"


def member_name(number: int) -> str:
    """Return the name of a member; a number keeps apart what names do not."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"
