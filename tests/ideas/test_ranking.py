"""The board ranks fairly: estimates, slots for what few have read, stable pages, and reading that never writes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bench.ideas import Scenario, row_of
from contributions.events import ContributionsImported
from contributions.models import Space
from core.application import Atrium
from core.database import db, unit_of_work
from core.events import publish
from ideas.models import Idea
from ideas.ranking import scoring
from ideas.ranking.models import IdeaExposure
from ideas.ranking.orders import seed_of
from ideas.ranking.weighing import weigh, weigh_all
from tests.community.reading import follow_pages, threads_on, words_of
from tests.ideas.boards import make_idea, read_by, voted_by
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
ORDERS = ("fair", "top", "controversial", "random", "newest", "active", "hot")
keys = st.lists(st.integers(1, 60), unique=True)


@pytest.mark.once
def test_the_formulas_give_their_check_values() -> None:
    assert scoring.appeal(7, 25, 0.1) == pytest.approx(0.2125)
    assert scoring.appeal(3, 0) == scoring.appeal(3, 3)
    assert scoring.interval(7, 25, 0.1) == pytest.approx((0.1140, 0.3614), abs=1e-4)
    assert scoring.controversy(8, 4) == pytest.approx(3.4641, abs=1e-4)
    assert scoring.controversy(8, 0) == 0
    assert scoring.expected(0.5) == pytest.approx(0.0693, abs=1e-4)
    assert scoring.expected(1) == scoring.expected(1 - 1e-9) == 0.9


@pytest.mark.once
@given(best=keys, least_read=keys, seed=st.integers(0, 2**24))
def test_a_board_shows_everything_once_with_one_slot_in_four_to_explore(
    best: list[int], least_read: list[int], seed: int
) -> None:
    explored = scoring.explores(seed)
    shown = list(scoring.board(best, least_read, explored))
    assert sorted(key for key, _way in shown) == sorted({*best, *least_read})
    assert [key for key, way in shown if not way] == [key for key in best if (key, False) in shown]
    assert not explored(0)
    assert all(sum(map(explored, range(block, block + scoring.SHARE))) == 1 for block in range(0, 40, scoring.SHARE))


@pytest.mark.once
def test_simulated_readers_find_the_good_ones_however_late_they_came() -> None:
    fair, voted = (row_of(Scenario("tiny", 100, 160), ranking, range(1)) for ranking in ("fair", "most voted"))
    assert fair["recall of the best 20"] > voted["recall of the best 20"]
    assert fair["of those that came late"] > voted["of those that came late"]
    assert fair["read by fewer than 10"] < 0.05 < voted["read by fewer than 10"]


def a_board(alice: Person, space: Space) -> set[int]:
    """Fifty ideas with all kinds of figures, many of them alike."""
    figures: list[dict[str, Any]] = [
        {"reads": at % 7, "appeal": (at * 13 % 10) / 20, "controversy": at % 3, "lot": at * 40_000_000}
        for at in range(50)
    ]
    ideas = [make_idea(alice, space, f"Idea {at}", **each) for at, each in enumerate(figures)]
    for at, idea in enumerate(ideas):
        idea.score = at % 5
    db.session.commit()
    return {idea.id for idea in ideas}


def test_every_order_shows_each_idea_on_one_page_with_few_statements(
    client: FlaskClient, client_of: Open, count_queries: Any, alice: Person, bob: Person, public_space: Space
) -> None:
    every, member = a_board(alice, public_space), client_of(bob)
    divided = {row.id for row in db.session.scalars(select(Idea).where(Idea.controversy > 0))}
    for order in ORDERS:
        for reader in (client, member) if order in ("fair", "random") else (client,):
            with count_queries() as counted:
                pages = follow_pages(reader, f"/ideas?order={order}")
            shown = [key for page in pages for key in threads_on(page)]
            assert sorted(shown) == sorted(divided if order == "controversial" else every), order
            assert counted.count <= 6 * len(pages)
    first, second, *_rest = follow_pages(member, "/ideas")
    assert "Few have read this yet" in words_of(first)
    assert threads_on(follow_pages(member, "/ideas")[1]) == threads_on(second)
    assert client.get("/ideas?order=fair&page=bm90IGEga2V5").status_code == 400


def test_what_is_best_and_what_few_have_read_stand_on_the_first_page(
    client: FlaskClient, alice: Person, public_space: Space
) -> None:
    best = make_idea(alice, public_space, "The best", appeal=0.6, reads=90)
    for at in range(40):
        make_idea(alice, public_space, f"Idea {at}", appeal=0.2, reads=50 + at)
    late = make_idea(alice, public_space, "The latest", appeal=0.1)
    first = threads_on(client.get("/ideas").text)
    assert first[0] == best.id
    assert late.id in first[1:4]
    page = words_of(client.get("/ideas").text)
    assert "90 members have read this. By their votes, about 60% of all readers would vote for it." in page
    assert "0 members have read this one." in page


def test_readers_are_counted_once_behind_the_page(
    app: Atrium,
    client: FlaskClient,
    client_of: Open,
    count_queries: Any,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    charlie: Person,
    public_space: Space,
) -> None:
    idea = make_idea(alice, public_space)
    address = f"/ideas/{idea.id}/a-lamp-in-the-barograph"
    readers = [client, *map(client_of, (alice, bob, bob, charlie))]
    with count_queries() as counted:
        for reader in readers:
            reader.get("/ideas")
            assert reader.get(address).status_code == 200
    assert not [text for text in counted.texts if text.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    client_of(bob).post(f"/contributions/{idea.id}/vote", data={"value": 1})
    app.extensions["readings"].hand_on()
    app.extensions["impressions"].hand_on()
    worker()
    db.session.expire_all()
    assert (idea.reads, idea.appeal) == (2, scoring.appeal(1, 2))
    shown = db.session.scalar(select(func.sum(IdeaExposure.shown)).where(IdeaExposure.idea_id == idea.id))
    assert shown == 4
    app.extensions["impressions"].note(shown=[(10**9, "fair", 0)], read=[10**9])
    app.extensions["impressions"].hand_on()
    worker()


def test_votes_weigh_at_once_and_divide(client_of: Open, alice: Person, bob: Person, public_space: Space) -> None:
    idea = make_idea(alice, public_space)
    read_by(idea, bob.id)
    client_of(bob).post(f"/contributions/{idea.id}/vote", data={"value": 1})
    assert idea.appeal == scoring.appeal(1, 1)
    other = make_person("Dora")
    voted_by(idea, other.id, value=-1)
    weigh([idea.id])
    db.session.expire_all()
    assert idea.controversy == 2
    assert (idea.reads, idea.appeal) == (1, scoring.appeal(1, 1))


def test_what_came_with_an_archive_is_expected_to_be_what_its_place_there_tells(
    worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    ideas = [make_idea(alice, public_space, source="old", source_key=str(at), score=at * at) for at in range(4)]
    here = make_idea(alice, public_space)
    read_by(here, bob.id)
    with unit_of_work():
        weigh([here.id])
        publish(ContributionsImported(actor_id=None, first_id=ideas[0].id, last_id=ideas[-1].id, count=4))
    worker()
    db.session.expire_all()
    places = [idea.appeal for idea in ideas]
    assert places == sorted(places)
    assert places[0] < here.appeal < places[3] < 0.5
    before = {idea.lot for idea in [*ideas, here]}
    with unit_of_work():
        weigh_all()
    assert not before & set(db.session.scalars(select(Idea.lot)))


def test_each_reader_has_a_board_of_their_own_for_a_day(alice: Person, bob: Person, charlie: Person) -> None:
    seeds = {seed_of(person.viewer) for person in (alice, bob, charlie)}
    assert len(seeds) == 3
    assert seed_of(alice.viewer) in seeds
    slots = {tuple(slot for slot in range(80) if scoring.explores(seed)(slot)) for seed in seeds}
    assert len(slots) == 3
