"""Promises: on record with every change, measured by what was promised first, and dreamy before it is too late."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import Member
from contributions.models import Space
from core.database import db
from core.intervals import interval_of_sums, mean_interval
from ideas.roadmap.evidence import LEVELS, Evidence, dream
from ideas.roadmap.models import Expectation, Promise, PromiseMove
from tests.community.reading import words_of
from tests.ideas.roadmapping import day, have_idea, moved, promised, told, vote_for
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]


def test_a_promise_is_made_moved_and_kept_late(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, public_space: Space,
    worker: Callable[[], None],
) -> None:  # fmt: skip
    idea = have_idea(alice, public_space, phase="active", status="planned")
    vote_for(bob, idea, -1)
    house = client_of(staff)
    assert "A lamp in the barograph" in house.get("/roadmap?show=undated").text
    key = promised(house, public_space, idea=f"/ideas/{idea.id}", evidence_url="https://example.org/lamp")
    worker()
    worker()
    assert (told(alice, "promised"), told(bob, "promised"), told(staff, "promised")) == (1, 1, 0)
    page = words_of(client.get("/roadmap").text)
    assert "It reads your handwriting" in page
    assert "60 % sure" in page
    assert "A lamp in the barograph" not in client.get("/roadmap?show=undated").text
    member = client_of(bob)
    assert member.post(f"/roadmap/{key}/expect", data={"value": 6}).status_code == 303
    assert moved(house, key, "move", latest=day(70), confidence=50) == 303
    assert "30 days later than promised first" in words_of(client.get("/roadmap").text)
    assert moved(house, key, "deliver", delivered=day(2)) == 422
    db.session.get_one(Promise, key).first_latest_day -= 45
    db.session.commit()
    assert moved(house, key, "deliver") == 303
    assert moved(house, key, "break") == 409
    worker()
    assert told(bob, "promise moved") == told(bob, "promise late") == 1
    assert member.post(f"/roadmap/{key}/expect", data={"value": 4}).status_code == 303
    assert client_of(alice).post(f"/roadmap/{key}/expect", data={"value": 4}).status_code == 403
    own = db.session.get_one(Expectation, (key, bob.id))
    assert (own.expected, own.got) == (6, 4)
    rows = db.session.scalars(select(PromiseMove).where(PromiseMove.promise_id == key).order_by(PromiseMove.id)).all()
    assert [row.outcome for row in rows] == ["open", "open", "late"]
    assert [row.confidence for row in rows] == [60, 50, 50]
    shown = words_of(client.get(f"/roadmap/{key}/it-reads-your-handwriting").text)
    assert shown.count("The supplier of the lamp is late.") == 2
    assert "5 days later than promised first" in shown
    record = words_of(client.get("/roadmap/record").text)
    assert "0 % +5.0" in record
    assert "It reads your handwriting" in client.get(f"/roadmap/record/{staff.id}?outcome=late").text
    assert "It reads your handwriting" not in client.get(f"/roadmap/record/{staff.id}?outcome=kept").text
    assert moved(house, key, "reopen") == 303
    assert db.session.get_one(Promise, key).delivered_day is None


def test_the_newton_is_warned_of_before_its_release(
    client_of: Open, staff: Person, public_space: Space, worker: Callable[[], None]
) -> None:
    house = client_of(staff)
    newton = promised(house, public_space, evidence="prototype", confidence=70)
    sober = promised(house, public_space, title="It turns pages with a pen", evidence="pilot", confidence=80)
    for number, (hopes, calm) in enumerate([(7, 5), (7, 6), (6, 5), (7, 6), (7, 5)]):
        customer = client_of(make_person(f"Customer {number}"))
        for key, value in ((newton, hopes), (sober, calm)):
            assert "Dreamy" not in house.get(f"/roadmap/{key}", follow_redirects=True).text
            assert customer.post(f"/roadmap/{key}/expect", data={"value": value}).status_code == 303
    worker()
    worker()
    assert told(staff, "dreamy") == 1
    assert db.session.get_one(Promise, newton).warned_at is not None
    assert db.session.get_one(Promise, newton).settled_at is None
    assert "Dreamy: members expect more" in words_of(house.get(f"/roadmap/{newton}", follow_redirects=True).text)
    assert house.get("/roadmap").text.count("promise-dreamy") == 1
    assert "Dreamy" not in customer.get("/roadmap").text
    boast = promised(house, public_space, title="It never makes a mistake", evidence="intention", confidence=95)
    assert "its author is surer" in words_of(house.get(f"/roadmap/{boast}", follow_redirects=True).text)


def test_what_is_refused(client_of: Open, staff: Person, moderator: Person, alice: Person, public_space: Space) -> None:
    house, member = client_of(staff), client_of(alice)
    form = {"title": "It reads your handwriting", "body": "It does so in ink and in pencil.", "space": public_space.id}
    form |= {"earliest": day(40), "latest": day(10), "confidence": 60, "evidence": "trial"}
    assert member.post("/roadmap/new", data=form).status_code == 403
    for wrong, words in (
        ({}, "The last day cannot come before the first."),
        ({"latest": "soon"}, "Give a day such as 2026-12-31."),
        ({"latest": day(50), "space": ""}, "Choose a space, or name an idea."),
        ({"latest": day(50), "idea": "/ideas/424242"}, "an idea that you can see"),
        ({"latest": day(50), "confidence": 100}, "Please check this."),
        ({"latest": day(50), "evidence_url": "javascript:alert(1)"}, "Please check this."),
    ):
        response = house.post("/roadmap/new", data=form | wrong)
        assert response.status_code == 422, wrong
        assert words in response.text, wrong
    key = promised(house, public_space)
    assert moved(member, key, "withdraw") == 403
    assert moved(house, key, "move", latest=day(1)) == 422
    assert house.post(f"/roadmap/{key}/expect", data={"value": 5}).status_code == 403
    assert member.post(f"/roadmap/{key}/expect", data={"value": 8}).status_code == 400
    # What was promised stays on record, and nobody puts other words into it, whatever points they have.
    db.session.get_one(Member, alice.id).reputation = 100_000
    db.session.commit()
    assert member.get(f"/contributions/{key}/edit").status_code == 403
    assert house.post(f"/contributions/{key}/delete").status_code == 403
    assert moved(house, key, "withdraw") == 303
    assert member.post(f"/roadmap/{key}/expect", data={"value": 5}).status_code == 403
    assert client_of(moderator).post(f"/contributions/{key}/hide", data={"reason": "spam"}).status_code == 303


def test_what_one_may_not_see_is_not_on_the_roadmap(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, group_space: Space,
    public_space: Space,
) -> None:  # fmt: skip
    secret = have_idea(alice, group_space, "A hidden door in the hall", phase="active")
    promise = promised(client_of(staff), public_space)
    db.session.get_one(Promise, promise).idea_id = secret.id
    db.session.commit()
    for reader, sees in ((client, False), (client_of(bob), False), (client_of(alice), True)):
        for address in ("/roadmap", f"/roadmap/{promise}/it-reads-your-handwriting", f"/roadmap/record/{staff.id}"):
            page = reader.get(address)
            assert page.status_code == 200
            assert ("A hidden door in the hall" in page.text) == sees, address
    assert client.get(f"/roadmap/record/{alice.id}").status_code == 404


@pytest.mark.once
@given(st.lists(st.integers(min_value=-6, max_value=7), max_size=40))
def test_intervals_of_sums_are_those_of_the_values(values: list[int]) -> None:
    told_sums = interval_of_sums(len(values), sum(values), sum(value * value for value in values))
    interval = mean_interval(values)
    assert (told_sums is None) == (interval is None)
    if interval and told_sums:
        assert told_sums == pytest.approx(interval)


@pytest.mark.once
@pytest.mark.parametrize("level", LEVELS)
def test_evidence_carries_no_more_than_it_says(level: Evidence) -> None:
    assert [one.carries for one in LEVELS] == sorted({one.carries for one in LEVELS})
    assert not dream(level.key, level.sure, mean_interval([level.carries] * 9))
    if level.carries < 7:
        assert dream(level.key, level.sure, mean_interval([7] * 9)).expected
