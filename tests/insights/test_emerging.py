"""What emerges: alarms that chance does not explain, seen without the future, kept once and forgotten with their posts."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

import commandline
from contributions import taking_down
from contributions.models import Contribution, Notification, Space
from core import outbox
from core.application import Atrium
from core.clock import now
from core.database import db
from insights import stages
from insights.emerging import alarms, chance
from insights.emerging.clocks import CLOCKS, DAY, FAST, SLOW, WEEK, Clock
from insights.emerging.finding import emerging_stage
from insights.emerging.keeping import forget_posts
from insights.emerging.models import EmergingAlarm, EmergingCard, EmergingPost
from insights.emerging.scanning import Stream, scan
from insights.emerging.words import bursts, words_of
from insights.running import analyse
from insights.stages import Context
from tests import factories
from tests.people import Person, make_person

TOPICS = 12
WIDTH = 24


def stream(seed: int, days: int = 60, rate: int = 20, news: int = 0, at: float = 40.0, span: float = 2.0) -> Stream:
    """Return posts about some old topics, evenly over time, and a few about a new one within some days."""
    random = np.random.default_rng(seed)
    count = days * rate
    times = np.sort(random.uniform(0, days * DAY, count))
    about = random.integers(0, TOPICS, count)
    times = np.concatenate([times, at * DAY + np.sort(random.uniform(0, span * DAY, news))])
    about = np.concatenate([about, np.full(news, TOPICS)])
    vectors = np.eye(TOPICS + 1, WIDTH)[about] + random.normal(0, 0.12, (len(about), WIDTH))
    order = np.argsort(times, kind="stable")
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return Stream(times[order], np.arange(len(order)), vectors[order])


def no_words(posts: Stream) -> list[tuple[str, str]]:
    return [("", "")] * len(posts.times)


@pytest.mark.whole
@pytest.mark.once
def test_chance_alone_raises_no_more_alarms_than_is_stated() -> None:
    weeks, raised = 0.0, 0
    for seed in range(3):
        posts = stream(seed)
        found = alarms.find_alarms(posts, no_words(posts), FAST)
        weeks += (float(posts.times[-1]) - FAST.warm) / WEEK
        raised += len(found)

    assert raised / weeks <= 2 * FAST.chance


@pytest.mark.once
def test_news_of_several_people_raise_one_alarm_soon_and_those_of_one_person_none() -> None:
    posts = stream(1, news=12)
    new = np.flatnonzero(posts.vectors[:, TOPICS] > 0.5)

    found = [one for one in alarms.find_alarms(posts, no_words(posts), FAST) if one.opening & set(new.tolist())]

    assert len(found) == 1
    assert found[0].opening <= set(new.tolist())
    assert found[0].at <= posts.times[new[7]]
    assert found[0].growth[0] > 1
    assert found[0].growth[0] < found[0].growth[1] < found[0].growth[2]
    alone = Stream(posts.times, np.where(np.isin(np.arange(len(posts.times)), new), 5, posts.authors), posts.vectors)
    assert not [one for one in alarms.find_alarms(alone, no_words(alone), FAST) if one.opening & set(new.tolist())]


@pytest.mark.once
@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.name)
def test_what_is_found_until_a_moment_needs_nothing_later(clock: Clock) -> None:
    posts = stream(2, days=240, rate=5, news=25, at=170.0, span=2.0 if clock is FAST else 30.0)
    said = [(f"word{number % 7} 4.{number % 3}", "") for number in range(len(posts.times))]
    whole = alarms.find_alarms(posts, said, clock)
    assert whole
    for moment in (whole[0].at, whole[0].at + 3600, 200 * DAY):
        end = int(np.searchsorted(posts.times, moment, side="right"))
        cut = Stream(posts.times[:end], posts.authors[:end], posts.vectors[:end])
        told = [(one.at, one.strength, one.opening, one.growth) for one in whole if one.at <= moment]
        until = alarms.find_alarms(cut, said[:end], clock)
        assert [(one.at, one.strength, one.opening, one.growth) for one in until] == told


@pytest.mark.whole
@pytest.mark.once
def test_a_threshold_holds_what_it_promises_under_shuffled_times() -> None:
    for clock in CLOCKS:
        drawn = chance.shuffled(clock)
        bar = chance.threshold(clock, 300)
        assert np.mean(drawn >= bar) * 300 <= clock.chance * 1.05
        assert chance.by_chance(clock, bar, 300) == pytest.approx(clock.chance, rel=0.2)
        assert chance.by_chance(clock, bar + 3, 300) < clock.chance / 100
        assert chance.threshold(clock, 30_000) > bar
    assert not len(scan(Stream(np.zeros(0), np.zeros(0), np.zeros((0, 4), dtype=np.float32)), SLOW).neighbours)


@pytest.mark.once
def test_a_word_bursts_where_several_use_it_at_once_and_not_where_one_person_repeats_it() -> None:
    times = np.arange(0, 40 * DAY, 4 * 3600.0)
    said = [{"rain", f"w{number % 9}"} for number in range(len(times))]
    for place in (200, 201, 202, 203):
        said[place] = said[place] | {"certificate"}
    several = np.arange(len(times))

    found = bursts(said, times, several, FAST)

    assert {one.word for one in found} == {"certificate"}
    assert found[0].evidence[0] == 200
    assert found[0].chance <= 0.1
    assert not bursts(said, times, np.where((several >= 200) & (several < 204), 7, several), FAST)
    assert words_of("Version 67.0.1 of Add-ons, don't") == {"version", "67", "67.0", "67.0.1", "of", "add-ons", "don't"}


@pytest.fixture
def emerging(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> dict[int, Any]:
    """Only this stage runs, and takes vectors that the test gives to posts in place of those of a model."""
    given: dict[int, Any] = {}

    def vectors(_context: Context, posts: Any) -> Any:
        return np.array([given[post.id] for post in posts], dtype=np.float32)

    monkeypatch.setattr(Context, "vectors", vectors)
    monkeypatch.setattr(stages, "STAGES", {"emerging": emerging_stage})
    return given


def tell_story(given: dict[int, Any], people: list[Person], space: Space) -> tuple[list[int], datetime]:
    """Write six weeks of talk about nothing new, and then five posts about a kettle within hours."""
    random, end = np.random.default_rng(3), now() - timedelta(hours=1)
    rows = []
    for number in range(84):
        topic = np.eye(TOPICS + 1, WIDTH)[number % TOPICS]
        rows.append((end - timedelta(days=42) + timedelta(hours=12 * number), topic, f"About thing {number % TOPICS}"))
    rows += [
        (end - timedelta(hours=10 - 2 * number), np.eye(TOPICS + 1, WIDTH)[TOPICS], f"The copper kettle hums {number}")
        for number in range(5)
    ]
    new = []
    for number, (at, topic, title) in enumerate(rows):
        made = factories.ask(people[number % len(people)], space, title)
        db.session.execute(db.update(Contribution).where(Contribution.id == made.id).values(created_at=at))
        vector = topic + random.normal(0, 0.05, WIDTH)
        given[made.id] = vector / np.linalg.norm(vector)
        if number >= 84:
            new.append(made.id)
    db.session.commit()
    return new, end


def test_an_alarm_from_the_first_post_to_the_answer_of_staff(
    emerging: dict[int, Any],
    alice: Person,
    bob: Person,
    public_space: Space,
    product_manager: Person,
    client_of: Callable[[Person], FlaskClient],
    app: Atrium,
    capsys: pytest.CaptureFixture[str],
) -> None:
    people = [alice, bob, *(make_person(f"Guest {number}") for number in range(5))]
    new, _end = tell_story(emerging, people, public_space)
    assert commandline.run(["analyse"], app) == 0
    analyse()
    outbox.deliver_all()
    capsys.readouterr()

    assert commandline.run(["insights", "emerging", "--json"], app) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    assert len(results) == db.session.scalar(db.select(db.func.count(EmergingAlarm.id)))
    found = next(one for one in results if "kettle" in one["label"])
    assert len(found["posts"]) >= len(found["evidence"]) >= 3
    assert found["first_seen"] < found["alarm_at"]
    assert found["authors"] >= 3
    assert not found["closed"]
    key = int(found["topic"][1:])
    told = db.session.scalars(db.select(Notification).where(Notification.occasion == f"emerging:{key}")).all()
    assert {row.member_id for row in told} == {product_manager.id}

    client = client_of(product_manager)
    page = client.get("/insights/emerging").text
    assert "kettle" in page
    assert "false alarms a week" in page
    card = page[page.index(f'id="e{key}"') :]
    first = card[card.index("First to speak of it") :]
    author = db.session.get(Contribution, new[0]).author_id
    assert f'/members/{author}"' in first[: first.index("</p>")]
    assert "kettle" in client.get("/insights").text
    answered = {"post": str(new[0]), "heard": "The kettle hums.", "doing": "We send another lid."}
    assert client.post(f"/insights/emerging/{key}", data={**answered, "post": "1"}).status_code == 422
    assert client.post(f"/insights/emerging/{key}", data=answered).status_code == 303
    outbox.deliver_all()
    assert "We send another lid." in client.get(f"/questions/{new[0]}", follow_redirects=True).text
    heard = db.session.scalars(db.select(Notification.member_id).where(Notification.reason == "heard")).all()
    assert len(heard) == len(set(heard)) >= 3
    assert set(heard) <= {one.id for one in people}
    assert "Read the answer" in client.get(f"/insights/emerging/{key}").text

    for place, gone in enumerate(new, start=1):
        author = db.session.get(Contribution, gone).author_id
        taking_down.delete(next(one for one in people if one.id == author).viewer, gone)
        db.session.commit()
        outbox.deliver_all()
        text = client.get("/insights/emerging").text
        assert ("Being counted anew" in text) == ("kettle" in text) == (len(new) - place >= 3)
        assert all(f"hums {number}" not in text for number in range(place))
    assert not db.session.scalar(db.select(db.func.count()).where(EmergingPost.contribution_id.in_(new)))
    forget_posts(new)


def test_a_run_as_of_a_date_finds_what_it_finds_when_later_posts_are_deleted_first(
    emerging: dict[int, Any], alice: Person, bob: Person, public_space: Space, app: Atrium
) -> None:
    people = [alice, bob, *(make_person(f"Guest {number}") for number in range(5))]
    _new, end = tell_story(emerging, people, public_space)
    early = end - timedelta(hours=1, minutes=30)
    later = db.select(Contribution.id).where(Contribution.created_at > early)
    columns = ("at", "first_at", "label", "strength", "growth", "posts", "authors")

    def cards(run: int) -> list[tuple[Any, ...]]:
        rows = db.session.scalars(db.select(EmergingCard).where(EmergingCard.run_id == run).order_by(EmergingCard.at))
        return [tuple(getattr(row, name) for name in columns) for row in rows]

    before = cards(analyse(early))
    db.session.execute(db.delete(Contribution).where(Contribution.id.in_(later)))
    db.session.commit()

    assert before
    assert cards(analyse(early)) == before
