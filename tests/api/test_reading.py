"""Reading through the interface: what pages show, by key, in a fixed number of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from contributions.models import Space
from contributions.moderation.flagging import FlagDraft, raise_flag
from core.archive.identity import public_id
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person

Start = Callable[..., Any]
LISTS = (
    "/questions",
    "/questions?order=active&limit=50",
    "/questions?tag=needle&space=public&order=hot",
    "/questions/{question}",
    "/questions/{question}/answers",
    "/questions/{question}/answers?order=newest",
    "/contributions/{question}",
    "/contributions/{question}/comments",
    "/discussions",
    "/ideas",
    "/spaces",
    "/tags",
    "/tags?begins=ne",
    "/members",
    "/members/{member}",
    "/search?q=needle",
    "/me",
    "/me/drafts",
    "/me/notifications",
    "/moderation/queue",
)
MOST = 6


def test_each_list_takes_as_many_statements_for_many_rows_as_for_one(
    program: Start,
    worker: Callable[[], None],
    count_queries: Callable[[], AbstractContextManager[Any]],
    alice: Person,
    bob: Person,
    moderator: Person,
    public_space: Space,
) -> None:
    caller = program(moderator, "read", "moderate")
    asked = factories.ask(alice, public_space, tags=["needle"])
    taken: dict[str, list[int]] = {}
    for number in (1, 4):
        for _each in range(number):
            other = factories.ask(bob, public_space, tags=["needle"])
            with unit_of_work():
                raise_flag(alice.viewer, other.id, FlagDraft(reason="spam"))
            factories.remark(bob, factories.answer(bob, asked))
            factories.remark(bob, asked)
            factories.remark(moderator, factories.discuss(alice, public_space))
        worker()
        for path in LISTS:
            address = path.format(question=asked.id, member=bob.id)
            caller.get(address)
            with count_queries() as statements:
                caller.get(address)
            taken.setdefault(path, []).append(statements.count)
    assert {path: numbers for path, numbers in taken.items() if numbers[0] != numbers[1]} == {}
    # An engine of search in the database asks it once more.
    most = {"/search?q=needle": MOST + 1}
    assert {path: taken[path][0] for path in LISTS if taken[path][0] > most.get(path, MOST)} == {}


def test_what_is_read_is_what_was_written(
    program: Start, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, tags=["needle", "noon"])
    best = factories.answer(bob, asked, body="It is *the sun* on the case, I think.")
    note = factories.remark(alice, best, body="That was it, thank you.")
    worker()
    owner, reader = program(alice, "read", "write"), program()
    assert owner.call("PUT", f"/answers/{best.id}/accepted", {"value": True}).json["accepted_answer"] == best.id
    owner.call("PUT", f"/contributions/{best.id}/vote", {"value": 1})

    listed = reader.get("/questions")["results"]
    assert [(one["number"], one["status"], one["replies"], one["tags"]) for one in listed] == [
        (asked.id, "solved", 1, ["needle", "noon"])
    ]
    assert listed[0]["id"] == public_id(asked)
    assert listed[0]["author"]["name"] == "Alice"
    assert listed[0]["space"] == {"slug": "public", "name": "Public"}
    shown = reader.get(f"/questions/{asked.id}")
    assert shown["accepted_answer"] == best.id
    assert shown["url"] == f"http://localhost/questions/{asked.id}/why-does-the-needle-tremble"
    (answered,) = owner.get(f"/questions/{asked.id}/answers")["results"]
    assert (answered["accepted"], answered["my_vote"], answered["score"], answered["comments"]) == (True, 1, 1, 1)
    assert "<em>the sun</em>" in answered["html"]
    assert [one["number"] for one in reader.get(f"/contributions/{best.id}/comments")["results"]] == [note.id]
    source = reader.get(f"/contributions/{best.id}")
    assert (source["body"], source["revision"], source["thread"]) == (best.body, 0, asked.id)
    found = reader.get("/search?q=needle")
    assert (found["total"], found["results"][0]["id"]) == (1, public_id(asked))
    assert reader.call("GET", "/similar?text=Why+does+the+needle+tremble").status_code == 401
    alike = owner.get("/similar?text=Why+does+the+needle+tremble+here")
    assert [one["number"] for one in alike["results"]] == [asked.id]
    assert alike["query"] == "Why does the needle tremble here"
    assert owner.get("/me")["unread"] == 1
    (notice,) = owner.get("/me/notifications")["results"]
    assert notice["about"]["number"] == best.id
    assert owner.call("PUT", f"/me/notifications/{notice['number']}/read").status_code == 200
    assert owner.get("/me")["unread"] == 0


@pytest.mark.parametrize("path", ["/questions", "/questions/{question}/answers", "/members", "/tags"])
def test_pages_follow_one_another_without_gap_or_repeat(
    program: Start, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space, path: str
) -> None:
    for number in range(5):
        asked = factories.ask(alice, public_space, tags=[f"word{number}"])
    for _each in range(4):
        factories.answer(bob, asked)
    db.session.commit()
    worker()
    reader = program()
    base = path.format(question=asked.id)
    whole = [str(one) for one in reader.get(f"{base}?limit=100")["results"]]
    paged: list[str] = []
    after = ""
    while after is not None:
        page = reader.get(f"{base}?limit=2&after={after}")
        assert len(page["results"]) <= 2
        paged += [str(one) for one in page["results"]]
        after = page["after"]
    assert paged == whole
    assert len(whole) >= 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/questions?after=nonsense", 400),
        ("/questions?limit=0", 422),
        ("/questions?limit=101", 422),
        ("/questions?order=random", 422),
        ("/questions?tag=nothingofthekind", 404),
        ("/questions?space=nowhere", 404),
        ("/questions/999999", 404),
        ("/questions/99999999999999999999", 404),
        ("/members/999999", 404),
        ("/search", 422),
        ("/search?q=created:whenever", 200),
        ("/no-such-thing", 404),
        ("/me", 401),
        ("/questions?q=%00", 400),
    ],
)
def test_what_cannot_be_read_is_a_problem(program: Start, path: str, code: int) -> None:
    """Guards against CVE-2025-61598: errors that a cache may keep, as nothing said no-store."""
    answer = program().call("GET", path)
    assert answer.status_code == code
    if code >= 400:
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == code
        assert answer.json["detail"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]
