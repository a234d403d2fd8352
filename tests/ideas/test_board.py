"""Ideas from the first word to the family around them: written, kept as drafts, mixed, shared, drawn and edited."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contributions.models import Contribution, Notification, Revision, Space, Vote
from core.database import db
from ideas.models import Area, CoAuthor, Idea, IdeaParent
from tests import factories
from tests.community.reading import path_of, threads_on, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Counting = Callable[[], AbstractContextManager[Any]]
WORDS = {"title": "A lamp in the barograph", "body": "So that one can read it at night, from bed."}


def open_area(client: FlaskClient, space: Space, name: str = "The barograph", **fields: Any) -> Area:
    """Open an area as staff does."""
    sent = {"name": name, "space": space.id, "description": "Brass and *ink*.", **fields}
    assert client.post("/ideas/areas/new", data=sent).status_code == 303
    return db.session.scalars(select(Area).where(Area.name == name)).one()


def post(client: FlaskClient, **fields: Any) -> Idea:
    """Post an idea."""
    response = client.post("/ideas/new", data=WORDS | {"_anyway": "yes"} | fields)
    assert response.status_code == 303, words_of(response.text)
    key = int(path_of(response).split("/")[2])
    return db.session.get_one(Idea, key)


def test_an_idea_is_posted_with_its_problem_where_it_belongs(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, public_space: Space, group_space: Space
) -> None:
    area = open_area(client_of(staff), public_space)
    writer = client_of(alice)
    assert writer.post("/ideas/new", data=WORDS).status_code == 422, "it must belong somewhere"
    draft = WORDS | {"problem": "It is dark.", "area": str(area.id)}
    assert writer.put("/drafts/idea", json=draft).status_code == 200
    begun = writer.get("/ideas/new").text
    assert "It is dark." in begun
    assert f'value="{area.id}" selected' in begun
    idea = post(writer, problem="It is *dark* in <b>here</b>.", area=area.id, tags="night")
    assert "It is dark." not in writer.get("/ideas/new").text, "a posted draft is gone"
    assert (idea.area_id, idea.space_id, idea.status) == (area.id, public_space.id, "open")
    page = client.get(f"/ideas/{idea.id}/a-lamp-in-the-barograph")
    assert "<em>dark</em> in &lt;b&gt;" in page.text
    assert "The barograph" in words_of(page.text)
    closed = post(writer, title="A lamp for the circle alone", space=group_space.id)
    assert threads_on(client.get("/ideas").text) == [idea.id]
    assert threads_on(client.get(f"/ideas/areas/{area.slug}").text) == [idea.id]
    for query, found in (("tag=night", [idea.id]), ("phase=delivered", []), ("status=open&phase=open", [idea.id])):
        assert threads_on(client.get(f"/ideas?{query}").text) == found, query
    assert client.get("/ideas?tag=no-such-tag").status_code == 404
    assert threads_on(writer.get("/ideas/mine").text) == [closed.id, idea.id]
    assert threads_on(writer.get("/ideas/mine?show=voted").text) == []


def test_the_board_and_an_idea_cost_few_statements(
    client_of: Open, alice: Person, bob: Person, public_space: Space, count_queries: Counting
) -> None:
    writer, reader = client_of(alice), client_of(bob)
    first = post(writer, space=public_space.id)
    for number in range(3):
        post(writer, title=f"A lamp of the kind number {number}", space=public_space.id, parents=f"#{first.id}")
    for address, most in (("/ideas", 5), (path_of(reader.get(f"/contributions/{first.id}")), 6)):
        reader.get(address)
        with count_queries() as statements:
            assert reader.get(address).status_code == 200
        assert statements.count <= most + 1, "one more is the session"


def test_a_mixture_credits_everybody_down_the_tree(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, charlie: Person, public_space: Space, worker: Any
) -> None:
    oldest = post(client_of(alice), space=public_space.id)
    middle = post(client_of(bob), title="A lamp that breathes", space=public_space.id, parents=f"/ideas/{oldest.id}/x")
    mixer = client_of(charlie)
    refused = mixer.post("/ideas/new", data=WORDS | {"space": public_space.id, "parents": "99999"})
    assert refused.status_code == 422
    assert "99999" in words_of(refused.text)
    assert mixer.post("/ideas/new", data=WORDS | {"space": public_space.id, "parents": "x y"}).status_code == 422
    newest = post(mixer, title="A lamp that breathes in blue", space=public_space.id, parents=f"{middle.id}")
    worker()
    said = words_of(client.get(path_of(client.get(f"/contributions/{newest.id}"))).text)
    assert "Alice" in said
    assert "Bob" in said
    assert "A lamp that breathes in blue" in words_of(
        client.get(path_of(client.get(f"/contributions/{middle.id}"))).text
    )
    told = select(Notification.member_id, Notification.contribution_id).where(Notification.reason == "remixed")
    assert {tuple(row) for row in db.session.execute(told)} == {(alice.id, middle.id), (bob.id, newest.id)}
    db.session.add(IdeaParent(child_id=oldest.id, parent_id=newest.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_two_have_an_idea_together(
    client_of: Open, alice: Person, bob: Person, charlie: Person, public_space: Space, worker: Any
) -> None:
    author, other, stranger = client_of(alice), client_of(bob), client_of(charlie)
    idea = post(author, space=public_space.id)
    assert other.post(f"/contributions/{idea.id}/vote", data={"value": 1}).status_code == 303
    page = f"/ideas/{idea.id}/coauthors"
    assert other.get(page).status_code == 404
    assert stranger.post(page, data={"member": "Bob"}).status_code == 403
    for name, code in (("Nobody At All", 422), ("Alice", 422), ("Bob", 303), (f"/members/{bob.id}", 303)):
        assert author.post(page, data={"member": name}).status_code == code, name
    worker()
    assert "asks you to have an idea together" in words_of(other.get("/notifications").text)
    assert stranger.post(f"{page}/answer").status_code == 404
    assert other.post(f"{page}/answer").status_code == 303
    assert db.session.scalars(select(Vote)).all() == [], "nobody votes for what is their own"
    assert other.post(f"/contributions/{idea.id}/vote", data={"value": 1}).status_code == 403
    change = {"title": WORDS["title"], "body": "Warm, and with a switch.", "problem": "Night."}
    assert other.post(f"/contributions/{idea.id}/edit", data=change).status_code == 303
    assert threads_on(other.get("/ideas/mine").text) == [idea.id]
    assert other.post(f"/contributions/{idea.id}/delete").status_code == 403
    assert author.post(f"{page}/{bob.id}/remove").status_code == 303
    assert db.session.scalars(select(CoAuthor)).all() == []


def test_an_idea_keeps_the_words_from_which_it_was_drawn(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, public_space: Space, group_space: Space
) -> None:
    writer = client_of(alice)
    for space, shown in ((public_space, True), (group_space, False)):
        asked = factories.ask(alice, space, body="The needle trembles at noon, every single day.")
        assert f"origin={asked.id}" in writer.get(f"/questions/{asked.id}/why-does-the-needle-tremble").text
        assert "The needle trembles" in writer.get(f"/ideas/new?origin={asked.id}").text
        assert client_of(bob).get(f"/ideas/new?origin={asked.id}").status_code == (200 if shown else 404)
        drawn = post(writer, title=f"A calmer needle for {space.name}", space=public_space.id, origin=asked.id)
        page = client.get(path_of(client.get(f"/contributions/{drawn.id}"))).text
        assert ("The needle trembles" in page) == shown, "what is quoted is for those who may read it where it stands"


def test_earlier_problems_stay_in_the_history(client_of: Open, alice: Person, public_space: Space) -> None:
    writer = client_of(alice)
    idea = post(writer, problem="It is dark.", space=public_space.id)
    edit = f"/contributions/{idea.id}/edit"
    assert "It is dark." in writer.get(edit).text
    assert writer.post(edit, data=WORDS | {"problem": "It is dim."}).status_code == 303
    assert writer.post(edit, data=WORDS | {"revision": 2}).status_code == 303, "what is not sent stays"
    assert db.session.scalars(select(Revision.problem).order_by(Revision.number)).all() == [
        "It is dark.", "It is dim.", "It is dim.",
    ]  # fmt: skip
    compared = words_of(writer.get(f"/contributions/{idea.id}/history/2").text)
    assert "dark" in compared
    assert "dim" in compared
    assert writer.post(f"/contributions/{idea.id}/history/1/revert").status_code == 303
    db.session.expire_all()
    assert "It is dark." in db.session.get_one(Idea, idea.id).problem_html


def test_what_was_wished_before_is_shown_before_posting(
    client_of: Open, alice: Person, bob: Person, public_space: Space, worker: Any
) -> None:
    words = {"problem": "At night nobody can read the barograph beside the bed.", "space": public_space.id}
    idea = post(client_of(alice), **words)
    worker()
    second = client_of(bob)
    asked = second.post("/ideas/new", data=WORDS | words)
    assert (asked.status_code, asked.text.count(f"/ideas/{idea.id}/")) == (200, 1)
    assert second.post("/ideas/new", data=WORDS | words | {"_anyway": "yes"}).status_code == 303
    assert len(db.session.scalars(select(Contribution.id)).all()) == 2


def test_staff_keeps_areas_and_their_statuses(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, public_space: Space, staff_space: Space
) -> None:
    keeper = client_of(staff)
    own = "Heard: open\nOn trial: active\nIn the house: delivered"
    for wrong in ("Heard", "Heard: someday", "On trial: active", "A: open\nA: open"):
        sent = {"name": "The house", "space": public_space.id, "statuses": wrong}
        assert keeper.post("/ideas/areas/new", data=sent).status_code == 422, wrong
    area = open_area(keeper, public_space, "The house", statuses=own)
    secret = open_area(keeper, staff_space, "Plans that are secret")
    idea = post(client_of(alice), area=area.id)
    assert (idea.status, idea.phase) == ("heard", "open")
    assert "Heard" in words_of(client.get(path_of(client.get(f"/contributions/{idea.id}"))).text)
    edit = f"/ideas/areas/{area.slug}/edit"
    for change in ({"statuses": ""}, {"space": staff_space.id}, {"statuses": "New: open"}):
        kept = {"name": "The house", "space": public_space.id, "statuses": own}
        assert keeper.post(edit, data=kept | change).status_code == 422, change
    assert keeper.post(edit, data=kept | {"statuses": own + "\nNot for us: closed"}).status_code == 303
    for address in ("/ideas/areas", "/ideas"):
        assert "Plans that are secret" not in client.get(address).text
    for address in (f"/ideas/areas/{secret.slug}", f"/ideas/areas/{secret.slug}/versions"):
        assert (client.get(address).status_code, keeper.get(address).status_code) == (404, 200)
    assert client_of(alice).post("/ideas/new", data=WORDS | {"area": secret.id}).status_code == 404


def test_an_accepted_change_stands_in_the_record_of_the_next_version(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, public_space: Space, worker: Any
) -> None:
    keeper, writer = client_of(staff), client_of(alice)
    area = open_area(keeper, public_space)
    versions = f"/ideas/areas/{area.slug}/versions"
    assert keeper.post(f"{versions}/new", data={"name": "4.4", "released": "yes"}).status_code == 303
    assert keeper.post(f"{versions}/new", data={"name": "4.4"}).status_code == 422, "each name once"
    assert "Ask for a change" in words_of(writer.get(versions).text)
    asked = post(writer, area=area.id, version=1)
    kept = post(writer, title="Leave everything as it is", area=area.id, version=1)
    decide = f"/ideas/{asked.id}/change"
    assert writer.post(decide, data={"reason": "I like it."}).status_code == 403
    assert keeper.post(decide, data={"reason": "Long overdue.", "accepted": "yes"}).status_code == 303
    assert keeper.post(decide, data={"reason": "Or not.", "accepted": "no"}).status_code == 409
    assert keeper.post(f"/ideas/{kept.id}/change", data={"reason": "It moves.", "accepted": "no"}).status_code == 303
    assert keeper.post(f"{versions}/new", data={"name": "4.5"}).status_code == 303
    worker()
    record = words_of(client.get(versions).text).partition("4.4")[0]
    assert "A lamp in the barograph" in record, "the record of the next version"
    assert "Leave everything" not in record
    assert "4.5" in words_of(client.get(path_of(client.get(f"/contributions/{asked.id}"))).text)
    told = select(Notification.contribution_id).where(Notification.reason == "change")
    assert {*db.session.scalars(told)} == {asked.id, kept.id}
