"""What follows from other rows after an import: computed here once more, in plain Python, from the archive itself."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import select, update

from community.counters import recount_questions
from community.models import Question
from contributions import counters
from contributions.models import Contribution, Space, Tag, Tagging
from contributions.ranking import hot
from core.archive.report import Report
from core.clock import parse_time
from core.database import db
from tests import databases
from tests.archive.communities import Line, communities
from tests.modest import modest

Bring = Callable[..., Report]
KINDS = {"question", "discussion", "idea", "answer", "comment"}


class Expected:
    """An archive, read the slow and simple way."""

    def __init__(self, lines: list[Line]) -> None:
        self.posts = {line["id"]: line for line in lines if line["type"] in KINDS}
        self.votes = Counter[str]()
        for line in lines:
            if line["type"] == "vote" and line.get("valid", True):
                self.votes[line["on"]] += line["value"]

    def above(self, key: str) -> str | None:
        """Return what a post stands under."""
        post = self.posts[key]
        return post.get("question") or post.get("on")

    def thread(self, key: str) -> str:
        """Return the post that opens the thread."""
        while above := self.above(key):
            key = above
        return key

    def host(self, key: str) -> str | None:
        """Return the nearest post above a comment that is no comment."""
        above = self.above(key)
        while above and self.posts[above]["type"] == "comment":
            above = self.above(above)
        return above if self.posts[key]["type"] == "comment" else None

    def concealed(self, key: str) -> bool:
        """Whether something above a post is not published."""
        above = self.above(key)
        return above is not None and (
            self.posts[above].get("state", "published") != "published" or self.concealed(above)
        )

    def stands(self, key: str) -> bool:
        """Whether a post is published, with all that is above it."""
        return self.posts[key].get("state", "published") == "published" and not self.concealed(key)

    def score(self, key: str) -> int:
        """Return the opening balance and the votes that count."""
        return int(self.posts[key].get("score", 0)) + self.votes[key]

    def replies(self, key: str) -> list[str]:
        """Return the replies that stand: answers of a question, all comments of a discussion or an idea."""
        wanted = "answer" if self.posts[key]["type"] == "question" else "comment"
        return [
            other
            for other, post in self.posts.items()
            if other != key and self.thread(other) == key and post["type"] == wanted and self.stands(other)
        ]

    def pinned(self, key: str) -> str | None:
        """Return the accepted answer, unless it has fallen or was clearly outscored."""
        answers = [
            other
            for other, post in self.posts.items()
            if post.get("question") == key and post.get("state", "published") == "published"
        ]
        accepted = next((other for other in answers if self.posts[other].get("accepted")), None)
        if accepted is None:
            return None
        bar = 2 * max(self.score(accepted), 1) + 3
        return None if any(self.score(other) >= bar for other in answers if other != accepted) else accepted


@given(lines=communities())
@modest
def test_derived_columns_follow_from_the_archive(lines: list[Line], bring: Bring) -> None:
    databases.empty_tables()
    bring(lines)
    _compare(lines)

    assert (counters.recount_contributions(), counters.recount_threads(), recount_questions()) == (0, 0, 0)
    assert (counters.recount_tags(), counters.recount_spaces()) == (0, 0)


@given(lines=communities())
@modest
def test_spoilt_columns_are_put_right(lines: list[Line], bring: Bring) -> None:
    databases.empty_tables()
    bring(lines)
    spoilt = {"score": 77, "reply_count": 77, "comment_count": 77, "concealed": True, "hot": -5.0}
    db.session.execute(update(Contribution).values(**spoilt, active_at=parse_time("2001-01-01T00:00:00Z")))
    db.session.execute(update(Tag).values(public_count=77))
    db.session.execute(update(Contribution).where(Contribution.thread_id.is_(None)).values(concealed=False))
    db.session.commit()

    counters.recount_contributions()
    counters.recount_threads()
    counters.recount_tags()
    recount_questions()
    db.session.commit()

    _compare(lines)


def _compare(lines: list[Line]) -> None:
    expected = Expected(lines)
    rows: dict[str, Any] = {str(row.source_key): row for row in db.session.scalars(select(Contribution))}
    keys = {row.id: key for key, row in rows.items()}
    for key, row in rows.items():
        assert row.score == expected.score(key), key
        assert row.concealed == expected.concealed(key), key
        assert keys.get(row.host_id) == expected.host(key), key
        assert keys.get(row.parent_id) == expected.above(key), key
        comments = [other for other in rows if expected.host(other) == key and expected.stands(other)]
        assert row.comment_count == len(comments), key
        if expected.above(key) is None:
            _compare_thread(expected, key, row)
    _compare_tags(expected)


def _compare_thread(expected: Expected, key: str, row: Any) -> None:
    below = [other for other in expected.posts if expected.thread(other) == key and expected.stands(other)]
    times = [parse_time(expected.posts[other]["created"]) for other in {*below, key}]
    assert row.thread_id is None
    assert row.active_at == max(times)
    assert row.reply_count == len(expected.replies(key))
    if isinstance(row, Question):
        pinned = db.session.get(Contribution, row.pinned_answer_id) if row.pinned_answer_id else None
        assert (pinned.source_key if pinned else None) == expected.pinned(key)


def _compare_tags(expected: Expected) -> None:
    public = set(db.session.scalars(select(Space.id).where(Space.visibility == "public")))
    for tag in db.session.scalars(select(Tag)):
        statement = select(Contribution.source_key, Contribution.space_id).where(
            Contribution.id.in_(select(Tagging.contribution_id).where(Tagging.tag_id == tag.id))
        )
        rows = db.session.execute(statement).all()
        assert tag.public_count == sum(expected.stands(str(key)) and space in public for key, space in rows)


def test_the_rank_of_hot_threads_has_its_check_value() -> None:
    assert round(hot(views=100, replies=2, score=5, reply_scores=7, age=10, quiet=2), 4) == 1.4806


@pytest.mark.parametrize(
    ("more", "less"), [((9, 0, 0, 0, 1, 1), (9, 0, 0, 0, 2, 2)), ((9, 1, 5, 0, 9, 1), (9, 1, 5, 0, 9, 5))]
)
def test_threads_cool_down(more: tuple[float, ...], less: tuple[float, ...]) -> None:
    assert hot(*more) > hot(*less)  # type: ignore[arg-type]


def test_an_unseen_thread_and_a_clock_that_is_behind_do_no_harm() -> None:
    assert hot(0, 0, 0, 0, 0, 0) == 0
    assert hot(9, 0, 0, 0, -3, -9) == hot(9, 0, 0, 0, 0, 0)


def test_imported_threads_are_ranked(bring: Bring) -> None:
    at = "2024-01-01T10:00:00Z"
    asked = {"type": "question", "title": "Why?", "created": at}
    bring([asked | {"id": "calm", "views": 2}, asked | {"id": "busy", "views": 2000, "score": 9}])

    ranks = dict(db.session.execute(select(Contribution.source_key, Contribution.hot)).all())
    assert ranks["busy"] > ranks["calm"] > 0
