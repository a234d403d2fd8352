"""Flags: one open flag for each member and post, weighed by the flagger's record, and enough of them conceal."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.models import Answer, Question
from contributions.models import Contribution
from contributions.moderation.flagging import Record, weight_of_record
from contributions.moderation.models import Flag
from core.database import db
from tests.community.reading import words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Cases = Callable[..., list[int]]
Raise = Callable[..., int]


def state(key: int) -> str:
    return db.session.execute(select(Contribution.state).where(Contribution.id == key)).scalar_one()


def open_flags(key: int) -> int:
    return db.session.scalar(select(func.count()).where(Flag.contribution_id == key, Flag.state == "open")) or 0


def test_a_flag_brings_a_post_before_the_moderators(
    client_of: Open, charlie: Person, moderator: Person, answer: Answer, flag: Raise, cases: Cases
) -> None:
    assert flag(charlie, answer.id, "rude", "He shouts") == 303
    page = words_of(client_of(moderator).get("/moderation").text)
    assert len(cases()) == 1
    assert "Rude : He shouts" in page
    assert "Charlie" in page
    assert state(answer.id) == "published", "one flag conceals nothing"


def test_one_open_flag_for_each_member(charlie: Person, answer: Answer, flag: Raise) -> None:
    assert flag(charlie, answer.id) == 303
    assert flag(charlie, answer.id, "rude") == 409
    assert open_flags(answer.id) == 1


def test_an_own_post_is_not_flagged_and_other_needs_words(
    bob: Person, charlie: Person, answer: Answer, flag: Raise
) -> None:
    assert flag(bob, answer.id) == 403
    assert flag(charlie, answer.id, "other") == 403
    assert flag(charlie, answer.id, "nonsense") == 422
    assert flag(charlie, answer.id, "other", "x" * 301) == 422
    assert open_flags(answer.id) == 0


def test_a_flag_is_taken_back_and_the_case_goes_with_it(
    client_of: Open, charlie: Person, answer: Answer, flag: Raise, cases: Cases
) -> None:
    flag(charlie, answer.id)
    browser = client_of(charlie)
    assert "Take the flag back" in browser.get(f"/contributions/{answer.id}/flag").text
    assert browser.post(f"/contributions/{answer.id}/flag/withdraw").status_code == 303
    assert cases() == []
    assert browser.post(f"/contributions/{answer.id}/flag/withdraw").status_code == 403
    assert flag(charlie, answer.id) == 303, "they may think again"


def test_enough_weight_conceals_until_a_moderator_looks(
    client: FlaskClient, client_of: Open, bob: Person, question: Question, answer: Answer, flag: Raise, cases: Cases
) -> None:
    for number in range(3):
        assert state(answer.id) == "published"
        assert flag(make_person(f"Flagger {number}"), answer.id) == 303
    assert state(answer.id) == "held"
    address = f"/questions/{question.id}/why-does-the-needle-tremble"
    assert f'id="p{answer.id}"' not in client.get(address).text
    assert "waits for a look" in client_of(bob).get(address).text
    assert len(cases("?show=held")) == len(cases("?show=flagged")) == 1


def test_the_record_of_a_flagger_weighs(
    client_of: Open, charlie: Person, moderator: Person, answer: Answer, question: Question, flag: Raise, cases: Cases
) -> None:
    keeper = client_of(moderator)
    for key, decision in ((answer.id, "hide"), (question.id, "keep")):
        flag(charlie, key)
        keeper.post("/moderation/decide", data={"review": cases(), "decision": decision, "words": "Seen."})
    settled = {row.contribution_id: row.state for row in db.session.execute(select(Flag.contribution_id, Flag.state))}
    assert settled == {answer.id: "agreed", question.id: "disagreed"}
    assert flag(charlie, question.id) == 403, "nobody asks twice about the same words"


@pytest.mark.once
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_weights_grow_with_agreement(agreed: int, disagreed: int) -> None:
    weight = weight_of_record(Record(agreed, disagreed))
    assert 0 < weight < 2
    assert weight_of_record(Record(agreed + 1, disagreed)) > weight > weight_of_record(Record(agreed, disagreed + 1))


@pytest.mark.once
def test_weights_as_documented() -> None:
    assert weight_of_record(Record(0, 0)) == 1
    assert weight_of_record(Record(2, 0)) == 1.5
    assert round(weight_of_record(Record(0, 4)), 2) == 0.33
