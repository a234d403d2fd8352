"""Topics: found, named, kept over runs, changed by people, and free of what was taken down."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

import commandline
from community.models import Question
from contributions import taking_down
from contributions.models import Space
from core import outbox
from core.application import Atrium
from core.clock import now
from core.database import db
from insights import running
from insights.topics import splitting
from insights.topics.communities import communities, louvain
from insights.topics.matching import matched
from insights.topics.models import Topic, TopicFound, TopicThread
from insights.topics.neighbours import centred, nearest, neighbour_graph
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
SUBJECTS = {
    "battery": "battery charge drains overnight winter cold capacity charger cable swollen percent".split(),
    "calendar": "calendar invitation meeting timezone reminder recurring appointment event week agenda".split(),
    "printing": "printer paper margin duplex tray toner queue driver landscape page".split(),
}


def corpus(space: Space, people: list[Person], each: int = 14, seed: int = 1) -> dict[str, list[int]]:
    """Store questions on three subjects by several people; returns their ids by subject."""
    draw, found = random.Random(seed), {name: [] for name in SUBJECTS}
    for number in range(each):
        for name, words in SUBJECTS.items():
            title = f"{name} {' '.join(draw.sample(words, 5))}"
            found[name].append(question(space, people[number % len(people)], title))
    return found


def question(space: Space, person: Person, title: str) -> int:
    """Store a question, the cheapest way."""
    at = now() - timedelta(minutes=1)
    row = Question(
        author_id=person.id, space_id=space.id, title=title, body="", html="<p></p>", created_at=at, active_at=at
    )
    db.session.add(row)
    db.session.commit()
    return row.id


@pytest.fixture
def crowd(app: Atrium) -> list[Person]:
    """Four members."""
    return [make_person(f"Person {number}") for number in range(4)]


def asked_topics(app: Atrium, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what the command says."""
    capsys.readouterr()
    assert commandline.run(["insights", "topics", "--json"], app) == 0
    return json.loads(capsys.readouterr().out)


def shown_of(thread: int) -> int | None:
    """Return the topic under which the shown run counts a thread."""
    run = running.latest_run()
    db.session.expire_all()
    return db.session.get(TopicThread, (run.id, thread)).topic_id


def test_topics_are_found_named_changed_and_kept_over_runs(
    app: Atrium, crowd: list[Person], public_space: Space, product_manager: Person, client_of: Open,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    known = corpus(public_space, crowd)
    assert commandline.run(["analyse"], app) == 0
    said = asked_topics(app, capsys)
    found = {row["topic"]: row for row in said["results"]}
    topics = {name: shown_of(keys[0]) for name, keys in known.items()}
    assert len(set(topics.values())) == len(found) == 3
    for name, keys in known.items():
        row = found[f"t{topics[name]}"]
        assert row["size"] == len(keys)
        assert name in row["words"]
        assert row["label"].casefold().split(", ")[0] in {name, *SUBJECTS[name]}
        assert len(row["representative"]) == 5

    client = client_of(product_manager)
    page = client.get("/insights/topics").text
    assert all(row["label"] in page for row in found.values())
    battery, calendar, printing = (topics[name] for name in SUBJECTS)
    client.post(f"/insights/topics/{battery}", data={"name": "Power & <b>cells</b>", "pinned": "yes"})
    assert "Power &amp; &lt;b&gt;cells&lt;/b&gt;" in client.get("/insights/topics").text
    assert client.post(f"/insights/topics/{calendar}", data={"name": "x" * 101}).status_code == 303
    client.post(f"/insights/topics/{calendar}/merge", data={"into": printing})
    assert client.post(f"/insights/topics/{printing}/merge", data={"into": printing}).status_code == 403
    assert client.get(f"/insights/topics/{calendar}").location.endswith(f"/{printing}")
    assert "28 threads" in client.get(f"/insights/topics/{printing}").text

    more = corpus(public_space, crowd, each=2, seed=2)
    running.analyse(whole=True)
    assert shown_of(more["battery"][0]) == shown_of(known["battery"][0]) == battery
    assert shown_of(more["calendar"][0]) == shown_of(known["printing"][0]) == printing
    assert "Power &amp; &lt;b&gt;cells&lt;/b&gt;" in client.get(f"/insights/topics/{battery}").text
    client.post(f"/insights/topics/{calendar}/unmerge")
    assert shown_of(more["calendar"][0]) == calendar
    for address in ("/insights/topics/map", "/insights/topics?by=growth", f"/insights/topics/{calendar}", "/insights"):
        assert client.get(address).status_code == 200


def test_a_little_more_is_counted_to_the_topics_that_are_there(
    app: Atrium, crowd: list[Person], public_space: Space
) -> None:
    known = corpus(public_space, crowd, each=20)
    running.analyse()
    topic = shown_of(known["printing"][0])
    new = question(public_space, crowd[0], "printer toner tray driver duplex queue")
    run = running.latest_run()
    running.analyse()

    later = running.latest_run()
    assert (run.parameters["whole"], later.parameters) == (True, {"whole": False, "new": 1})
    assert shown_of(new) == topic
    assert all(shown_of(key) == topic for key in known["printing"])


def test_nothing_stays_of_what_was_taken_down(
    app: Atrium, crowd: list[Person], public_space: Space, product_manager: Person, client_of: Open,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    known = corpus(public_space, crowd)
    for person, key in zip(crowd, known["battery"][:4], strict=True):
        thread = db.session.get_one(Question, key)
        thread.title = f"battery zanzibar drains {person.id}"
    alone = question(public_space, crowd[0], "battery quetzal charger quetzal drains")
    db.session.commit()
    running.analyse()
    topic = shown_of(alone)
    told = json.dumps(asked_topics(app, capsys))
    assert "zanzibar" in told
    assert "quetzal" not in told

    for key in known["battery"][:3]:
        taking_down.delete(db.session.get_one(Question, key).author_id and _viewer_of(crowd, key), key)
    db.session.commit()
    outbox.deliver_all()

    client = client_of(product_manager)
    pages = client.get("/insights/topics").text + client.get(f"/insights/topics/{topic}").text
    assert "zanzibar" not in json.dumps(asked_topics(app, capsys))
    assert "12 threads" in pages
    assert all(str(key) not in [row.contribution_id for row in db.session.query(TopicThread)] for key in known)
    found = db.session.query(TopicFound).filter_by(topic_id=topic).one()
    assert found.threads == db.session.query(TopicThread).filter_by(topic_id=topic).count() == 12


def _viewer_of(crowd: list[Person], key: int) -> Any:
    author = db.session.get_one(Question, key).author_id
    return next(person.viewer for person in crowd if person.id == author)


def test_one_voice_is_no_topic(
    app: Atrium, alice: Person, bob: Person, public_space: Space, product_manager: Person, client_of: Open
) -> None:
    corpus(public_space, [alice, bob])
    running.analyse()

    page = client_of(product_manager).get("/insights/topics").text
    assert "No topics yet" in page
    assert not any(name in page for name in SUBJECTS)


def test_a_split_holds_over_runs(app: Atrium, crowd: list[Person], public_space: Space) -> None:
    known = corpus(public_space, crowd)
    running.analyse()
    run = running.latest_run()
    whole = shown_of(known["battery"][0])
    for name in ("calendar", "printing"):
        own = shown_of(known[name][0])
        for row in db.session.query(TopicThread).filter_by(topic_id=own):
            row.topic_id = row.found_id = whole
        db.session.query(TopicFound).filter_by(topic_id=own).delete()
    db.session.commit()

    splitting.split_topic(whole, None)
    db.session.commit()
    parts = {name: shown_of(keys[0]) for name, keys in known.items()}
    assert len(set(parts.values())) == 3
    assert whole not in parts.values()
    assert {db.session.get_one(Topic, part).split_from_id for part in parts.values()} == {whole}
    assert db.session.get_one(TopicFound, (run.id, parts["battery"])).threads == 14


def test_customers_are_quoted_and_staff_is_not(
    app: Atrium, crowd: list[Person], public_space: Space, staff: Person, product_manager: Person, client_of: Open
) -> None:
    from contributions.similarity.learning import learn_all
    from tests import factories

    said = "I like this phone. The swollen battery frightens my aunt. It is blue."
    factories.ask(crowd[0], public_space, "My battery is swollen", body=said)
    factories.ask(staff, public_space, "How to store a swollen battery", body="Keep the swollen battery cold.")
    learn_all()
    db.session.commit()

    client = client_of(product_manager)
    page = client.get("/insights/topics/ask?q=swollen+battery").text
    assert "The swollen battery frightens my aunt." in page
    assert "Keep the swollen battery cold" not in page
    assert "Nobody has said anything about that" in client.get("/insights/topics/ask?q=xylophone").text


@pytest.mark.once
def test_communities_are_as_modular_as_networkx_finds_them_and_do_not_depend_on_chance() -> None:
    import networkx as nx

    graph = nx.karate_club_graph()
    matrix = nx.to_scipy_sparse_array(graph, weight="weight", format="csr", dtype=float)
    own = louvain(matrix, 1.0, 42)
    groups = [set(np.flatnonzero(own == label)) for label in np.unique(own)]
    reference = nx.community.louvain_communities(graph, seed=42)
    assert nx.community.modularity(graph, groups) >= nx.community.modularity(graph, reference) - 0.01
    assert (own == louvain(matrix, 1.0, 42)).all()
    assert communities(matrix[:0, :0], 42).shape == (0,)


@pytest.mark.once
def test_nearest_ones_are_found_in_cells_nearly_as_well_as_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(3)
    middles = draw.normal(size=(40, 32))[draw.integers(40, size=4000)]
    vectors = centred((middles + draw.normal(size=(4000, 32)) / 2).astype("f4"))
    exact, cosines = nearest(vectors, 10)
    assert (np.diff(cosines, axis=1) <= 1e-5).all()
    monkeypatch.setattr("insights.topics.neighbours.MOST_EXACT", 1000)
    monkeypatch.setattr("insights.topics.neighbours.CELL", 100)
    found, _cosines = nearest(vectors, 10)

    assert np.mean([len(set(one) & set(other)) / 10 for one, other in zip(exact, found, strict=True)]) > 0.95


@pytest.mark.once
def test_noise_as_of_another_processor_changes_next_to_nothing() -> None:
    draw = np.random.default_rng(4)
    vectors = (draw.normal(size=(12, 64))[draw.integers(12, size=600)] + draw.normal(size=(600, 64))).astype("f4")
    texts = ["nothing in common"] * 600
    labels = [
        communities(neighbour_graph(centred(vectors + noise), texts), 42)
        for noise in (np.float32(0), draw.normal(0, 1e-6, vectors.shape).astype("f4"))
    ]
    assert (labels[0] == labels[1]).mean() > 0.95


@pytest.mark.once
def test_topics_go_on_with_those_of_whose_threads_they_hold_most() -> None:
    labels, centres = np.array([0, 0, 0, 1, 1, -1]), np.eye(3, dtype="f4")[:2]
    old = {7: np.eye(3, dtype="f4")[2], 9: np.eye(3, dtype="f4")[1]}
    assert matched(labels, [1, 2, 3, 4, 5, 6], {1: 7, 2: 7, 3: 9}, centres, old) == {0: 7, 1: 9}
    assert matched(labels, [1, 2, 3, 4, 5, 6], {}, centres, {}) == {}
