"""What a profile shows of the forum, and to whom."""

from collections.abc import Callable

from flask.testing import FlaskClient

from accounts.models import Member
from contributions.models import Space
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]


def test_shows_figures_and_latest_posts(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space)
    answer = factories.answer(bob, asked)
    client_of(alice).post(f"/answers/{answer.id}/accept")
    page = words_of(client.get(f"/members/{bob.id}").text)
    for figure in ("0 questions", "1 answers", "1 accepted answers"):
        assert figure in page
    assert "Why does the needle tremble?" in page


def test_counts_only_what_the_reader_may_see(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, group_space: Space, staff_space: Space
) -> None:
    factories.ask(alice, group_space, title="Where is the amber lamp?")
    for reader, sees in ((client, False), (client_of(bob), False), (client_of(alice), True)):
        for address in (f"/members/{alice.id}", f"/members/{alice.id}/contributions"):
            assert ("amber" in reader.get(address).text) == sees
        assert ("1 questions" in words_of(reader.get(f"/members/{alice.id}").text)) == sees


def test_what_was_taken_down_is_not_counted(
    client: FlaskClient, client_of: Open, alice: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space)
    author = client_of(alice)
    author.post(f"/contributions/{asked.id}/delete")
    for reader in (client, author):
        assert "0 questions" in words_of(reader.get(f"/members/{alice.id}").text)
        assert "needle" not in reader.get(f"/members/{alice.id}/contributions").text


def test_a_registration_that_was_never_confirmed_is_shown_nowhere(client: FlaskClient, alice: Person) -> None:
    waiting = make_person("Wanda Waiting", email=None, pending_email="wanda@example.org", confirmed_at=None)
    for address in (f"/members/{waiting.id}", f"/members/{waiting.id}/contributions"):
        assert client.get(address).status_code == 404
    assert "Wanda" not in client.get("/members").text


def test_an_erased_member_has_no_list(client: FlaskClient, bob: Person) -> None:
    db.session.get_one(Member, bob.id).erased_at = db.session.get_one(Member, bob.id).joined_at
    db.session.commit()
    assert client.get(f"/members/{bob.id}/contributions").status_code == 404
