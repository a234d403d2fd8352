"""Ideas, as far as the room is built: listed, read, talked about, voted on."""

from collections.abc import Callable

from flask.testing import FlaskClient

from contributions.models import Space, State
from contributions.posting import write
from core.clock import now
from core.database import db
from ideas.models import Idea
from tests import factories
from tests.community.reading import path_of, posts_on, threads_on, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def suggest(person: Person, space: Space, title: str = "A lamp in the barograph") -> Idea:
    """Put an idea where an import would put it."""
    at = now()
    idea = Idea(
        title=title,
        author_id=person.id,
        space_id=space.id,
        state=State.PUBLISHED,
        created_at=at,
        active_at=at,
        status="planned",
    )
    write(idea, "So that one can read it at night.")
    db.session.add(idea)
    db.session.commit()
    return idea


def test_ideas_are_listed_and_read(client: FlaskClient, alice: Person, public_space: Space) -> None:
    idea, other = suggest(alice, public_space), suggest(alice, public_space, "A second needle for yesterday")
    for order in ("newest", "active"):
        assert threads_on(client.get(f"/ideas?order={order}").text) == [other.id, idea.id]
    assert set(threads_on(client.get("/ideas?order=none such").text)) == {other.id, idea.id}
    page = client.get(f"/ideas/{idea.id}/a-lamp-in-the-barograph")
    assert page.status_code == 200
    assert "Planned" in words_of(page.text)
    assert threads_on(client.get("/questions").text) == []


def test_ideas_are_talked_about_and_voted_on(client_of: Open, alice: Person, bob: Person, public_space: Space) -> None:
    idea, client = suggest(alice, public_space), client_of(bob)
    assert client.post(f"/contributions/{idea.id}/vote", data={"value": 1}).status_code == 303
    response = client.post(f"/contributions/{idea.id}/comment", data={"body": "Yes, please, a warm one."})
    page = client.get(path_of(response)).text
    assert len(posts_on(page)) == 2
    assert idea.score == 1


def test_a_moved_address_keeps_its_query(client: FlaskClient, alice: Person, public_space: Space) -> None:
    idea = suggest(alice, public_space)
    response = client.get(f"/ideas/{idea.id}/old?at=5")
    assert response.status_code == 301
    assert path_of(response) == f"/ideas/{idea.id}/a-lamp-in-the-barograph?at=5"


def test_ideas_of_closed_spaces_are_not_listed(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, group_space: Space
) -> None:
    idea = suggest(alice, group_space)
    for reader, sees in ((client, False), (client_of(bob), False), (client_of(alice), True)):
        assert (idea.id in threads_on(reader.get("/ideas").text)) == sees
        assert reader.get(f"/ideas/{idea.id}/a-lamp-in-the-barograph").status_code == (200 if sees else 404)


def test_an_idea_is_no_question(client: FlaskClient, alice: Person, public_space: Space) -> None:
    idea, asked = suggest(alice, public_space), factories.ask(alice, public_space)
    assert client.get(f"/questions/{idea.id}/a-lamp-in-the-barograph").status_code == 404
    assert client.get(f"/discussions/{idea.id}").status_code == 404
    assert client.get(f"/ideas/{asked.id}").status_code == 404
