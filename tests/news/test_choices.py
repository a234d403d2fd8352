"""What comes by mail is the member's choice; the way out works signed out, by one click, and only by a click."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.models import Question
from contributions.news.choices import USUAL, paces_of
from contributions.news.models import MailChoice, NewsHabit
from contributions.news.tokens import read_reply_address, subscription_of, unsubscribe_token
from core.application import Atrium
from core.database import db
from tests import factories
from tests.people import Person

Mails = Callable[..., list[EmailMessage]]
Open = Callable[[Person], FlaskClient]


def test_choices_are_kept_and_shown(client_of: Open, alice: Person) -> None:
    client = client_of(alice)
    page = client.get("/account/mail")
    assert '<option value="now" selected>At once' in page.text
    assert "escalation" not in page.text
    assert client.post("/account/mail", data={"own": "never", "community": "daily"}).status_code == 303
    paces = paces_of(alice.id)
    assert (paces["own"], paces["community"], paces["mention"]) == ("never", "daily", "now")
    habit = db.session.get_one(NewsHabit, alice.id)
    assert habit.takes_offers is False, "an empty box says no"
    client.post("/account/mail", data={"offers": "yes"})
    assert paces_of(alice.id) == USUAL
    assert db.session.get_one(NewsHabit, alice.id).takes_offers is True


@pytest.mark.parametrize("wrong", [{"own": "hourly"}, {"community": "now"}])
def test_what_cannot_be_chosen_is_refused(client_of: Open, alice: Person, wrong: dict[str, str]) -> None:
    assert client_of(alice).post("/account/mail", data=wrong).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(MailChoice)) == 0


def test_staff_chooses_about_questions_that_wait(client_of: Open, staff: Person) -> None:
    assert 'name="escalation"' in client_of(staff).get("/account/mail").text


def test_one_click_in_a_mail_program_ends_mails_of_a_kind(
    client: FlaskClient, mails: Mails, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    (mail,) = mails(alice)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert "One click, and no more mails" in client.get(path).text
    assert paces_of(alice.id)["own"] == "now", "looking changes nothing: scanners of mail open every link"
    done = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "That is done" in done.text
    assert paces_of(alice.id)["own"] == "never"
    assert client.post(path).status_code == 200, "twice does no harm"
    factories.answer(bob, question, "And one more thing about it.")
    assert len(mails(alice)) == 1


def test_the_way_out_of_a_digest_ends_what_comes_together(client: FlaskClient, alice: Person, app: Atrium) -> None:
    client.post(f"/unsubscribe/{unsubscribe_token(alice.id, 'digest')}")
    paces = paces_of(alice.id)
    assert paces["community"] == paces["followed"] == paces["offer"] == "never"
    assert paces["own"] == paces["mention"] == "now"


def test_links_that_are_not_ours_end_nothing(client: FlaskClient, alice: Person) -> None:
    good = unsubscribe_token(alice.id, "own")
    for token in ("nonsense", good[:-2] + ("AA" if good[-2:] != "AA" else "BB"), unsubscribe_token(alice.id, "bread")):
        assert client.post(f"/unsubscribe/{token}").status_code == 404
    assert paces_of(alice.id) == USUAL


@pytest.mark.once
@given(token=st.text(max_size=200), address=st.text(max_size=200) | st.emails())
def test_no_token_breaks_the_reading(app: Atrium, token: str, address: str) -> None:
    with app.app_context():
        assert subscription_of(token) is None
        assert read_reply_address(address) is None
