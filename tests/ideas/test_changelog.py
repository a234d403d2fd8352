"""The changelog: names ideas and the lessons it used, moves nothing, and tells all who cared exactly once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contributions.following import set_following
from contributions.models import Space
from core.clock import now
from core.database import db
from core.events import LoggedEvent, OutboxEntry
from ideas.lessons.models import Lesson
from ideas.lessons.quality import Said, quality
from ideas.models import CoAuthor, Idea
from tests import factories
from tests.community.reading import path_of, words_of
from tests.ideas.roadmapping import WORDS, have_idea, moved, promised, told, vote_for
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]


def released(client: FlaskClient, space: Space, ideas: str, **fields: object) -> str:
    """Publish an entry through the form and return its address."""
    form = {"title": "The barograph has a lamp", "body": WORDS, "space": space.id, "ideas": ideas}
    response = client.post("/changelog/new", data=form | fields)
    assert response.status_code == 303, response.text
    return path_of(response)


def boxes() -> dict[str, str]:
    """Return what a form sends that names every lesson."""
    return {f"lesson_{key}": "yes" for key in db.session.scalars(select(Lesson.id))}


def test_everybody_who_cared_hears_exactly_once(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, charlie: Person,
    public_space: Space, worker: Callable[[], None],
) -> None:  # fmt: skip
    dora, emil = make_person("Dora"), make_person("Emil")
    lamp, needle = have_idea(alice, public_space), have_idea(bob, public_space, "A second needle for yesterday")
    for idea in (lamp, needle):
        vote_for(charlie, idea)
        vote_for(dora, idea, -1)
    set_following(dora.viewer, lamp.id, True)
    db.session.add(CoAuthor(idea_id=lamp.id, member_id=emil.id, asked_at=now(), accepted_at=now()))
    db.session.commit()
    released(client_of(staff), public_space, f"{lamp.id}, /ideas/{needle.id}/a {lamp.id}")
    hearers = (alice, bob, charlie, dora, emil)
    for _again in range(3):
        worker()
        assert [told(person) for person in hearers] == [1] * 5
        event = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "ReleasePublished")).one()
        db.session.add(OutboxEntry(lane="releases", event_id=event.id, due_at=now()))
        db.session.commit()
    assert told(staff) == 0
    assert [db.session.get_one(Idea, idea.id).status for idea in (lamp, needle)] == ["open", "open"]
    assert "An idea that you care for is in the changelog" in client_of(dora).get("/notifications").text
    page = words_of(client.get("/changelog").text)
    assert "A lamp in the barograph" in page
    assert "A second needle for yesterday" in page


def test_an_entry_names_its_lessons_and_hides_what_one_may_not_see(
    client: FlaskClient, client_of: Open, administrator: Person, alice: Person, bob: Person, public_space: Space,
    group_space: Space,
) -> None:  # fmt: skip
    lamp, secret = have_idea(alice, public_space), have_idea(alice, group_space, "A hidden door in the hall")
    log, house = f"/ideas/{lamp.id}/lessons", client_of(administrator)
    assert client_of(bob).post(log, data={"learned": "Lamps are warm, always."}).status_code == 403
    assert client_of(alice).post(log, data={"learned": "Short"}).status_code == 422
    sent = {"learned": "Warm lamps bend the paper.", "changed": "We took a cold one."}
    assert client_of(alice).post(log, data=sent).status_code == 303
    other = {"learned": "Nobody finds the hidden door."}
    assert house.post(f"/ideas/{secret.id}/lessons", data=other).status_code == 303
    form = {"title": "A lamp and", "ideas": f"{lamp.id} {secret.id}", "look": "yes"}
    looked = house.post("/changelog/new", data=form)
    assert looked.status_code == 200
    assert "Warm lamps bend the paper." in looked.text
    wrong = {"title": "The barograph has a lamp", "body": WORDS, "space": public_space.id, **boxes()}
    assert house.post("/changelog/new", data=wrong).status_code == 422
    assert house.post("/changelog/new", data=wrong | {"ideas": "424242"}).status_code == 422
    url = released(house, public_space, f"{lamp.id} {secret.id}", **boxes())
    for reader, sees in ((client, False), (client_of(bob), False), (client_of(alice), True)):
        for address in (url, "/changelog"):
            page = reader.get(address).text
            assert "A lamp in the barograph" in page
            assert ("hidden door" in page) == sees, address
        assert reader.get(f"/ideas/{secret.id}/lessons").status_code == (200 if sees else 404)
    assert "Warm lamps bend the paper." in client.get(url).text
    page = words_of(client.get(log).text)
    assert "We took a cold one." in page
    assert "Used in: The barograph has a lamp" in page
    assert client_of(bob).get("/changelog/new").status_code == 403


@pytest.mark.once
def test_the_quality_of_a_thread_can_be_computed_again(
    client: FlaskClient, alice: Person, bob: Person, charlie: Person, public_space: Space
) -> None:
    idea = have_idea(alice, public_space)
    asked = factories.remark(bob, idea, "Would it be warm?")
    factories.remark(alice, asked, "It would, see https://example.org/?lamp=1 for how.")
    factories.remark(charlie, idea, "And what would it cost?")
    page = words_of(client.get(f"/ideas/{idea.id}/lessons").text)
    assert "1 of 2 pairs of members replied to each other" in page
    assert "1 of 2 questions were answered" in page
    said = [Said(2, 20, 1, True), Said(3, 10, 2), Said(4, 30, 1, True), Said(5, None, 4), Said(6, 30, 4)]
    assert quality(Said(1, 10, 0), said, {10}) == (2, 1, 2, 2)
    assert quality(Said(1, 10, 0), [], {10}) == (0, 0, 0, 0)


def test_pages_take_few_statements(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, public_space: Space,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:  # fmt: skip
    house, member = client_of(staff), client_of(bob)
    idea = have_idea(alice, public_space)
    house.post(f"/ideas/{idea.id}/lessons", data={"learned": "Warm lamps bend the paper."})
    story = {"title": "It fell and went on", "body": WORDS, "space": public_space.id, "true": "yes", "rewarded": "no"}
    assert member.post("/stories/new", data=story).status_code == 303
    addresses = ["/roadmap", "/roadmap?show=settled", "/roadmap?show=undated", "/roadmap/record", "/changelog"]
    addresses += [f"/roadmap/record/{staff.id}", "/stories", "/account/invitations", f"/ideas/{idea.id}/lessons"]
    counts = []
    for _round in range(2):
        promise = promised(house, public_space, idea=str(idea.id))
        assert moved(house, promised(house, public_space), "withdraw") == 303
        entry = released(house, public_space, str(idea.id), **boxes())
        page = member.get(f"/roadmap/{promise}", follow_redirects=True).request.path
        counted = []
        for address in [*addresses, entry, page, f"/ideas/{idea.id}/a-lamp-in-the-barograph"]:
            with count_queries() as statements:
                assert member.get(address).status_code == 200, address
            counted.append((address, statements.count))
        counts.append([count for _address, count in counted])
        assert [one for one in counted if one[1] > 6] == []
    assert counts[0] == counts[1]
