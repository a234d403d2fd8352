"""Buzz and favourites through the front door: mentions come in, talk turns, staff responds, posts are forgotten."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from contributions import taking_down
from contributions.models import Contribution, Notification, Space, Vote
from core import outbox
from core.application import Atrium
from core.archive.importing import import_archive
from core.clock import format_time, now
from core.database import db
from insights import stages
from insights.buzz.finding import buzz_stage
from insights.buzz.models import Boomerang, BuzzRow, FavouritePlace
from insights.running import analyse
from insights.stages import Context
from insights.topics.models import Topic, TopicFound, TopicThread
from tests import factories
from tests.community.reading import words_of
from tests.ideas.boards import make_idea
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
BAD = "It is terrible and broken."


@pytest.fixture(autouse=True)
def buzz_alone(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this stage runs, which needs no model."""
    monkeypatch.setattr(stages, "STAGES", {"buzz": buzz_stage})


def mention(number: int, at: datetime, author: str, text: str, on: str = "Barograph") -> dict[str, Any]:
    told = {"on": on, "source": "letters.example.org", "author": author, "url": "https://letters.example.org/1"}
    return {"type": "mention", "id": f"m{number}", **told, "text": text, "created": format_time(at)}


def bring(lines: list[dict[str, Any]], folder: Path) -> None:
    path = folder / "mentions.jsonl"
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    assert import_archive([path]).total("stored") == len(lines)
    db.session.rollback()


def calm(days: int = 30) -> list[dict[str, Any]]:
    """Four people a day are content outside, and one in eight is not."""
    return [
        mention(4 * day + one, now() - timedelta(days=day + 2, hours=1), f"=Reader {day} {one}", text)
        for day in range(days)
        for one, text in enumerate(["I love it.", "It is good.", "A great thing.", BAD if day % 2 else "I like it."])
    ]


def test_talk_that_turns_from_the_first_mention_to_the_answer(
    alice: Person,
    bob: Person,
    public_space: Space,
    product_manager: Person,
    client_of: Open,
    tmp_path: Path,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    factories.make_product("Barograph", public_space, "baro")
    people = [alice, bob, *(make_person(f"Guest {number}") for number in range(3))]
    against = [mention(900 + one, now() - timedelta(hours=5), f"Angry {one}", BAD) for one in range(4)]
    few = [mention(950 + one, now() - timedelta(hours=5), f"Other {one}", "I love it.", "Sundial") for one in range(3)]
    bring(calm() + against + few, tmp_path)
    posts = [factories.ask(one, public_space, "The lid fell off", body=BAD, tags=["baro"]).id for one in people]
    for _again in range(3):
        factories.ask(alice, public_space, "The lid fell off", body=BAD, tags=["baro"])
    analyse()
    outbox.deliver_all()
    outbox.deliver_all()
    analyse()
    outbox.deliver_all()

    client = client_of(product_manager)
    with count_queries() as counted:
        page = words_of(client.get("/insights/buzz").text)
    assert counted.count <= 6
    assert "9 of 9 people complained" in page, "whoever writes four times counts once"
    assert "Barograph" in page
    assert "Talk turns against it" in page
    assert "Sundial 3 +0." in page
    assert "Too few mentions to tell" in page
    task = db.session.scalars(db.select(Boomerang)).one()
    told = db.session.scalars(db.select(Notification).where(Notification.occasion == f"boomerang:{task.id}")).all()
    assert {one.member_id for one in told} == {product_manager.id}
    assert "Talk has turned" in client.get("/notifications").text
    assert "1 alarm of talk that turned" in words_of(client.get("/insights").text)

    respond(client, bob, f"/insights/buzz/alarms/{task.id}", count_queries)
    assert all(db.session.get_one(Contribution, key).state == "published" for key in posts)
    open_rows(client, task.key, count_queries)
    assert client_of(alice).get("/insights/buzz").status_code == 403

    for place, one in enumerate(people[1:], start=1):
        taking_down.delete(one.viewer, posts[place])
    db.session.commit()
    outbox.deliver_all()
    assert "5 of 5 people complained" in words_of(client.get("/insights/buzz/alarms").text)
    assert "Being counted anew" in client.get("/insights/buzz").text
    assert "The next analysis counts anew" in client.get(f"/insights/buzz/alarms/{task.id}").text
    assert not db.session.scalar(db.select(db.func.count()).where(BuzzRow.contribution_id.in_(posts[1:])))
    days = client.get(f"/insights/buzz/{task.key}/days.json").get_json()["days"]
    assert sum(one["mentions"] for one in days) == 120 + 4 + 4


def respond(client: FlaskClient, poster: Person, address: str, count_queries: Any) -> None:
    """Take the task and answer it, once."""
    with count_queries() as counted:
        shown = client.get(address).text
    assert counted.count <= 6
    assert "Angry 3 on letters.example.org" in shown
    assert f'/members/{poster.id}"' in shown
    assert client.post(address, data={"answer": "We send lids."}).status_code == 403
    assert client.post(f"{address}/take").status_code == 303
    assert client.post(address, data={"answer": ""}).status_code == 422
    assert client.post(address, data={"answer": "We send <b>lids</b>."}).status_code == 303
    assert "We send &lt;b&gt;lids&lt;/b&gt;." in client.get(address).text
    assert "Answered" in client.get("/insights/buzz/alarms").text


def open_rows(client: FlaskClient, key: str, count_queries: Any) -> None:
    """Open the days of a subject, what was said, and take both along."""
    day = now().strftime("%Y-%m-%d")
    assert "Power" in client.get(f"/insights/buzz/{key}").text
    for part in (f"rows?day={day}", "rows"):
        with count_queries() as counted:
            assert client.get(f"/insights/buzz/{key}/{part}").status_code == 200
        assert counted.count <= 6
    assert "rows?day=" in client.get(f"/insights/buzz/{key}").text
    days = client.get(f"/insights/buzz/{key}/days.json").get_json()["days"]
    assert sum(one["mentions"] for one in days) == 120 + 4 + 8
    assert client.get(f"/insights/buzz/{key}/days.csv").text.splitlines()[0].startswith("day,people,mentions")
    assert client.get("/insights/buzz/p424242/rows").status_code == 404


def test_favourites_of_months_rise_fall_and_are_forgotten(
    alice: Person, bob: Person, public_space: Space, product_manager: Person, client_of: Open
) -> None:
    ideas = [make_idea(alice, public_space, title).id for title in ("=A lamp", "A bell", "A case")]
    guests = [bob, *(make_person(f"Guest {number}") for number in range(3))]
    cast = [(0, 3, 40), (1, 2, 40), (1, 4, 9), (2, 1, 9)]
    db.session.execute(db.delete(Vote))
    for idea, count, days in cast:
        for one in guests[:count] if days == 40 else guests[-count:]:
            at = now() - timedelta(days=days)
            db.session.execute(db.delete(Vote).where(Vote.contribution_id == ideas[idea], Vote.member_id == one.id))
            db.session.add(Vote(contribution_id=ideas[idea], member_id=one.id, value=1, created_at=at))
            db.session.flush()
    db.session.commit()
    analyse()
    client = client_of(product_manager)

    page = words_of(client.get("/insights/favourites").text)
    assert "1 A bell 4 +2" in page
    assert "Fell: =A lamp" in page
    assert "'=A lamp" in client.get("/insights/favourites.csv").text
    told = client.get("/insights/favourites.json").get_json()
    assert [[idea["title"] for idea in month["ideas"]] for month in told["months"]] == [
        ["A bell", "A case"],
        ["=A lamp"],
    ]
    assert told["months"][0]["likeness"] == 0

    taking_down.delete(alice.viewer, ideas[0])
    db.session.commit()
    outbox.deliver_all()
    assert "A lamp" not in client.get("/insights/favourites").text
    assert not db.session.scalar(db.select(db.func.count()).where(FavouritePlace.contribution_id == ideas[0]))


def test_topics_and_brands_are_followed_and_disappear_with_their_voices(
    alice: Person,
    bob: Person,
    public_space: Space,
    product_manager: Person,
    client_of: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    carol = make_person("Carol")
    threads = [factories.ask(one, public_space, "The Sundial is slow").id for one in (alice, bob, carol)]
    outside = mention(1, now() - timedelta(days=3), "Dora", "I love it.", "slow shadows")
    bring([outside, mention(2, now() - timedelta(days=3), "Emil", "It is good.", "sundial")], tmp_path)
    topic = Topic(created_at=now())
    db.session.add(topic)
    db.session.commit()
    key = topic.id

    def topics(context: Context) -> dict[str, Any]:
        mine = {"run_id": context.run_id, "topic_id": key}
        words = {"label": "Slow shadows", "words": ["slow", "shadows"], "authors": 3}
        db.session.add(TopicFound(**mine, **words))
        db.session.flush()
        db.session.add_all(TopicThread(**mine, found_id=key, contribution_id=one, closeness=1.0) for one in threads)
        return {}

    monkeypatch.setattr(stages, "STAGES", {"topics": topics, "buzz": buzz_stage})
    analyse()
    client = client_of(product_manager)

    page = words_of(client.get("/insights/buzz").text)
    assert "Slow shadows 4 " in page, "three posts, and the mention of its words"
    assert "sundial 4 " in page, "three posts that name it, and the mention of its name"
    assert "Dora on letters.example.org" in words_of(client.get(f"/insights/buzz/t{key}/rows").text)
    taking_down.delete(carol.viewer, threads[2])
    taking_down.delete(bob.viewer, threads[1])
    db.session.commit()
    outbox.deliver_all()
    page = words_of(client.get("/insights/buzz").text)
    assert "No buzz" in page, "two people are left"
