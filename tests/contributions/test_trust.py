"""Trust levels: reached by reading and taking part, opened to their rows, lost by regulars alone, and never by a page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.models import Member
from contributions.models import Space
from contributions.reputation.sizes import Size
from contributions.resuming.models import ReadingDay
from contributions.resuming.reading import note_readings
from contributions.trust.levels import ARRIVED, GRACE, LEADER, MEMBER, REGULAR, Community, Figures, bars_of, next_level
from contributions.trust.models import LevelChange
from contributions.trust.settling import settle_all, settle_lately
from core.clock import format_time, now
from core.database import db, unit_of_work
from tests import factories
from tests.community.reading import words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SMALL_PLACE = Community(threads=40, posts=200)
# Discourse's defaults, reached and no more.
READER = Figures(threads=5, posts=30, minutes=10)
TAKES_PART = Figures(threads=20, posts=100, minutes=60, days=15, given=1, received=1, replied=3)
KEEPS_COMING = replace(
    TAKES_PART,
    recent_days=50,
    recent_replied=10,
    recent_threads=10,
    recent_posts=50,
    recent_given=30,
    recent_received=20,
    recent_people=5,
    recent_received_days=7,
    recent_flagged=5,
)


def level(figures: Figures, current: int = 0, since: datetime | None = None) -> int:
    return next_level(current, since, figures, SMALL_PLACE, Size.LARGE, AT)


@pytest.mark.once
def test_each_bar_counts() -> None:
    for figures, reached in ((READER, ARRIVED), (TAKES_PART, MEMBER), (KEEPS_COMING, REGULAR)):
        assert level(figures) == reached
        for bar in bars_of(reached, figures, SMALL_PLACE, Size.LARGE):
            missed = replace(figures, **{bar.figure: bar.have + (1 if bar.most else -1)})
            assert level(missed) == reached - 1 or bar.needed == 0, bar
    assert level(Figures(known=True)) == ARRIVED, "who only writes has arrived as well"


@pytest.mark.once
def test_only_regulars_lose_a_level_and_not_at_once() -> None:
    long_ago, lately = AT - GRACE, AT - GRACE + timedelta(seconds=1)
    nearly, less = replace(KEEPS_COMING, recent_days=45), replace(KEEPS_COMING, recent_days=44)
    assert level(nearly, REGULAR, long_ago) == REGULAR
    assert level(less, REGULAR, lately) == REGULAR
    assert level(less, REGULAR, long_ago) == MEMBER
    assert level(Figures(), MEMBER, long_ago) == MEMBER
    assert level(Figures(), LEADER, long_ago) == LEADER
    assert level(replace(KEEPS_COMING, recent_flagged=6), REGULAR, long_ago) == MEMBER


FIGURES = st.builds(
    Figures,
    st.booleans(),
    *[st.integers(0, 120)] * 16,
)


@pytest.mark.once
@given(FIGURES, st.sampled_from(Size), st.integers(0, 2), st.sampled_from(["threads", "posts", "given", "recent_days"]))
def test_more_of_anything_good_never_lowers_a_level(figures: Figures, size: Size, current: int, more: str) -> None:
    before = next_level(current, None, figures, SMALL_PLACE, size, AT)
    richer = replace(figures, **{more: getattr(figures, more) + 50})
    assert current <= before <= next_level(current, None, richer, SMALL_PLACE, size, AT)
    assert before <= next_level(current, None, figures, SMALL_PLACE, Size.SMALL, AT) or size == Size.SMALL


def test_reading_is_counted_once_and_only_while_somebody_is_there(
    alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space)
    first, second = factories.answer(alice, asked), factories.answer(alice, asked)
    posts = [asked.id, first.id]

    def note(minute: float, shown: list[int]) -> None:
        at = format_time(AT + timedelta(minutes=minute))
        with unit_of_work():
            note_readings([[bob.id, asked.id, max(shown), at, *shown]])

    for minute, shown in ((0, posts), (2, posts), (12, posts), (13, [*posts, second.id]), (24 * 60, posts)):
        note(minute, shown)
    days = db.session.scalars(select(ReadingDay).order_by(ReadingDay.day)).all()
    assert [(day.threads, day.posts, day.seconds) for day in days] == [(1, 3, 180), (0, 0, 0)]


def test_a_page_is_counted_by_the_worker(
    app: Any, client_of: Open, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    addresses = []
    for number in range(3):
        asked = factories.ask(alice, public_space, title=f"Question number {number} of the day")
        for _each in range(3):
            factories.answer(alice, asked)
        addresses.append(f"/questions/{asked.id}/question-number-{number}-of-the-day")
    reader = client_of(bob)
    for address in addresses:
        assert reader.get(address).status_code == 200
    assert not db.session.scalars(select(ReadingDay)).all(), "reading writes nothing"
    app.extensions["readings"].hand_on()
    worker()
    day = db.session.scalars(select(ReadingDay)).one()
    assert (day.member_id, day.threads, day.posts) == (bob.id, 3, 12)
    db.session.execute(update(ReadingDay).values(seconds=300))
    db.session.commit()
    with unit_of_work():
        settle_lately()
    assert db.session.get_one(Member, bob.id).trust_level == ARRIVED
    assert [(row.before, row.level) for row in db.session.scalars(select(LevelChange))] == [(0, ARRIVED)]
    shown = words_of(reader.get(f"/members/{bob.id}/reputation").text)
    assert "threads read 3 of 8" in shown
    opened = words_of(reader.get(f"/members/{bob.id}/reputation/threads").text)
    assert "Question number 2 of the day" in opened
    assert "12 new posts · 5 minutes" in words_of(reader.get(f"/members/{bob.id}/reputation/minutes").text)
    for figure in ("given", "received", "replied", "flagged", "recent_days", "recent_people"):
        assert reader.get(f"/members/{bob.id}/reputation/{figure}").status_code == 200, figure
    assert reader.get(f"/members/{bob.id}/reputation/shoe_size").status_code == 404


def test_what_was_read_and_is_closed_since_has_no_name(
    client_of: Open, alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, title="Where the secret barometer hangs")
    with unit_of_work():
        note_readings([[bob.id, asked.id, asked.id, format_time(now()), asked.id]])
    address = f"/members/{bob.id}/reputation/threads"
    assert "secret barometer" in client_of(bob).get(address).text
    db.session.get_one(Space, public_space.id).visibility = "staff"
    db.session.commit()
    shown = client_of(bob).get(address).text
    assert "secret barometer" not in shown
    assert "not open to you any more" in shown


@pytest.mark.limits
def test_the_limits_of_newcomers_end_with_their_level(
    client_of: Open, alice: Person, public_space: Space, administrator: Person
) -> None:
    asked = {"title": "A title of ten letters", "body": "A body that is long enough.", "space": public_space.id}
    browser = client_of(alice)
    assert browser.post("/questions/ask", data=asked).status_code == 303
    assert browser.post("/questions/ask", data=asked).status_code == 422
    db.session.execute(update(Member).where(Member.id == alice.id).values(trust_level=ARRIVED))
    db.session.commit()
    for _number in range(3):
        assert browser.post("/questions/ask", data=asked).status_code == 303


def test_who_wrote_long_ago_is_welcome_without_having_read_here(
    alice: Person, bob: Person, public_space: Space
) -> None:
    for person, number in ((alice, 3), (bob, 2)):
        for _each in range(number):
            factories.ask(person, public_space)
    db.session.execute(update(Member).values(joined_at=now() - timedelta(days=2)))
    db.session.commit()
    with unit_of_work():
        settle_all()
    assert [db.session.get_one(Member, person.id).trust_level for person in (alice, bob)] == [ARRIVED, 0]


def test_leaders_are_made_by_hand(
    client_of: Open, alice: Person, bob: Person, moderator: Person, administrator: Person, worker: Callable[[], None]
) -> None:
    address = f"/members/{alice.id}/reputation/leader"
    assert client_of(moderator).post(f"{address}?value=yes").status_code == 403
    keeper = client_of(administrator)
    assert keeper.post(f"{address}?value=perhaps").status_code == 400
    assert keeper.post(f"{address}?value=yes").status_code == 303
    with unit_of_work():
        settle_all()
    assert db.session.get_one(Member, alice.id).trust_level == LEADER
    assert "Leader" in client_of(bob).get(f"/members/{alice.id}").text
    worker()
    assert "changed the trust level of" in words_of(keeper.get("/moderation/log").text)
    assert keeper.post(f"{address}?value=no").status_code == 303
    assert db.session.get_one(Member, alice.id).trust_level == 0


def test_members_are_offered_where_they_may_read(
    client_of: Open, count_queries: Any, alice: Person, bob: Person, public_space: Space, group_space: Space
) -> None:
    for name in ("Ada Lens", "Ada Mirror", "Adam Prism"):
        make_person(name)
    ada = make_person("Ada Zenith")
    asked = factories.ask(bob, public_space)
    factories.answer(ada, asked)
    closed = factories.ask(alice, group_space)
    reader = client_of(bob)

    def offered(query: str, client: FlaskClient = reader) -> list[str]:
        response = client.get(f"/mentions/suggest?{query}")
        assert response.status_code == 200
        return [row["name"] for row in response.get_json()]

    thread = f"thread={asked.id}"
    assert offered(f"q=ad&{thread}") == ["Ada Zenith", "Ada Lens", "Ada Mirror", "Adam Prism"]
    assert offered(f"q=ADA%20M&{thread}") == ["Ada Mirror"]
    assert offered(thread) == ["Ada Zenith"], "before a letter is typed, those who write here"
    assert offered(f"q=ad&space={public_space.id}")[0] == "Ada Lens"
    assert offered(f"q=bob&{thread}") == [], "nobody calls themselves"
    assert offered("q=ad") == offered(f"q=%25&{thread}") == offered(f"q={'x' * 900}&{thread}") == []
    for query in (f"q=a&thread={closed.id}", f"q=a&space={group_space.id}", f"q=a&thread={10**18}"):
        assert reader.get(f"/mentions/suggest?{query}").status_code == 404
    insider = client_of(alice)
    assert offered(f"q=ad&thread={closed.id}", insider) == [], "who cannot come in is not offered"
    with count_queries() as counted:
        offered(f"q=ad&{thread}")
    assert counted.count <= 5
