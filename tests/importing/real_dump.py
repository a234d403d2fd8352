"""Writes what a real site published, kept as JSON Lines and CSV, as the dump that it was once read from."""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

POSTS, VOTES = {"question": 1, "answer": 2}, {"accepted": 1, "up": 2, "down": 3, "favorite": 5}


def write_dump(source: Path, dump: Path, most: int) -> dict[str, int]:
    """Write the first posts of a site and what hangs on them; returns how many lines of each type are to come."""
    dump.mkdir()
    posts = list(_lines(source / "posts.jsonl.gz"))[:most]
    kept = {post["id"] for post in posts}
    posts = [post for post in posts if post["type"] == "question" or post["parent_id"] in kept]
    kept = {post["id"] for post in posts}
    comments = [line for line in _lines(source / "comments.jsonl.gz") if line["post_id"] in kept]
    votes = [line for line in _lines(source / "votes.jsonl.gz") if line["post_id"] in kept]
    users = list(csv.DictReader((source / "users.csv").read_text().splitlines()))
    linked = csv.DictReader((source / "postlinks.csv").read_text().splitlines())
    links = [link for link in linked if int(link["post_id"]) in kept]
    _write(
        dump, "Users", ({"Id": u["user"][1:], "DisplayName": u["user"], "CreationDate": u["created"]} for u in users)
    )
    _write(dump, "Posts", map(_post, posts))
    _write(dump, "Comments", map(_comment, comments))
    _write(dump, "Votes", map(_vote, votes))
    _write(dump, "PostLinks", map(_link, range(len(links)), links))
    questions = {post["id"] for post in posts if post["type"] == "question"}
    doubled = [{int(link["post_id"]), int(link["related_post_id"])} for link in links if link["type"] == "duplicate"]
    return {
        "member": len(users),
        "question": len(questions),
        "answer": len(kept) - len(questions),
        "comment": len(comments),
        "duplicate": sum(pair <= questions for pair in doubled),
    }


def _post(post: dict[str, Any]) -> dict[str, Any]:
    question = post["type"] == "question"
    return {
        "Id": post["id"],
        "PostTypeId": POSTS[post["type"]],
        "ParentId": None if question else post["parent_id"],
        "AcceptedAnswerId": post.get("accepted_answer_id"),
        "CreationDate": post["created"],
        "Score": post["score"],
        "ViewCount": post.get("views"),
        "Body": "".join(f"<p>{escape(part)}</p>\n" for part in post["text"].split("\n\n")),
        "OwnerUserId": (post["user"] or "u")[1:] or None,
        "Title": post.get("title"),
        "Tags": "".join(f"<{tag}>" for tag in post["tags"]) if question else None,
    }


def _comment(line: dict[str, Any]) -> dict[str, Any]:
    known = {"Id": line["id"], "PostId": line["post_id"], "Score": line["score"], "Text": line["text"]}
    return known | {"CreationDate": line["created"], "UserId": (line["user"] or "u")[1:] or None}


def _vote(line: dict[str, Any]) -> dict[str, Any]:
    kind = VOTES.get(line["type"], 99)
    return {"Id": line["id"], "PostId": line["post_id"], "VoteTypeId": kind, "CreationDate": f"{line['date']}T00:00:00"}


def _link(number: int, link: dict[str, str]) -> dict[str, Any]:
    ends = {"PostId": link["post_id"], "RelatedPostId": link["related_post_id"]}
    kind = 3 if link["type"] == "duplicate" else 1
    return {"Id": number, "CreationDate": link["created"], **ends, "LinkTypeId": kind}


def _write(dump: Path, name: str, rows: Iterable[dict[str, Any]]) -> None:
    with (dump / f"{name}.xml").open("w") as stream:
        stream.write(f'<?xml version="1.0" encoding="utf-8"?>\n<{name.lower()}>\n')
        for row in rows:
            said = " ".join(f"{key}={quoteattr(str(value))}" for key, value in row.items() if value is not None)
            stream.write(f"  <row {said} />\n")
        stream.write(f"</{name.lower()}>\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") as stream:
        for line in stream:
            yield json.loads(line)
