"""Merging: everything moves, everybody counts once, the old address leads on, nothing leaks, and it can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from community import counters as questions
from community.accepting import accept_answer
from community.duplicates.chains import settle
from community.duplicates.marking import mark_duplicate
from community.duplicates.merging import merge_question, unmerge_question
from community.having import share_question
from community.models import Answer, Question, SharedQuestion
from contributions import counters
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution, Follow, Notification, Space, Vote
from contributions.moderation.holding import conceal, open_review
from contributions.moderation.models import AuditEntry, Review
from contributions.voting import cast_vote
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import comments_on, path_of, posts_on, words_of
from tests.community.test_races import at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
# The index of the tests is fed by the worker alone, so the doctor may find it to be no complete one.
INDEX_ALONE = {"WRONG  search index"}


def counted() -> bool:
    found = [
        counters.recount_contributions(),
        questions.recount_questions(),
        questions.recount_shared(),
        settle(),
        counters.recount_threads() > 2,  # ranks cool
    ]
    db.session.rollback()
    return not any(found)


def members(model: Any, key: int) -> set[int]:
    column = model.question_id if model is SharedQuestion else model.contribution_id
    return set(db.session.scalars(select(model.member_id).where(column == key)))


def marked(staff: Person, key: int, of: int) -> None:
    mark_duplicate(staff.viewer, key, of)
    db.session.commit()


def score_of(key: int) -> int:
    return db.session.scalar(select(Contribution.__table__.c.score).where(Contribution.__table__.c.id == key)) or 0


@pytest.fixture
def asked(bob: Person, public_space: Space, question: Question) -> Question:
    """A question of Bob that Alice had asked before."""
    return factories.ask(
        bob, public_space, "My needle trembles at noon, why?", body="Zephyr and sunshine all day long."
    )


@pytest.fixture
def answer(staff: Person, alice: Person, bob: Person, charlie: Person, question: Question, asked: Question) -> Answer:
    """Charlie's answer to what Bob asked, accepted, in a thread that was voted on, shared, and is marked."""
    made = factories.answer(charlie, asked, "It is the quartz, I am quite sure.")
    factories.remark(alice, asked)
    factories.remark(bob, made)
    accept_answer(bob.viewer, made.id, accepted=True)
    for voter, key in ((charlie, asked.id), (staff, asked.id), (staff, question.id), (alice, asked.id)):
        cast_vote(voter.viewer, key, 1)
    share_question(charlie.viewer, asked.id, shared=True)
    marked(staff, asked.id, question.id)
    return made


def test_everything_moves_and_the_old_address_leads_on(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, charlie: Person,
    question: Question, asked: Question, answer: Answer,
) -> None:  # fmt: skip
    keeper, writer = client_of(staff), client_of(charlie)
    writer.put(f"/drafts/answer:{asked.id}", json={"body": "Something begun"})
    assert "Merge the questions" in keeper.get(f"/questions/{asked.id}/duplicate").text
    for other in (client_of(bob), writer):
        assert other.post(f"/questions/{asked.id}/merge").status_code == 403
    assert path_of(keeper.post(f"/questions/{asked.id}/merge")).startswith(f"/questions/{question.id}/")
    here = path_of(client.get(f"/questions/{question.id}"))

    shown = client.get(here).text
    assert posts_on(shown) == [question.id, answer.id]
    assert len(comments_on(shown)) == 2
    assert "Accepted answer" in words_of(shown)
    assert score_of(question.id) == 2, "staff voted on both, and Alice asked this herself"
    assert members(SharedQuestion, question.id) == {bob.id, charlie.id}
    assert members(Follow, question.id) >= {alice.id, bob.id, charlie.id}
    assert counted()
    old = client.get(f"/questions/{asked.id}/my-needle?at={answer.id}")
    assert (old.status_code, path_of(old)) == (301, f"{here}?at={answer.id}")
    assert client_of(bob).get(f"/questions/{asked.id}").status_code == 301, "whoever asked it is led on, too"
    assert client.get(f"/contributions/{asked.id}").status_code == 404
    assert path_of(client.get(f"/contributions/{answer.id}")).startswith(here)
    assert "Something begun" in writer.get(here).text
    late = writer.post(f"/questions/{asked.id}/answers", data={"body": "It is the sun, I am certain of it."})
    assert path_of(late).startswith(here), "what was being written is not lost"


def test_everybody_hears_once_and_search_follows_and_all_comes_back(
    client: FlaskClient, client_of: Open, worker: Work, atrium: Callable[..., Any], staff: Person, moderator: Person,
    alice: Person, bob: Person, charlie: Person, question: Question, asked: Question, answer: Answer,
) -> None:  # fmt: skip
    keeper = client_of(staff)
    worker()
    keeper.post(f"/questions/{asked.id}/merge")
    factories.answer(charlie, question)
    worker()
    assert f"/questions/{asked.id}/" not in client.get("/sitemap/1.xml").text + client.get("/feed.atom").text
    assert f"/questions/{asked.id}/" not in client.get("/search?q=zephyr").text
    assert f"/contributions/{answer.id}" in client.get(f"/search?q=quartz&thread={question.id}").text
    told = select(Notification.member_id).where(Notification.reason == "joined")
    assert sorted(db.session.scalars(told)) == sorted([alice.id, bob.id, charlie.id])
    assert "merged into another question" in words_of(client_of(moderator).get("/moderation/log").text)
    assert {line for line in atrium("doctor").out.splitlines() if line.startswith("WRONG")} <= INDEX_ALONE

    reply = factories.remark(staff, answer)
    assert keeper.post(f"/questions/{asked.id}/unmerge").status_code == 303
    shown = client.get(f"/questions/{asked.id}", follow_redirects=True).text
    assert posts_on(shown) == [asked.id, answer.id]
    assert reply.id in comments_on(shown)
    assert "Accepted answer" in words_of(shown)
    assert (score_of(asked.id), score_of(question.id)) == (3, 1)
    assert members(SharedQuestion, question.id) == set()
    assert members(Follow, question.id) == {alice.id, charlie.id, staff.id}, "who wrote there since follows it still"
    worker()
    assert f"/questions/{asked.id}/" in client.get("/search?q=zephyr").text
    assert [row.act for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == ["merged", "unmerged"]
    assert {line for line in atrium("doctor").out.splitlines() if line.startswith("WRONG")} <= INDEX_ALONE


def test_restoring_a_merged_question_takes_it_out_too_and_later_merges_come_first(
    client: FlaskClient, client_of: Open, staff: Person, moderator: Person, bob: Person, question: Question,
    asked: Question, public_space: Space,
) -> None:  # fmt: skip
    third = factories.ask(bob, public_space, "A third one who asks for it")
    answer = factories.answer(bob, third)
    marked(staff, third.id, asked.id)
    merge_question(staff.viewer, third.id)
    marked(staff, asked.id, question.id)
    merge_question(staff.viewer, asked.id)
    db.session.commit()
    for key in (third.id, asked.id):
        assert path_of(client.get(f"/questions/{key}")).startswith(f"/questions/{question.id}/")
    keeper = client_of(moderator)
    assert keeper.post(f"/contributions/{third.id}/restore").status_code == 403
    assert "Merged into this question" in keeper.get(f"/questions/{question.id}/duplicate").text
    assert keeper.post(f"/contributions/{asked.id}/restore").status_code == 303
    assert posts_on(client.get(f"/questions/{asked.id}", follow_redirects=True).text) == [asked.id, answer.id]
    assert keeper.post(f"/contributions/{third.id}/restore").status_code == 303
    assert posts_on(client.get(f"/questions/{third.id}", follow_redirects=True).text) == [third.id, answer.id]
    assert keeper.post(f"/questions/{third.id}/unmerge").status_code == 404
    assert counted()


def test_what_waits_for_a_moderator_waits_on_and_can_be_decided(
    client: FlaskClient, client_of: Open, staff: Person, moderator: Person, bob: Person, charlie: Person,
    question: Question, asked: Question,
) -> None:  # fmt: skip
    answer = factories.answer(charlie, asked)
    open_review(answer, "flags")
    conceal(answer, "flags")
    db.session.commit()
    client_of(charlie).post(f"/contributions/{asked.id}/flag", data={"reason": "off_topic"})
    marked(staff, asked.id, question.id)
    merge_question(staff.viewer, asked.id)
    db.session.commit()
    assert posts_on(client.get(f"/questions/{question.id}", follow_redirects=True).text) == [question.id]
    waiting = {
        row.contribution_id: row.id for row in db.session.scalars(select(Review).where(Review.closed_at.is_(None)))
    }
    assert set(waiting) == {answer.id}
    keeper = client_of(moderator)
    kept = keeper.post("/moderation/decide", data={"decision": "keep", "review": [waiting[answer.id]]})
    assert kept.status_code == 303
    assert posts_on(client.get(f"/questions/{question.id}", follow_redirects=True).text) == [question.id, answer.id]
    assert counted()


def test_no_merge_opens_a_closed_door(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, administrator: Person,
    question: Question, group_space: Space, members_space: Space,
) -> None:  # fmt: skip
    keeper = client_of(administrator)
    secret = factories.ask(alice, group_space, "A secret question of the circle")
    factories.answer(alice, secret, "The secret answer of the circle")
    among = factories.ask(bob, members_space, "A question among members")
    for key in (secret.id, among.id):
        marked(administrator, key, question.id)
        assert "different readers" in keeper.get(f"/questions/{key}/duplicate").text
        assert keeper.post(f"/questions/{key}/merge").status_code == 403
    other = factories.ask(alice, group_space, "Another secret of the circle")
    keeper.post(f"/questions/{secret.id}/duplicate/unmark")
    marked(administrator, secret.id, other.id)
    assert keeper.post(f"/questions/{secret.id}/merge").status_code == 303
    for reader, code in ((client, 404), (client_of(bob), 404), (client_of(staff), 404), (client_of(alice), 301)):
        answer = reader.get(f"/questions/{secret.id}")
        assert answer.status_code == code
        assert "secret" not in answer.text or code == 301
    group_space.visibility, group_space.group_id = "public", None
    members_space.visibility = "members"
    db.session.get_one(Contribution, other.id).space_id = members_space.id
    db.session.commit()
    assert keeper.post(f"/questions/{secret.id}/unmerge").status_code == 403, "the doors are not the same any more"


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.integers(0, 4), st.sampled_from((-1, 1))),
    st.dictionaries(st.integers(0, 4), st.sampled_from((-1, 1))),
    st.integers(-3, 3),
)
def test_the_sum_of_distinct_voters_is_kept(
    crowd: tuple[Space, list[Person], Person], here: dict[int, int], there: dict[int, int], opening: int
) -> None:
    space, people, keeper = crowd
    asker = people[5]
    source, target = factories.ask(asker, space), factories.ask(people[4], space)
    source.opening_score = opening
    for key, votes in ((source.id, here), (target.id, there)):
        for voter, value in votes.items():
            if key != target.id or voter != 4:
                cast_vote(people[voter].viewer, key, value)
    counters.recount_contribution(source.id)
    before = {source.id: score_of(source.id), target.id: score_of(target.id)}
    mark_duplicate(keeper.viewer, source.id, target.id)
    merge_question(keeper.viewer, source.id)
    distinct = {voter: value for voter, value in (here | there).items() if voter != 4}
    assert score_of(target.id) == opening + sum(distinct.values())
    unmerge_question(keeper.viewer, source.id)
    assert {key: score_of(key) for key in before} == before
    assert members(Vote, target.id) == {people[voter].id for voter in there if voter != 4}
    db.session.rollback()


@pytest.fixture
def crowd(app: Atrium, public_space: Space, staff: Person) -> tuple[Space, list[Person], Person]:
    """A space, six members and one of staff."""
    return public_space, [make_person(f"Member {number}") for number in range(6)], staff


def test_merges_votes_and_answers_at_once(
    app: Atrium, client_of: Open, staff: Person, bob: Person, question: Question, asked: Question
) -> None:
    answer = factories.answer(bob, asked)
    marked(staff, asked.id, question.id)
    voters = [make_person(f"Voter {number}") for number in range(8)]
    deeds = [post(client_of(staff), f"/questions/{asked.id}/merge") for _twice in range(3)]
    for place, voter in enumerate(voters):
        client = client_of(voter)
        deeds.append(
            (
                post(client, f"/contributions/{asked.id}/vote", value=1),
                post(client, f"/contributions/{answer.id}/vote", value=1),
                post(client, f"/questions/{asked.id}/answers", body="It is the sun, I think."),
                post(client, f"/questions/{asked.id}/shared"),
            )[place % 4]
        )
    codes = at_once(deeds)
    assert codes[:3].count(303) == 1
    assert set(codes[:3]) <= {303, 403, 404, 409}
    assert set(codes[3:]) <= {303, 403, 404}, codes
    assert db.session.scalar(select(func.count()).select_from(ThreadMerge)) == 1
    left = select(func.count()).where(Contribution.thread_id == asked.id)
    assert db.session.scalar(left) == 0, "nothing was left behind"
    assert members(Vote, asked.id) <= members(Vote, question.id)
    assert counted()
