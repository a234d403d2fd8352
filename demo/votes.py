"""Deals the scores that the writers of the demo gave their posts as votes of its members: `python -m demo.votes`.

Run it after writing new posts with a `score`: the votes are added to votes.jsonl, and the scores taken out.
"""

import json
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.clock import format_time, parse_time

COMMUNITY = Path(__file__).resolve().parent / "community"
VOTES = COMMUNITY / "votes.jsonl"
LAST = parse_time("2026-11-20T21:00:00Z")
# Votes come thick in the first days and thin out over weeks.
USUAL_WAIT = timedelta(days=4)
SCORE = re.compile(r', "score": -?\d+')
Line = dict[str, Any]


class Community:
    """The demo's lines, as far as voting needs them."""

    def __init__(self, lines: list[Line]) -> None:
        self.posts = {line["id"]: line for line in lines if "created" in line and "id" in line}
        self.members = {line["id"]: line for line in lines if line["type"] == "member"}
        self.spaces = {line["id"]: line for line in lines if line["type"] == "space"}
        self.groups = {line["id"]: line["members"] for line in lines if line["type"] == "group"}

    def voters(self, post: Line) -> list[str]:
        """Return who may vote on a post: whoever may read it, its author excepted."""
        space = self.spaces[self._space(post)]
        readers = self._readers(space)
        return [key for key in self.members if key in readers and key != post["author"]]

    def _space(self, post: Line) -> str:
        while "space" not in post:
            post = self.posts[post.get("question") or post["on"]]
        place: str = post["space"]
        return place

    def _readers(self, space: Line) -> set[str]:
        if space["visibility"] == "group":
            return set(self.groups[space["group"]])
        if space["visibility"] == "staff":
            return {
                key for key, member in self.members.items() if member.get("role") not in {None, "member", "moderator"}
            }
        return set(self.members)


def deal(community: Community, post: Line) -> Iterator[Line]:
    """Yield the votes on one post; the same ones whenever this is run."""
    chance = random.Random(f"votes on {post['id']}")  # noqa: S311 (nothing to guard)
    created = parse_time(post["created"])
    voters = [key for key in community.voters(post) if parse_time(community.members[key]["joined"]) < LAST]
    for by in chance.sample(voters, min(abs(post["score"]), len(voters))):
        begin = max(created, parse_time(community.members[by]["joined"]))
        at = _between(begin, chance)
        value = 1 if post["score"] > 0 else -1
        yield {"type": "vote", "on": post["id"], "by": by, "value": value, "created": format_time(at)}


def main() -> None:
    """Deal the votes of every post that has a score."""
    files = [file for file in sorted(COMMUNITY.glob("*.jsonl")) if file != VOTES]
    community = Community([json.loads(line) for file in files for line in _texts(file)])
    votes = [vote for post in community.posts.values() if post.get("score") for vote in deal(community, post)]
    votes.sort(key=lambda vote: (vote["created"], vote["on"], vote["by"]))
    with VOTES.open("a", encoding="utf-8") as stream:
        stream.writelines(json.dumps(vote) + "\n" for vote in votes)
    for file in files:
        lines = _texts(file)
        unscored = [SCORE.sub("", line) for line in lines]
        if unscored != lines:
            file.write_text("".join(unscored), encoding="utf-8")


def _between(begin: datetime, chance: random.Random) -> datetime:
    """Return a moment soon after `begin` and not after the last one."""
    wait = min(chance.expovariate(1.0) * USUAL_WAIT, (LAST - begin) * chance.random())
    return (begin + max(wait, timedelta())).replace(microsecond=0)


def _texts(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="\n") as stream:
        return list(stream)


if __name__ == "__main__":
    main()
