"""Merging ideas: everybody counts once and is named, “not mine” takes one click, and all of it can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from contributions import counters
from contributions.following import set_following
from contributions.merging.models import MovedPost, ThreadMerge, VoteRefusal
from contributions.models import Contribution, Follow, Space, Vote
from contributions.voting import cast_vote
from core.application import Atrium
from core.clock import now
from core.database import db
from core.errors import Refused
from ideas.merging.joining import merge_idea, refuse_vote, unmerge_idea
from ideas.merging.models import DuplicateSuggestion
from ideas.models import Idea
from tests import factories
from tests.community.reading import path_of, posts_on, words_of
from tests.community.test_races import at_once, post
from tests.ideas.having import have_idea
from tests.modest import EVERYTHING
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
POSTS: Any = Contribution.__table__
VOTES: Any = Vote.__table__


def voters(idea: Idea) -> dict[int, int]:
    rows = db.session.execute(select(Vote.member_id, Vote.value).where(Vote.contribution_id == idea.id))
    return dict(tuple(row) for row in rows)


def score_of(idea: Idea) -> int:
    return db.session.scalar(select(POSTS.c.score).where(POSTS.c.id == idea.id)) or 0


def state() -> list[Any]:
    """Return everything that a merge could change."""
    vote = select(VOTES.c.contribution_id, VOTES.c.member_id, VOTES.c.value, VOTES.c.origin, VOTES.c.valid)
    follow = select(Follow.contribution_id, Follow.member_id, Follow.since)
    columns = ("id", "thread_id", "parent_id", "host_id", "space_id", "state", "score", "opening_score", "concealed")
    posts = select(*(POSTS.c[name] for name in (*columns, "reply_count", "comment_count", "active_at")))
    kept = [sorted(tuple(row) for row in db.session.execute(what)) for what in (vote, follow)]
    links = [db.session.scalar(select(func.count()).select_from(table)) for table in (ThreadMerge, MovedPost)]
    return [*kept, [tuple(row) for row in db.session.execute(posts.order_by(POSTS.c.id))], links]


def test_a_merge_carries_everything_and_not_mine_takes_one_click(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, charlie: Person,
    public_space: Space,
) -> None:  # fmt: skip
    target, source = have_idea(alice, public_space), have_idea(bob, public_space, "A light in the barograph")
    remark = factories.remark(charlie, source)
    for voter, idea in ((charlie, source), (staff, source), (staff, target), (alice, source)):
        cast_vote(voter.viewer, idea.id, 1)
    db.session.commit()
    keeper, reader = client_of(staff), client_of(charlie)
    assert client_of(bob).post(f"/ideas/{source.id}/merge", data={"into": target.id}).status_code == 403
    for wrong in (source.id, 424242, "nothing"):
        assert keeper.post(f"/ideas/{source.id}/merge", data={"into": wrong}).status_code == 422
    assert path_of(keeper.post(f"/ideas/{source.id}/merge", data={"into": target.id})).startswith(
        f"/ideas/{target.id}/"
    )

    here = f"/ideas/{target.id}/a-lamp-in-the-barograph"
    assert voters(target) == {staff.id: 1, charlie.id: 1}, "each once, and nobody for what is theirs"
    for person in (client, client_of(bob), reader):
        old = person.get(f"/ideas/{source.id}/a-light?at={remark.id}")
        assert (old.status_code, path_of(old)) == (301, f"{here}?at={remark.id}")
    page = client.get(here).text
    assert remark.id in posts_on(page) or f'id="c{remark.id}"' in page or f'id="p{remark.id}"' in page
    assert "A light in the barograph Bob" in words_of(page).replace("BO ", "").replace("B ", "")
    assert "Not mine" not in page
    assert "Your vote came here with “A light in the barograph”" in words_of(reader.get(here).text)
    assert client_of(bob).post(f"/ideas/{target.id}/not-mine").status_code == 403
    assert reader.post(f"/ideas/{target.id}/not-mine").status_code == 303
    assert voters(target) == {staff.id: 1}
    assert score_of(target) == 1
    assert reader.post(f"/ideas/{target.id}/not-mine").status_code == 403, "there is none any more"
    assert keeper.post(f"/ideas/{target.id}/merge", data={"into": source.id}).status_code == 422, "no circle"

    assert keeper.post(f"/ideas/{source.id}/unmerge").status_code == 303
    assert voters(source) == {charlie.id: 1, staff.id: 1, alice.id: 1}, "what they voted for they voted for"
    keeper.post(f"/ideas/{source.id}/merge", data={"into": target.id})
    assert voters(target) == {staff.id: 1}, "who said that it is not theirs has said so"
    assert reader.post(f"/contributions/{target.id}/vote", data={"value": 1}).status_code == 303
    assert voters(target) == {staff.id: 1, charlie.id: 1}


def test_merges_go_on_in_chains_and_open_no_door(
    client: FlaskClient, client_of: Open, administrator: Person, moderator: Person, alice: Person, bob: Person,
    public_space: Space, group_space: Space,
) -> None:  # fmt: skip
    one, two, three = (have_idea(alice, public_space, f"A lamp, number {number} of them") for number in range(3))
    secret = have_idea(alice, group_space, "A secret lamp of the circle")
    cast_vote(bob.viewer, one.id, 1)
    db.session.commit()
    keeper = client_of(administrator)
    assert keeper.post(f"/ideas/{secret.id}/merge", data={"into": one.id}).status_code == 422
    assert "different readers" in keeper.post(f"/ideas/{one.id}/merge", data={"into": secret.id}).text
    assert keeper.post(f"/ideas/{one.id}/merge", data={"into": two.id}).status_code == 303
    assert keeper.post(f"/ideas/{two.id}/merge", data={"into": three.id}).status_code == 303
    fourth = have_idea(alice, public_space, "A lamp, the fourth of them")
    assert keeper.post(f"/ideas/{fourth.id}/merge", data={"into": one.id}).status_code == 303, "led to the end"
    assert voters(three) == {bob.id: 1}
    for idea in (one, two, fourth):
        assert path_of(client.get(f"/ideas/{idea.id}")).startswith(f"/ideas/{three.id}/")
    assert keeper.post(f"/ideas/{one.id}/unmerge").status_code == 403, "the later merge first"
    assert client_of(moderator).post(f"/contributions/{two.id}/restore").status_code == 303, (
        "another way to take it out"
    )
    assert (voters(two), voters(three)) == ({bob.id: 1}, {})
    assert keeper.post(f"/ideas/{one.id}/unmerge").status_code == 303
    assert (voters(one), voters(two)) == ({bob.id: 1}, {})
    keeper.post(f"/ideas/{two.id}/merge", data={"into": three.id})
    hidden = client_of(moderator)
    assert "A lamp, number 1 of them" in client.get(f"/ideas/{three.id}", follow_redirects=True).text
    assert hidden.post(f"/contributions/{two.id}/hide", data={"reason": "No."}).status_code == 303
    assert "A lamp, number 1 of them" not in client.get(f"/ideas/{three.id}", follow_redirects=True).text


PAIRS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 5)), st.sampled_from((-1, 1)), max_size=14)


@settings(
    max_examples=60 if EVERYTHING else 12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(PAIRS, st.sets(st.tuples(st.integers(0, 3), st.integers(0, 5))),
       st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4), st.randoms())  # fmt: skip
def test_after_merging_and_unmerging_all_is_as_it_was(
    crowd: tuple[Space, list[Person], Person], votes: dict[tuple[int, int], int], follows: set[tuple[int, int]],
    merges: list[tuple[int, int]], chance: Any,
) -> None:  # fmt: skip
    space, people, keeper = crowd
    ideas = [_idea(people[place], space, place) for place in range(4)]
    for (at, who), value in votes.items():
        if at != who:
            db.session.add(Vote(contribution_id=ideas[at].id, member_id=people[who].id, value=value, created_at=now()))
    for at, who in follows:
        set_following(people[who].viewer, ideas[at].id, following=True)
    remarks = [factories.comment(people[5].viewer, idea.id, factories.CommentDraft(body="So it is.")) for idea in ideas]
    counters.recount_contributions()
    counters.recount_threads()
    before = state()
    joined: list[Idea] = []
    for source, target in merges:
        try:
            merge_idea(keeper.viewer, ideas[source].id, ideas[target].id)
        except (Refused, NotFound):
            continue
        joined.append(ideas[source])
        _each_counts_once(ideas, people, votes)
    while joined:
        # Whatever may be taken out is, in any order; what is within something else waits.
        idea = chance.choice(joined)
        try:
            with db.session.begin_nested():
                unmerge_idea(keeper.viewer, idea.id)
        except Refused:
            continue
        joined.remove(idea)
        _each_counts_once(ideas, people, votes)
    assert state() == before
    assert len(remarks) == 4
    db.session.rollback()


def _idea(person: Person, space: Space, place: int) -> Idea:
    at = now()
    idea = Idea(title=f"Idea {place}", author_id=person.id, space_id=space.id, body="", html="", created_at=at)
    idea.active_at, idea.opening_score, idea.status = at, place * 3, "open"
    db.session.add(idea)
    db.session.flush()
    return idea


def _each_counts_once(ideas: list[Idea], people: list[Person], votes: dict[tuple[int, int], int]) -> None:
    """Look at what every standing idea counts: whoever voted for it or for what went into it, but for its author."""
    links = {row.source_id: row.target_id for row in db.session.scalars(select(ThreadMerge))}
    for place, idea in enumerate(ideas):
        if idea.id in links:
            continue
        within = {at for at, other in enumerate(ideas) if _end(other.id, links) == idea.id}
        expected = {people[who].id for at, who in votes if at in within and who not in (at, place)}
        # An author on the way is counted by nothing that their own idea went into alone.
        assert set(voters(idea)) <= expected
        assert {people[who].id for at, who in votes if at == place and at != who} <= set(voters(idea))
        direct = {at for at in within if at != place and links[ideas[at].id] == idea.id}
        assert {people[who].id for at, who in votes if at in direct and who not in (at, place)} <= set(voters(idea))


def _end(key: int, links: dict[int, int]) -> int:
    while key in links:
        key = links[key]
    return key


@pytest.fixture
def crowd(app: Atrium, public_space: Space, staff: Person) -> tuple[Space, list[Person], Person]:
    """A space, six members and one of staff."""
    return public_space, [make_person(f"Member {number}") for number in range(6)], staff


def test_merges_and_votes_at_once(
    app: Atrium, client_of: Open, staff: Person, alice: Person, bob: Person, public_space: Space
) -> None:
    one, two = have_idea(alice, public_space), have_idea(bob, public_space, "A light in the barograph")
    people = [make_person(f"Voter {number}") for number in range(8)]
    deeds = [post(client_of(staff), f"/ideas/{one.id}/merge", into=two.id) for _twice in range(2)]
    deeds += [post(client_of(staff), f"/ideas/{two.id}/merge", into=one.id) for _twice in range(2)]
    deeds += [post(client_of(person), f"/contributions/{one.id}/vote", value=1) for person in people]
    codes = at_once(deeds)
    assert codes[:4].count(303) == 1, codes
    assert set(codes[4:]) <= {303, 403, 404}
    merge = db.session.scalars(select(ThreadMerge)).one()
    source, target = (one, two) if merge.source_id == one.id else (two, one)
    given = {*voters(source), *voters(target)}
    assert set(voters(target)) == given
    assert score_of(target) == len(given)
    assert counters.recount_contributions() == 0
    db.session.rollback()


def test_pairs_are_suggested_once_and_decided_by_staff(
    client_of: Open, worker: Work, staff: Person, alice: Person, bob: Person, public_space: Space, group_space: Space
) -> None:
    ideas = [have_idea(alice, public_space, "A warm lamp in the barograph") for _twice in range(3)]
    have_idea(alice, public_space, "Bells that ring before a storm comes")
    secret = have_idea(alice, group_space, "A warm lamp in the barograph")
    worker()
    pairs = list(db.session.scalars(select(DuplicateSuggestion).order_by(DuplicateSuggestion.id)))
    keys = {idea.id for idea in ideas}
    assert {(pair.first_id, pair.second_id) for pair in pairs} == {(a, b) for a in keys for b in keys if a < b}
    assert secret.id not in keys
    keeper = client_of(staff)
    assert client_of(bob).get("/staff/ideas/same").status_code == 403
    assert keeper.get("/staff/ideas/same").text.count("Merge into the second") == 3
    assert keeper.get(f"/ideas/{ideas[0].id}/merge").text.count("Merge into the second") == 2
    assert keeper.post(f"/staff/ideas/same/{pairs[0].id}/decline").status_code == 303
    keeper.post(f"/contributions/{pairs[1].first_id}/vote", data={"value": 1})
    assert keeper.post(f"/ideas/{pairs[1].second_id}/merge", data={"into": pairs[1].first_id}).status_code == 303
    worker()
    states = {pair.id: pair.state for pair in db.session.scalars(select(DuplicateSuggestion))}
    assert states == {pairs[0].id: "declined", pairs[1].id: "accepted", pairs[2].id: "pending"}
    assert keeper.get("/staff/ideas/same").text.count("Merge into the second") <= 1


def test_a_refusal_is_the_members_own(
    client_of: Open, staff: Person, alice: Person, bob: Person, public_space: Space
) -> None:
    one, two = have_idea(alice, public_space), have_idea(alice, public_space, "A light in the barograph")
    third = have_idea(alice, public_space, "A candle in the barograph")
    for idea in (one, two):
        cast_vote(bob.viewer, idea.id, 1)
    for idea in (one, two):
        merge_idea(staff.viewer, idea.id, third.id)
    db.session.commit()
    assert voters(third) == {bob.id: 1}
    unmerge_idea(staff.viewer, one.id)
    assert voters(third) == {bob.id: 1}, "still voted for by way of the other"
    refuse_vote(bob.viewer, third.id)
    db.session.commit()
    assert voters(third) == {}
    assert db.session.scalars(select(VoteRefusal.source_id)).all() == [two.id]
