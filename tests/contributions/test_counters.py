"""Counters against a model: whatever is done in whatever order, what is kept equals what the rows say."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import has_app_context
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from accounts.models import Member
from community.accepting import accept_answer
from community.models import Question
from contributions import counters, editing, taking_down
from contributions.models import Contribution, Space, Tag
from contributions.reputation import ledger
from contributions.reputation.points import Entry, reputation
from contributions.schemas import ThreadEdit
from contributions.voting import cast_vote
from core.application import Atrium
from core.clock import now
from core.database import db
from core.errors import Refused
from tests import databases, factories
from tests.modest import EXAMPLES
from tests.people import Person, make_person

TAGS = ("sun", "moon", "star")


class Post:
    """What the model knows of a contribution."""

    def __init__(self, key: int, kind: str, author: int, parent: "Post | None", tags: set[str]) -> None:
        self.key, self.kind, self.author, self.parent, self.tags = key, kind, author, parent, tags
        self.stands, self.by = True, ""
        self.votes: dict[int, int] = {}
        self.accepted: Post | None = None

    @property
    def above(self) -> "list[Post]":
        """What it stands under, from the bottom up."""
        return [self.parent, *self.parent.above] if self.parent else []

    @property
    def concealed(self) -> bool:
        """Whether something above does not stand."""
        return any(not post.stands for post in self.above)

    @property
    def shown(self) -> bool:
        """Whether everyone sees it."""
        return self.stands and not self.concealed

    @property
    def score(self) -> int:
        """What the votes add up to."""
        return sum(self.votes.values())

    @property
    def host(self) -> "Post | None":
        """The post that its comments are shown under."""
        return self.parent.host if self.parent and self.parent.kind == "comment" else self.parent


def same(expected: Any, kept: Any, what: str) -> None:
    assert kept == expected, what


class Machine(RuleBasedStateMachine):
    """Posts, votes, takes down, puts back, accepts and edits."""

    work: Callable[[], None]

    def __init__(self) -> None:
        super().__init__()
        databases.empty_tables()
        self.people: list[Person] = [make_person(name) for name in ("Ann", "Ben", "Cleo")]
        self.spaces = [factories.make_space("Open"), factories.make_space("Closed", "members")]
        self.posts: list[Post] = []

    def pick(self, number: int, *kinds: str) -> "Post | None":
        """Return one of the posts of these kinds, or None."""
        among = [post for post in self.posts if post.kind in kinds]
        return among[number % len(among)] if among else None

    @rule(who=st.integers(0, 2), space=st.integers(0, 1), tags=st.sets(st.sampled_from(TAGS)))
    def ask(self, who: int, space: int, tags: set[str]) -> None:
        """Ask a question."""
        person = self.people[who]
        made = factories.ask(person, self.spaces[space], tags=sorted(tags))
        self.posts.append(Post(made.id, "question", who, None, tags))
        self.spaces_of = getattr(self, "spaces_of", {}) | {made.id: space}

    @precondition(lambda self: self.posts)
    @rule(who=st.integers(0, 2), on=st.integers(0, 99))
    def answer(self, who: int, on: int) -> None:
        """Answer a question that stands."""
        question = self.pick(on, "question")
        if question and question.stands:
            made = factories.answer(self.people[who], db.session.get_one(Question, question.key))
            self.posts.append(Post(made.id, "answer", who, question, set()))

    @precondition(lambda self: self.posts)
    @rule(who=st.integers(0, 2), on=st.integers(0, 99))
    def comment(self, who: int, on: int) -> None:
        """Comment on something that stands."""
        parent = self.pick(on, "question", "answer", "comment")
        if parent and parent.shown:
            made = factories.remark(self.people[who], db.session.get_one(Contribution, parent.key))
            self.posts.append(Post(made.id, "comment", who, parent, set()))

    @precondition(lambda self: self.posts)
    @rule(who=st.integers(0, 2), on=st.integers(0, 99), value=st.sampled_from([-1, 0, 1]))
    def vote(self, who: int, on: int, value: int) -> None:
        """Vote; on one's own it is refused."""
        post = self.posts[on % len(self.posts)]
        if not post.shown:
            return
        if post.author == who:
            with pytest.raises(Refused):
                cast_vote(self.people[who].viewer, post.key, value)
            db.session.rollback()
            return
        cast_vote(self.people[who].viewer, post.key, value)
        db.session.commit()
        post.votes[who] = value

    @precondition(lambda self: self.posts)
    @rule(on=st.integers(0, 99))
    def delete(self, on: int) -> None:
        """Delete something that stands."""
        post = self.posts[on % len(self.posts)]
        if post.shown:
            taking_down.delete(self.people[post.author].viewer, post.key)
            db.session.commit()
            post.stands = False

    @precondition(lambda self: any(not post.stands for post in self.posts))
    @rule(on=st.integers(0, 99))
    def restore(self, on: int) -> None:
        """Put something back."""
        gone = [post for post in self.posts if not post.stands and not post.concealed]
        if gone:
            post = gone[on % len(gone)]
            taking_down.restore(self.people[post.author].viewer, post.key)
            db.session.commit()
            post.stands = True

    @precondition(lambda self: any(post.kind == "answer" for post in self.posts))
    @rule(on=st.integers(0, 99), yes=st.booleans())
    def accept(self, on: int, yes: bool) -> None:
        """Accept an answer, or take that back."""
        answer = self.pick(on, "answer")
        if answer and answer.parent and answer.shown:
            accept_answer(self.people[answer.parent.author].viewer, answer.key, yes)
            db.session.commit()
            if yes:
                answer.parent.accepted = answer
            elif answer.parent.accepted is answer:
                answer.parent.accepted = None

    @precondition(lambda self: self.posts)
    @rule(on=st.integers(0, 99), tags=st.sets(st.sampled_from(TAGS)))
    def edit(self, on: int, tags: set[str]) -> None:
        """Change words and tags."""
        post = self.pick(on, "question")
        if post and post.stands:
            revision = editing.latest_revision(post.key)
            draft = ThreadEdit(title="A title of ten letters", body="New words.", tags=sorted(tags), revision=revision)
            editing.edit(self.people[post.author].viewer, post.key, draft)
            db.session.commit()
            post.tags = tags

    @invariant()
    def posts_equal_the_model(self) -> None:
        """Compare every post."""
        if not has_app_context():
            return
        db.session.expire_all()
        for post in self.posts:
            row = db.session.get_one(Contribution, post.key)
            same(post.score, row.score, "score")
            same(post.concealed, row.concealed, "concealed")
            same("published" if post.stands else "deleted", row.state, "state")
            comments = [other for other in self.posts if other.kind == "comment" and other.host is post and other.shown]
            same(len(comments), row.comment_count, "comment_count")
            if isinstance(row, Question):
                answers = [other for other in self.posts if other.kind == "answer" and other.parent is post]
                same(len([other for other in answers if other.shown]), row.reply_count, "reply_count")
                same(self._pinned(post, answers), row.pinned_answer_id, "pinned_answer_id")

    def _pinned(self, question: Post, answers: list[Post]) -> int | None:
        chosen = question.accepted
        if chosen is None or not chosen.stands:
            return None
        rivals = [other.score for other in answers if other is not chosen and other.stands]
        return chosen.key if all(rival < 2 * max(chosen.score, 1) + 3 for rival in rivals) else None

    @rule()
    def deliver(self) -> None:
        """Let the worker run, and compare spaces and tags."""
        type(self).work()
        opening = [post for post in self.posts if post.kind == "question" and post.stands]
        for number, space in enumerate(self.spaces):
            expected = len([post for post in opening if self.spaces_of[post.key] == number])
            same(expected, db.session.scalar(select(Space.thread_count).where(Space.id == space.id)), "thread_count")
        for row in db.session.scalars(select(Tag)):
            carried = [post for post in opening if row.name in post.tags and self.spaces_of[post.key] == 0]
            same(len(carried), row.public_count, f"public_count of {row.name}")

        for who, person in enumerate(self.people):
            points = reputation(self._points(who))
            same(points, db.session.get_one(Member, person.id).reputation, f"reputation of {person.name}")

    def _points(self, who: int) -> Iterator[Entry]:
        """Yield what somebody has earned, from votes and acceptances as they are now."""
        day = now().date()
        for post in [post for post in self.posts if post.shown and post.kind in {"question", "answer"}]:
            for voter, value in post.votes.items():
                if value and post.author == who:
                    yield Entry(10 if value > 0 else -2, "voted up" if value > 0 else "voted down", day)
                if value < 0 and voter == who and post.kind == "answer":
                    yield Entry(-1, "voting down", day)
            asked = post.parent
            if asked and asked.accepted is post and asked.author != post.author:
                yield from [Entry(15, "accepted", day)] * (post.author == who)
                yield from [Entry(2, "accepting", day)] * (asked.author == who)

    def teardown(self) -> None:
        """See that counting again changes nothing."""
        self.deliver()
        assert counters.recount_contributions() == 0, "counting again changes nothing"
        assert counters.recount_tags() == 0
        assert counters.recount_spaces() == 0
        assert ledger.reconcile() == 0
        db.session.rollback()


def test_counters_equal_the_model(app: Atrium, worker: Callable[[], None]) -> None:
    Machine.work = staticmethod(worker)
    chosen = settings(
        max_examples=EXAMPLES // 2, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Machine, settings=chosen)
