"""Permalinks: to the page on which a post stands, however far; and addresses that have moved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from community.models import Question
from contributions.models import Contribution, Space
from core.database import db
from tests import factories
from tests.community.reading import comments_on, pager_on, path_of, posts_on
from tests.people import Person

Open = Callable[[Person], FlaskClient]
GOOD = "/questions/{}/why-does-the-needle-tremble"


def led_to(client: FlaskClient, key: int) -> str:
    """Follow the permalink of a contribution and return the page."""
    response = client.get(f"/contributions/{key}")
    assert response.status_code == 302
    page = client.get(path_of(response))
    assert page.status_code == 200
    mark = response.headers["Location"].rpartition("#")[2]
    assert mark[0] == "/" or f'id="{mark}"' in page.text, "the mark of the address is on the page"
    return page.text


def test_far_answers_and_their_comments(client: FlaskClient, bob: Person, charlie: Person, question: Question) -> None:
    answers = [factories.answer(bob, question) for _number in range(25)]
    remarks = [factories.remark(charlie, answers[-1], f"Remark {number}.") for number in range(7)]
    assert posts_on(led_to(client, answers[3].id)) == [question.id, *(answer.id for answer in answers[:20])]
    far = led_to(client, answers[22].id)
    assert posts_on(far) == [question.id, *(answer.id for answer in answers[22:])]
    assert posts_on(client.get(pager_on(far)["prev"]).text)[1:] == [answer.id for answer in answers[2:22]]
    for remark in remarks:
        assert remark.id in comments_on(led_to(client, remark.id))


def test_far_comments_of_the_question_itself(client: FlaskClient, bob: Person, question: Question) -> None:
    remarks = [factories.remark(bob, question, f"Remark {number}.") for number in range(9)]
    assert comments_on(led_to(client, remarks[8].id)) == [remark.id for remark in [*remarks[:5], remarks[8]]]


def test_an_answer_is_found_in_every_order(client: FlaskClient, bob: Person, question: Question) -> None:
    answers = [factories.answer(bob, question) for _number in range(25)]
    for order in ("newest", "oldest"):
        page = client.get(f"{GOOD.format(question.id)}?order={order}&at={answers[12].id}").text
        assert answers[12].id in posts_on(page)
    far = client.get(f"{GOOD.format(question.id)}?order=newest&at={answers[0].id}").text
    assert answers[0].id in posts_on(far)
    assert client.get(pager_on(far)["prev"] if "prev" in pager_on(far) else GOOD.format(question.id)).status_code == 200


def test_far_replies_of_a_discussion(client: FlaskClient, alice: Person, bob: Person, public_space: Space) -> None:
    talk = factories.discuss(alice, public_space)
    replies = [factories.remark(bob, talk, f"Reply {number}.") for number in range(45)]
    for place in (0, 29, 30, 31, 44):
        expected = replies[:30] if place < 30 else replies[place:]
        assert posts_on(led_to(client, replies[place].id)) == [talk.id, *(reply.id for reply in expected)]


def test_a_reply_is_found_though_ids_are_not_in_time_order(
    client: FlaskClient, alice: Person, bob: Person, public_space: Space
) -> None:
    talk = factories.discuss(alice, public_space)
    replies = [factories.remark(bob, talk, f"Reply {number}.") for number in range(40)]
    for number, reply in enumerate(replies):
        reply.created_at = talk.created_at + timedelta(minutes=40 - number)
    db.session.commit()
    assert replies[0].id in posts_on(led_to(client, replies[0].id))


def test_an_odd_place_leads_to_the_first_page(
    client: FlaskClient, bob: Person, alice: Person, public_space: Space, question: Question
) -> None:
    for _number in range(22):
        factories.answer(bob, question)
    talk = factories.discuss(alice, public_space)
    for at in ("0", "-1", "abc", "٣", "9" * 30, "9" * 5000, "1.5", "", "%01"):
        assert client.get(f"{GOOD.format(question.id)}?at={at}").status_code == 200, at
        assert client.get(f"/discussions/{talk.id}/what-did-you-measure-today?at={at}").status_code == 200, at


def test_a_place_in_another_thread_leads_to_the_first_page(
    client: FlaskClient, alice: Person, bob: Person, question: Question, public_space: Space
) -> None:
    other = factories.answer(bob, factories.ask(alice, public_space))
    for _number in range(22):
        factories.answer(bob, question)
    page = client.get(f"{GOOD.format(question.id)}?at={other.id}").text
    assert other.id not in posts_on(page)


@pytest.mark.parametrize("old", ["", "/", "/an-old-title", "/WHY-DOES-THE-NEEDLE-TREMBLE", "/%2e%2e"])
def test_moved_addresses_lead_on_with_their_query(client: FlaskClient, question: Question, old: str) -> None:
    response = client.get(f"/questions/{question.id}{old}?order=newest&at=5")
    if old == "/":
        assert response.status_code in {301, 308, 404}
        return
    assert response.status_code == 301
    assert response.headers["Location"] == f"{GOOD.format(question.id)}?order=newest&at=5"


def test_a_new_title_moves_the_address(client: FlaskClient, client_of: Open, alice: Person, question: Question) -> None:
    words = {"title": "Why does the needle swing?", "body": question.body, "revision": "0"}
    client_of(alice).post(f"/contributions/{question.id}/edit", data=words)
    response = client.get(GOOD.format(question.id))
    assert response.status_code == 301
    assert response.headers["Location"] == f"/questions/{question.id}/why-does-the-needle-swing"


@pytest.mark.once
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Ärger mit dem Öl im Dämpfer?", "ärger-mit-dem-öl-im-dämpfer"),
        ("気圧計の針が震えるのはなぜ", "気圧計の針が震えるのはなぜ"),
        ("??????????", "-"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
    ],
)
def test_titles_of_any_script_have_addresses(
    client: FlaskClient, alice: Person, public_space: Space, title: str, slug: str
) -> None:
    asked = factories.ask(alice, public_space, title=title)
    assert client.get(f"/questions/{asked.id}/{slug}").status_code == 200
    response = client.get(f"/questions/{asked.id}")
    assert response.status_code == 301
    assert client.get(response.headers["Location"]).status_code == 200


def test_numbers_that_are_no_keys_are_not_found(client: FlaskClient, question: Contribution) -> None:
    for key in ("0", "424242", str(2**63 - 1), str(2**63), "9" * 400, "9" * 5000):
        for address in (
            "/questions/{}/x",
            "/contributions/{}",
            "/discussions/{}",
            "/ideas/{}",
            "/members/{}",
            "/contributions/{}/history/1",
            f"/contributions/{question.id}/history/{{}}",
        ):
            assert client.get(address.format(key)).status_code == 404
