"""Writes a community of a chosen size as an archive: spaces of all visibilities, threads, votes, and one long page."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.writing import Writer, member_name

SPAN = timedelta(days=700)
VOTES_PER_POST = 0.8
LONG_PAGE = "long-page"
READERS = 12
SPACES: tuple[tuple[str, str, int], ...] = (
    ("Stations", "public", 34),
    ("Instruments", "public", 22),
    ("Workshop", "public", 14),
    ("Museum", "public", 10),
    ("Members' corner", "members", 10),
    ("Observers' circle", "group", 6),
    ("Staff room", "staff", 4),
)
Line = dict[str, Any]


def write_archive(path: Path, posts: int) -> None:
    """Write an archive with exactly so many questions, answers and comments; the newest of them is of this minute."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for line in Community(posts).lines():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def reader_address(number: int) -> str:
    """Return the e-mail address of a member who can sign in."""
    return f"reader{number}@example.org"


class Community:
    """The lines of one community. Every size holds the same page of twenty posts."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self.members = max(60, posts // 25)
        self.tags = min(800, max(60, posts // 100))
        self.writer = Writer(posts)
        self.random = self.writer.random
        self.end = datetime.now(UTC).replace(microsecond=0)
        self.written: list[tuple[str, datetime]] = []

    def lines(self) -> Iterator[Line]:
        """Yield every line."""
        yield from self._people()
        yield from self._threads()
        yield from self._votes()

    def _people(self) -> Iterator[Line]:
        joined = _text(self.end - SPAN - timedelta(days=1))
        for number in range(self.members):
            known = {"email": reader_address(number), "confirmed": joined} if number < READERS else {}
            role = "staff" if READERS <= number < READERS + 5 else "member"
            yield {
                "type": "member",
                "id": f"m{number}",
                "name": member_name(number),
                "joined": joined,
                "role": role,
            } | known
        yield {"type": "group", "id": "g", "name": "Observers", "members": [f"m{n}" for n in range(0, 60, 2)]}
        for name, visibility, _share in SPACES:
            group = {"group": "g"} if visibility == "group" else {}
            yield {"type": "space", "id": name, "name": name, "visibility": visibility} | group

    def _threads(self) -> Iterator[Line]:
        left, number = self.posts - 20, 0
        halfway = left // 2
        while left > 0:
            if left <= halfway:
                halfway = -1
                yield from self._long_page()
            thread = list(self._thread(f"q{number}", left))
            left -= len(thread)
            number += 1
            yield from thread

    def _thread(self, key: str, most: int) -> Iterator[Line]:
        asked = self.end - SPAN * self.random.random()
        shares = [share for _name, _visibility, share in SPACES]
        space = self.random.choices([name for name, _visibility, _share in SPACES], shares)[0]
        tags = list(dict.fromkeys(self.writer.tag(self.tags) for _ in range(self.random.randint(1, 4))))
        yield self._question(key, asked, space, tags)
        shape: list[int] = [self._few(0.7) for _ in range(1 + self._few(2.0))]
        accepted = self.random.randrange(len(shape)) if len(shape) > 1 and self.random.random() < 0.5 else 0
        left = most - 1
        for place, comments in enumerate(shape):
            host = key if place == 0 else f"{key}a{place}"
            if place and left:
                left -= 1
                yield self._answer(host, key, asked, accepted=place == accepted)
            for count in range(min(comments, left)):
                left -= 1
                yield self._comment(f"{host}c{count}", host, asked)

    def _long_page(self) -> Iterator[Line]:
        """Yield a question with four comments and eleven answers, four of them with a comment: twenty posts."""
        asked = self.end - timedelta(days=90)
        kept, self.writer = self.writer, Writer(20)
        yield self._question(LONG_PAGE, asked, SPACES[0][0], ["brass-vane", "oak-mast", "first-steps"])
        for count in range(4):
            yield self._comment(f"{LONG_PAGE}c{count}", LONG_PAGE, asked)
        for place in range(11):
            yield self._answer(f"{LONG_PAGE}a{place}", LONG_PAGE, asked, accepted=place == 3)
            if place < 4:
                yield self._comment(f"{LONG_PAGE}a{place}c", f"{LONG_PAGE}a{place}", asked)
        self.writer = kept

    def _question(self, key: str, asked: datetime, space: str, tags: list[str]) -> Line:
        line = self._post("question", key, asked, self.writer.body())
        return line | {"title": self.writer.title(), "space": space, "tags": tags, "views": self._few(200)}

    def _answer(self, key: str, question: str, asked: datetime, *, accepted: bool) -> Line:
        return self._post("answer", key, self._later(asked), self.writer.body()) | {
            "question": question,
            "accepted": accepted,
        }

    def _comment(self, key: str, host: str, asked: datetime) -> Line:
        return self._post("comment", key, self._later(asked), self.writer.remark()) | {"on": host}

    def _post(self, kind: str, key: str, created: datetime, body: str) -> Line:
        self.written.append((key, created))
        return {"type": kind, "id": key, "author": self._member(), "created": _text(created), "body": body}

    def _votes(self) -> Iterator[Line]:
        cast: set[tuple[str, str]] = set()
        for _ in range(int(self.posts * VOTES_PER_POST)):
            key, created = self.random.choice(self.written)
            voter = self._member()
            if (key, voter) not in cast:
                cast.add((key, voter))
                value = 1 if self.random.random() < 0.9 else -1
                yield {"type": "vote", "on": key, "by": voter, "value": value, "created": _text(self._later(created))}

    def _member(self) -> str:
        """Choose a member; few write much and many write little."""
        return f"m{int(self.members ** self.random.random()) % self.members}"

    def _later(self, moment: datetime) -> datetime:
        return min(self.end, moment + timedelta(hours=self.random.expovariate(1 / 40)))

    def _few(self, mean: float) -> int:
        return int(self.random.expovariate(1 / (mean + 0.5)))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
