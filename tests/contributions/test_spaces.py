"""Spaces: who reads which, the form that keeps them, and what a change of doors does at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Group
from community.models import Question
from contributions.models import Space
from contributions.spaces import SpaceDraft, open_space
from core.application import Atrium
from core.database import db
from core.errors import Refused
from tests import factories
from tests.community.reading import value_of, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
FORM = {"name": "Reading room", "description": "Quiet.", "visibility": "public", "posting": "readers", "position": "3"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, {"public"}),
        ("bob", {"public", "members"}),
        ("alice", {"public", "members", "circle"}),
        ("staff", {"public", "members", "staff"}),
        ("curator", {"public", "members", "staff"}),
        ("moderator", {"public", "members"}),
        ("administrator", {"public", "members", "circle", "staff"}),
    ],
)
def test_who_reads_which_space(
    request: pytest.FixtureRequest,
    client: FlaskClient,
    client_of: Open,
    public_space: Space,
    members_space: Space,
    group_space: Space,
    staff_space: Space,
    who: str | None,
    sees: set[str],
) -> None:
    reader = client_of(request.getfixturevalue(who)) if who else client
    listed = reader.get("/spaces").text
    for space in (public_space, members_space, group_space, staff_space):
        visible = space.slug in sees
        assert reader.get(f"/spaces/{space.slug}").status_code == (200 if visible else 404)
        for page in (listed, reader.get("/").text, reader.get("/questions").text):
            assert (f'href="/spaces/{space.slug}"' in page) == visible


def test_opens_a_space(client_of: Open, administrator: Person) -> None:
    client = client_of(administrator)
    assert client.get("/spaces/new").status_code == 200
    response = client.post("/spaces/new", data=FORM)
    assert (response.status_code, response.headers["Location"]) == (303, "/spaces/reading-room")
    made = db.session.scalars(select(Space)).one()
    assert (made.name, made.description, made.visibility, made.posting, made.position) == (
        "Reading room",
        "Quiet.",
        "public",
        "readers",
        3,
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "x"}, "at least 2 characters"),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"description": "x" * 501}, "at most 500 characters"),
        ({"visibility": "nobody"}, "Please check this."),
        ({"posting": "nobody"}, "Please check this."),
        ({"visibility": "group"}, "Choose a group"),
        ({"position": "-1"}, "Please check this."),
        ({"position": "1001"}, "Please check this."),
        ({"position": "many"}, "Please choose one."),
        ({"visibility": "group", "group": str(2**70)}, "Please check this."),
        ({"visibility": "group", "group": "424242"}, "no such group"),
    ],
)
def test_refuses_and_keeps_what_was_typed(
    client_of: Open, administrator: Person, wrong: dict[str, str], message: str
) -> None:
    client, sent = client_of(administrator), FORM | wrong
    response = client.post("/spaces/new", data=sent)
    assert response.status_code == 422
    assert message in words_of(response.text)
    assert value_of(response.text, "name") == sent["name"]
    assert db.session.scalars(select(Space)).all() == []


def test_changing_to_a_group_that_is_not_there_is_refused(
    client_of: Open, administrator: Person, public_space: Space
) -> None:
    wrong = FORM | {"visibility": "group", "group": "424242"}
    assert client_of(administrator).post("/spaces/public/edit", data=wrong).status_code == 422
    assert db.session.scalars(select(Space.visibility)).one() == "public"


def test_two_spaces_have_two_names(client_of: Open, administrator: Person) -> None:
    client = client_of(administrator)
    client.post("/spaces/new", data=FORM)
    response = client.post("/spaces/new", data=FORM | {"name": "READING  room"})
    assert response.status_code == 422
    assert "already" in response.text


@pytest.mark.once
@pytest.mark.parametrize("name", ["New", "…!", "新しい部屋", "a/b"])
def test_every_name_gets_an_address(client_of: Open, administrator: Person, name: str) -> None:
    client = client_of(administrator)
    response = client.post("/spaces/new", data=FORM | {"name": name})
    assert response.status_code == 303
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert name in page.text


def test_the_form_holds_what_stands_there(
    client_of: Open, administrator: Person, alice: Person, group_space: Space
) -> None:
    page = client_of(administrator).get("/spaces/circle/edit").text
    assert value_of(page, "name") == "Circle"
    assert 'value="group" checked' in page
    group = db.session.scalars(select(Group.id)).one()
    assert f'<option value="{group}" selected' in page


def test_closing_a_space_closes_it_at_once(
    client: FlaskClient, client_of: Open, administrator: Person, bob: Person, alice: Person, public_space: Space
) -> None:
    question = factories.ask(alice, public_space)
    address = f"/questions/{question.id}/why-does-the-needle-tremble"
    bobs = client_of(bob)
    for reader in (client, bobs):
        assert reader.get(address).status_code == 200
        assert "needle" in reader.get("/questions").text
    client_of(administrator).post("/spaces/public/edit", data=FORM | {"visibility": "staff"})
    for reader in (client, bobs):
        assert reader.get(address).status_code == 404
        assert "needle" not in reader.get("/questions").text
    assert f"/spaces/{db.session.scalars(select(Space.slug)).one()}" == "/spaces/public", "the address stays"


@pytest.mark.parametrize("who", ["alice", "staff", "moderator", "product_manager"])
def test_only_administrators_keep_spaces(app: Atrium, request: pytest.FixtureRequest, who: str) -> None:
    """The rule refuses without a page too (ASVS 8.3.1)."""
    person: Person = request.getfixturevalue(who)
    with pytest.raises(Refused):
        open_space(person.viewer, SpaceDraft(name="Mine"))


def test_a_space_counts_its_threads(
    client: FlaskClient, client_of: Open, worker: Callable[[], None], alice: Person, public_space: Space
) -> None:
    asked: list[Question] = [factories.ask(alice, public_space) for _number in range(3)]
    factories.answer(alice, asked[0])
    worker()
    assert counted() == 3
    client_of(alice).post(f"/contributions/{asked[0].id}/delete")
    worker()
    assert counted() == 2


def counted() -> Any:
    return db.session.scalars(select(Space.thread_count)).one()
