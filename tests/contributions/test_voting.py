"""Voting: up, down, changed, taken back; one row for each member and contribution."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from community.models import Answer, Question
from contributions.models import Contribution, Vote
from contributions.voting import cast_vote
from core.database import db
from core.errors import Refused
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def score(key: int) -> int:
    return db.session.scalars(select(Contribution.score).where(Contribution.id == key)).one()


def test_votes_as_a_person_does(client_of: Open, bob: Person, question: Question) -> None:
    client, address = client_of(bob), f"/contributions/{question.id}/vote"
    for value, expected in ((1, 1), (1, 1), (-1, -1), (0, 0), (0, 0), (-1, -1)):
        response = client.post(address, data={"value": value})
        assert response.status_code == 303
        assert response.headers["Location"].startswith(f"/questions/{question.id}/")
        assert score(question.id) == expected
    assert [vote.value for vote in db.session.scalars(select(Vote))] == [-1]


def test_votes_as_a_script_does(client_of: Open, bob: Person, charlie: Person, question: Question) -> None:
    client_of(charlie).post(f"/contributions/{question.id}/vote", data={"value": 1})
    response = client_of(bob).post(
        f"/contributions/{question.id}/vote", data={"value": 1}, headers={"Accept": "application/json"}
    )
    assert response.get_json() == {"score": 2, "value": 1}
    response = client_of(bob).post(
        f"/contributions/{question.id}/vote", json={"value": 0}, headers={"Accept": "application/json"}
    )
    assert response.get_json() == {"score": 1, "value": 0}


def test_the_page_shows_ones_own_vote(client_of: Open, bob: Person, question: Question) -> None:
    client = client_of(bob)
    client.post(f"/contributions/{question.id}/vote", data={"value": 1})
    page = client.get(f"/questions/{question.id}/why-does-the-needle-tremble").text
    assert 'value="0" aria-pressed="true"' in page
    assert 'value="-1" aria-pressed="false"' in page


def test_nobody_votes_on_what_they_wrote(client_of: Open, alice: Person, question: Question) -> None:
    client = client_of(alice)
    response = client.post(f"/contributions/{question.id}/vote", data={"value": 1})
    assert response.status_code == 403
    assert "You cannot vote on what you wrote yourself." in response.text
    problem = client.post(
        f"/contributions/{question.id}/vote", json={"value": 1}, headers={"Accept": "application/json"}
    ).get_json()
    assert (problem["status"], problem["detail"]) == (403, "You cannot vote on what you wrote yourself.")
    assert score(question.id) == 0


@pytest.mark.once
@pytest.mark.parametrize("value", ["", "2", "-2", "100", "up", "1.5", "1e9", "٣", "null", "\x00"])
def test_a_vote_has_one_of_three_values(client_of: Open, bob: Person, question: Question, value: str) -> None:
    response = client_of(bob).post(f"/contributions/{question.id}/vote", data={"value": value})
    assert response.status_code == 400
    assert score(question.id) == 0


def test_what_was_taken_down_takes_no_votes(
    client_of: Open, bob: Person, charlie: Person, moderator: Person, answers: tuple[Answer, Answer]
) -> None:
    keeper, key = client_of(moderator), answers[0].id
    client_of(charlie).post(f"/contributions/{key}/vote", data={"value": 1})
    keeper.post(f"/contributions/{key}/hide")
    assert client_of(charlie).post(f"/contributions/{key}/vote", data={"value": -1}).status_code == 404
    assert keeper.post(f"/contributions/{key}/vote", data={"value": -1}).status_code == 403
    assert score(key) == 1


def test_only_valid_votes_count(bob: Person, charlie: Person, question: Question) -> None:
    for person in (bob, charlie):
        cast_vote(person.viewer, question.id, 1)
    db.session.scalars(select(Vote).where(Vote.member_id == bob.id)).one().valid = False
    db.session.flush()
    cast_vote(charlie.viewer, question.id, -1)
    assert question.score == -1


def test_an_opening_score_is_added_to(bob: Person, question: Question) -> None:
    question.opening_score = 40
    db.session.flush()
    assert cast_vote(bob.viewer, question.id, 1).score == 41


def test_the_rule_refuses_without_a_page_too(alice: Person, question: Question) -> None:
    with pytest.raises(Refused):
        cast_vote(alice.viewer, question.id, 1)


def test_comments_take_votes(client_of: Open, alice: Person, bob: Person, question: Question) -> None:
    remark = factories.remark(alice, question)
    client_of(bob).post(f"/contributions/{remark.id}/vote", data={"value": 1})
    assert score(remark.id) == 1
