"""Mails about what happened: to whom, once, in words that cannot harm, and never of what one may no longer see."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.models import Member, Membership
from community.accepting import accept_answer
from community.models import Question
from contributions.models import Contribution, Notification, Space
from contributions.news import mailing
from contributions.news.models import NewsMail
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.mail import Mail
from tests import factories
from tests.news.conftest import mails_in, page_of, text_of
from tests.people import Person, make_person

Mails = Callable[..., list[EmailMessage]]
Open = Callable[[Person], FlaskClient]


def test_who_asked_hears_of_an_answer_at_once(mails: Mails, alice: Person, bob: Person, question: Question) -> None:
    answer = factories.answer(bob, question, "Because the **shutter** lets the sun in.")
    (mail,) = mails(alice)
    assert mail["Subject"] == "Re: Why does the needle tremble?"
    text = text_of(mail)
    assert "Bob answered" in text
    assert "Because the shutter lets the sun in." in text
    assert f"http://localhost/contributions/{answer.id}" in text
    assert "Because the shutter lets the sun in." in page_of(mail)
    assert mails(bob) == []


def test_who_only_follows_waits_for_the_digest(
    client_of: Open, mails: Mails, bob: Person, charlie: Person, question: Question
) -> None:
    client_of(charlie).post(f"/contributions/{question.id}/follow")
    factories.answer(bob, question)
    assert mails(charlie) == []
    client_of(charlie).post("/account/mail", data={"followed": "now"})
    factories.answer(bob, question, "And another thing, now that you ask.")
    assert len(mails(charlie)) == 1


def test_a_mail_is_sent_once_however_often_the_worker_runs(
    mails: Mails, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    assert len(mails(alice)) == 1
    mailing.send_due()
    assert len(mails(alice)) == 1
    assert db.session.scalars(select(NewsMail.due_at)).all() == [None]


def test_a_worker_that_dies_after_sending_leaves_one_mail_behind(
    app: Atrium, mails: Mails, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    assert len(mails(alice)) == 1
    with unit_of_work():
        db.session.execute(update(NewsMail).values(due_at=now(), sent_at=None))
    mailing.send_due()
    assert len(mails_in(app.extensions["settings"].home)) == 1, "the same mail lies where the first one did"


def test_a_server_that_is_away_is_tried_again(
    app: Atrium,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    question: Question,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[Mail] = []

    class Away:
        gone = True

        def send(self, mail: Mail) -> None:
            if self.gone:
                raise smtplib.SMTPServerDisconnected
            sent.append(mail)

    monkeypatch.setitem(app.extensions, "mail", Away())
    factories.answer(bob, question)
    worker()
    Away.gone = False
    mailing.send_due()
    assert sent == [], "not before the wait is over"
    later = now() + timedelta(minutes=3)
    monkeypatch.setenv("ATRIUM_NOW", later.isoformat())
    mailing.send_due()
    assert [mail.to for mail in sent] == [alice.email]


def test_threads_hold_together_in_a_mailbox(
    mails: Mails, alice: Person, bob: Person, charlie: Person, question: Question
) -> None:
    answer = factories.answer(bob, question)
    factories.remark(charlie, answer, "Mine does that as well, @bob.")
    first, second = mails(alice)
    assert first["Message-ID"] == second["In-Reply-To"]
    assert first["In-Reply-To"] in second["References"]
    assert len({first["Message-ID"], second["Message-ID"]}) == 2
    assert mails(bob)[0]["Message-ID"] != second["Message-ID"], "everybody has a message of their own"


def test_words_of_members_cannot_become_markup_or_headers(mails: Mails, alice: Person, public_space: Space) -> None:
    """Guards against CVE-2026-34033: HTML of a member in a mail to another."""
    # A name that is chosen may hold no angle brackets, but an imported one may.
    mallory = make_person("Mallory")
    db.session.get_one(Member, mallory.id).name = "Mallory <img src=x onerror=alert(1)>"
    asked = factories.ask(alice, public_space, title="Why <b>does</b> it? <a href='http://evil.example'>see</a>")
    factories.answer(mallory, asked, "<script>alert(1)</script> and <img src='http://evil.example/p.png'> for you")
    (mail,) = mails(alice)
    page = page_of(mail)
    for harm in ("<script", "<img", "<b>", "<a href='http://evil"):
        assert harm not in page
    assert "Bcc" not in mail
    assert "&lt;script&gt;" in page


def test_header_breaks_in_a_title_break_no_header(mails: Mails, alice: Person, bob: Person, question: Question) -> None:
    with unit_of_work():
        db.session.execute(
            update(Contribution).where(Contribution.id == question.id).values(title="Odd\r\nBcc: thief@example.org")
        )
    factories.answer(bob, question)
    (mail,) = mails(alice)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Re: Odd Bcc: thief@example.org"


GONE = ("space", "group", "hidden", "deleted", "question hidden", "read", "disabled", "unsubscribed")


@pytest.mark.parametrize("how", GONE)
def test_nothing_is_sent_of_what_went_out_of_sight_before_it_was_sent(
    app: Atrium,
    mails: Mails,
    alice: Person,
    bob: Person,
    charlie: Person,
    group_space: Space,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Guards against CVE-2023-22488 and CVE-2022-41944: moved out of sight between event and mail."""
    db.session.add(Membership(group_id=group_space.group_id or 0, member_id=bob.id, since=now()))
    db.session.commit()
    asked = factories.ask(bob, group_space, title="Where is the amber lamp?")
    answer = factories.answer(alice, asked, "In the amber cupboard, upstairs.")
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions["lanes"], mailing.LANE, lambda _deliveries: None)
        assert mails(bob) == []
    assert db.session.scalars(select(NewsMail.sent_at)).all() == [None], "it waits"
    _take_away(how, group_space, asked, answer, bob)
    db.session.commit()
    mailing.send_due()
    assert mails(bob) == []
    assert mailing.send_due() == 0


def _take_away(how: str, space: Space, asked: Contribution, answer: Contribution, bob: Person) -> None:
    if how == "space":
        space.visibility, space.group_id = "staff", None
    elif how == "group":
        db.session.query(Membership).filter_by(member_id=bob.id, group_id=space.group_id).delete()
    elif how == "question hidden":
        asked.state, answer.concealed = "hidden", True
    elif how == "read":
        db.session.execute(update(Notification).values(read_at=now()))
    elif how == "disabled":
        db.session.get_one(Member, bob.id).active = False
    elif how == "unsubscribed":
        from contributions.news.choices import unsubscribe

        unsubscribe(bob.id, "own")
    else:
        answer.state = how


def test_unread_count_leaves_out_what_went_out_of_sight(
    client_of: Open, worker: Callable[[], None], alice: Person, bob: Person, question: Question
) -> None:
    answer = factories.answer(bob, question)
    worker()
    assert "1 unread" in client_of(alice).get("/").text
    answer.state = "hidden"
    db.session.commit()
    assert "unread" not in client_of(alice).get("/").text


def test_whose_answer_was_accepted_hears_of_it(
    client_of: Open, worker: Callable[[], None], alice: Person, bob: Person, question: Question
) -> None:
    answer = factories.answer(bob, question)
    with unit_of_work():
        accept_answer(alice.viewer, answer.id, True)
        accept_answer(alice.viewer, answer.id, False)
        accept_answer(alice.viewer, answer.id, True)
    worker()
    assert client_of(bob).get("/notifications").text.count("Your answer was accepted") == 1
