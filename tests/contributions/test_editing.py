"""Editing: new words, every earlier wording kept, two editors at once, and the way back."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from community.models import Answer, Question
from contributions.models import Contribution, Revision, Space
from contributions.revisions import changes
from contributions.tagging import tags_of
from core.database import db
from tests import factories
from tests.community.reading import value_of, words_of
from tests.modest import modest
from tests.people import Person

Open = Callable[[Person], FlaskClient]
NEW = {
    "title": "Why does the needle swing?",
    "body": "It swings when the sun is out.",
    "tags": "sun",
    "comment": "Clearer",
}


def edit(client: FlaskClient, key: int, revision: int, **words: str) -> int:
    return client.post(f"/contributions/{key}/edit", data=NEW | {"revision": revision} | words).status_code


def body(key: int) -> str:
    return db.session.scalars(select(Contribution.body).where(Contribution.id == key)).one()


def test_keeps_both_wordings(client_of: Open, alice: Person, public_space: Space) -> None:
    question = factories.ask(alice, public_space, tags=["needle"])
    client, before = client_of(alice), (question.title, question.body)
    assert edit(client, question.id, 0) == 303
    page = client.get(f"/questions/{question.id}/why-does-the-needle-swing").text
    assert NEW["body"] in page
    assert "edited" in words_of(page)
    kept = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [(row.number, row.title, row.body, row.tags, row.comment) for row in kept] == [
        (1, *before, ["needle"], ""),
        (2, NEW["title"], NEW["body"], ["sun"], "Clearer"),
    ]
    assert kept[0].created_at == question.created_at
    assert tags_of(question.id) == ["sun"]


def test_the_form_holds_what_stands_there(client_of: Open, alice: Person, public_space: Space) -> None:
    question = factories.ask(alice, public_space, tags=["needle", "sun"])
    page = client_of(alice).get(f"/contributions/{question.id}/edit").text
    assert value_of(page, "title") == question.title
    assert value_of(page, "body") == question.body
    assert value_of(page, "tags") == "needle, sun"
    assert value_of(page, "revision") == "0"


def test_replies_have_no_title(client_of: Open, bob: Person, answers: tuple[Answer, Answer]) -> None:
    client, key = client_of(bob), answers[0].id
    assert 'name="title"' not in client.get(f"/contributions/{key}/edit").text
    assert edit(client, key, 0) == 303
    assert body(key) == NEW["body"]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"title": "Short"}, "title"), ({"body": ""}, "body"), ({"tags": "<x>"}, "tags")]
)
def test_refuses_and_keeps_what_was_typed(
    client_of: Open, alice: Person, question: Question, wrong: dict[str, str], field: str
) -> None:
    sent = NEW | {"revision": "0"} | wrong
    response = client_of(alice).post(f"/contributions/{question.id}/edit", data=sent)
    assert response.status_code == 422
    assert {name: value_of(response.text, name) for name in NEW} == {name: sent[name] for name in NEW}
    assert f'id="{field}-error"' in response.text
    assert db.session.scalars(select(Revision)).all() == []


@pytest.mark.parametrize(
    ("who", "code"), [("alice", 200), ("bob", 403), ("staff", 403), ("moderator", 200), ("administrator", 200)]
)
def test_who_may_edit(request: pytest.FixtureRequest, client_of: Open, question: Question, who: str, code: int) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(f"/contributions/{question.id}/edit").status_code == code
    assert edit(client, question.id, 0) == (303 if code == 200 else 403)
    assert (body(question.id) == NEW["body"]) == (code == 200)


def test_the_second_of_two_editors_is_told_and_keeps_their_words(
    client_of: Open, alice: Person, moderator: Person, question: Question
) -> None:
    first, second = client_of(alice), client_of(moderator)
    assert edit(first, question.id, 0) == 303
    words = NEW | {"body": "My own long and careful wording.", "comment": "As I saw it", "revision": "0"}
    response = second.post(f"/contributions/{question.id}/edit", data=words)
    assert response.status_code == 409
    assert "Somebody has edited this since you opened it" in words_of(response.text)
    assert value_of(response.text, "body") == "My own long and careful wording."
    assert value_of(response.text, "comment") == "As I saw it"
    assert f"/contributions/{question.id}/history" in response.text
    assert body(question.id) == NEW["body"]
    again = words | {"revision": value_of(response.text, "revision")}
    assert second.post(f"/contributions/{question.id}/edit", data=again).status_code == 303
    assert body(question.id) == "My own long and careful wording."
    assert [row.number for row in db.session.scalars(select(Revision).order_by(Revision.number))] == [1, 2, 3]


def test_a_program_is_told_of_a_conflict_too(client_of: Open, alice: Person, question: Question) -> None:
    client, address = client_of(alice), f"/contributions/{question.id}/edit"
    edit(client, question.id, 0)
    response = client.post(address, json=NEW | {"revision": 0}, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert response.content_type == "application/problem+json"


def test_a_draft_remembers_which_wording_it_began_from(
    client_of: Open, alice: Person, moderator: Person, question: Question
) -> None:
    author, address = client_of(alice), f"/contributions/{question.id}/edit"
    author.put(f"/drafts/edit:{question.id}", json=NEW | {"body": "Begun on the first wording.", "revision": "0"})
    edit(client_of(moderator), question.id, 0)
    page = author.get(address).text
    assert value_of(page, "body") == "Begun on the first wording."
    sent = NEW | {"body": value_of(page, "body"), "revision": value_of(page, "revision")}
    assert author.post(address, data=sent).status_code == 409


def test_the_history_names_every_version(
    client_of: Open, client: FlaskClient, alice: Person, question: Question
) -> None:
    author = client_of(alice)
    assert "It still says what it said at first" in words_of(client.get(f"/contributions/{question.id}/history").text)
    for number in range(3):
        edit(
            author,
            question.id,
            number + (number > 0),
            body=f"Wording number {number} of this.",
            comment=f"Change {number}",
        )
    page = words_of(client.get(f"/contributions/{question.id}/history").text)
    assert [f"Version {number}" in page for number in range(1, 6)] == [True, True, True, True, False]
    assert "Change 2" in page
    assert client.get(f"/contributions/{question.id}/history/5").status_code == 404
    assert client.get(f"/contributions/{question.id}/history/0").status_code == 404


def test_a_long_history_has_pages(client: FlaskClient, alice: Person, moderator: Person, question: Question) -> None:
    from contributions.editing import edit as change
    from contributions.schemas import ThreadEdit

    for number in range(25):
        draft = ThreadEdit(title=question.title or "", body=f"Wording {number}", revision=number + (number > 0))
        change(moderator.viewer, question.id, draft)
    db.session.commit()
    from tests.community.reading import follow_pages

    pages = follow_pages(client, f"/contributions/{question.id}/history")
    assert [page.count('class="version"') for page in pages] == [20, 6]


def test_a_version_shows_what_it_changed(
    client: FlaskClient, client_of: Open, alice: Person, public_space: Space
) -> None:
    question = factories.ask(alice, public_space, body="The needle trembles at noon, always.", tags=["old", "both"])
    edit(client_of(alice), question.id, 0, body="The needle rests at noon, always.", tags="both, new")
    page = client.get(f"/contributions/{question.id}/history/2").text
    taken_out, put_in = (re.findall(rf"<{deed}>(.*?)</{deed}>", page, re.DOTALL) for deed in ("del", "ins"))
    assert any("[taken out:" in change and "trembles " in change for change in taken_out)
    assert any("[added:" in change and "rests " in change for change in put_in)


@modest
@given(st.text(max_size=200), st.text(max_size=200))
def test_a_diff_holds_both_texts(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_goes_back_to_an_earlier_version(client_of: Open, alice: Person, public_space: Space) -> None:
    question = factories.ask(alice, public_space, tags=["needle"])
    client, before = client_of(alice), (question.title, question.body)
    edit(client, question.id, 0)
    assert client.post(f"/contributions/{question.id}/history/1/revert").status_code == 303
    db.session.refresh(question)
    assert (question.title, question.body, tags_of(question.id)) == (*before, ["needle"])
    latest = db.session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert latest is not None
    assert (latest.number, latest.comment) == (3, "Back to version 1")
    assert client.post(f"/contributions/{question.id}/history/9/revert").status_code == 404


def test_only_who_may_edit_goes_back(client_of: Open, alice: Person, bob: Person, question: Question) -> None:
    edit(client_of(alice), question.id, 0)
    assert client_of(bob).post(f"/contributions/{question.id}/history/1/revert").status_code == 403
    assert body(question.id) == NEW["body"]


def test_an_empty_imported_text_can_be_gone_back_to(client_of: Open, alice: Person, question: Question) -> None:
    question.body = question.html = ""
    db.session.commit()
    client = client_of(alice)
    edit(client, question.id, 0)
    assert client.post(f"/contributions/{question.id}/history/1/revert").status_code == 303
    assert body(question.id) == ""


def test_the_author_cannot_edit_what_was_hidden(
    client_of: Open, alice: Person, moderator: Person, question: Question
) -> None:
    client_of(moderator).post(f"/contributions/{question.id}/hide")
    assert edit(client_of(alice), question.id, 0) == 403
    assert edit(client_of(moderator), question.id, 0) == 303
