"""Replies by mail: posted by the rules of the page, from whom they are signed for, and nothing else."""

import io
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from accounts.models import Member
from community.exercises.leading import open_ready_made
from community.models import Question
from contributions.mail_in.quoting import own_words
from contributions.mail_in.reading import Garbled, Incoming, read_mail
from contributions.models import Contribution, Space
from contributions.news.tokens import reply_address
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.news.conftest import text_of
from tests.people import Person

Mails = Callable[..., list[EmailMessage]]
Deliver = Callable[..., str]
BOUNDS = "The shutter lets the sun in, so the needle warms."


@pytest.fixture
def open_door(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site take mail."""
    taking = app.extensions["settings"].model_copy(update={"mail_in": "reply@localhost"})
    monkeypatch.setitem(app.extensions, "settings", taking)


@pytest.fixture
def deliver(open_door: None, atrium: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Deliver:
    """Pipe a message into the command, and return what it says."""

    def pipe(message: EmailMessage | bytes, *options: str) -> str:
        raw = message if isinstance(message, bytes) else bytes(message)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        ran = atrium("mail", "receive", *options)
        assert ran.code == 0, ran.err
        return str(ran.err)

    return pipe


def written(person: Person, thread: int, words: str = BOUNDS, **headers: str) -> EmailMessage:
    """Return a mail that a person writes into a thread."""
    message = EmailMessage()
    given = {"From": f"{person.name} <{person.email}>", "To": reply_address(person.id, thread), "Subject": "Re: it"}
    for name, value in {**given, "Message-ID": "<one@example.org>", **headers}.items():
        message[name] = value
    message.set_content(words)
    return message


def posts() -> list[tuple[str, str, int | None]]:
    """Return what stands under threads: kind, words and author."""
    rows = select(Contribution.kind, Contribution.body, Contribution.author_id).where(
        Contribution.thread_id.is_not(None)
    )
    return [(row.kind, row.body, row.author_id) for row in db.session.execute(rows.order_by(Contribution.id))]


def test_a_reply_to_a_mail_is_posted(
    deliver: Deliver, mails: Mails, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    (mail,) = mails(alice)
    reply = EmailMessage()
    reply["From"], reply["To"], reply["In-Reply-To"] = alice.email.upper(), mail["Reply-To"], mail["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    reply.set_content(f"That was it, thank you!\n\nOn Monday, Atrium wrote:\n{quoted}\n")
    assert "posted as" in deliver(reply)
    assert posts()[-1] == ("comment", "That was it, thank you!", alice.id)


def test_others_answer_and_a_second_delivery_is_the_same(deliver: Deliver, bob: Person, question: Question) -> None:
    message = written(bob, question.id)
    assert "posted as" in deliver(message)
    assert "has come before" in deliver(message)
    assert posts() == [("answer", BOUNDS, bob.id)]


def test_a_discussion_gets_a_comment(deliver: Deliver, alice: Person, bob: Person, public_space: Space) -> None:
    talk = factories.discuss(alice, public_space)
    deliver(written(bob, talk.id))
    assert posts() == [("comment", BOUNDS, bob.id)]


def test_a_mail_carries_nothing_out_of_a_square(
    deliver: Deliver, bob: Person, staff: Person, public_space: Space
) -> None:
    with unit_of_work():
        posed = open_ready_made(staff.viewer, public_space.id)
    deliver(written(bob, posed.id))
    assert posts() == []


def _forged(message: EmailMessage) -> None:
    to = message["To"]
    message.replace_header("To", to.replace("+", "+a", 1) if to[6] != "a" else to.replace("+a", "+b", 1))


def _of_another(message: EmailMessage) -> None:
    message.replace_header("From", "Charlie <charlie@example.org>")


def _of_two(message: EmailMessage) -> None:
    message.replace_header("From", f"{message['From']}, charlie@example.org")


def _with(name: str, value: str) -> Callable[[EmailMessage], None]:
    def add(message: EmailMessage) -> None:
        message[name] = value

    return add


@pytest.mark.once
@pytest.mark.parametrize(
    "spoil",
    [
        _forged,
        _of_another,
        _of_two,
        _with("Auto-Submitted", "auto-replied"),
        _with("Precedence", "bulk"),
        _with("List-Id", "<everybody.example.org>"),
        _with("Return-Path", "<>"),
        _with("X-Autoreply", "yes"),
    ],
    ids=["forged", "other", "two", "auto", "bulk", "list", "bounce", "autoreply"],
)
def test_what_no_member_wrote_is_dropped_in_silence(
    deliver: Deliver, mails: Mails, bob: Person, question: Question, spoil: Callable[[EmailMessage], None]
) -> None:
    message = written(bob, question.id)
    spoil(message)
    assert "not taken" in deliver(message)
    assert posts() == []
    assert mails(bob) == [], "no answer to whom the sender may be a stranger"


def test_the_address_of_one_member_is_of_no_use_to_another(
    deliver: Deliver, bob: Person, charlie: Person, question: Question
) -> None:
    """Guards against CVE-2021-37693: a token of one address used by another."""
    message = written(charlie, question.id, To=reply_address(bob.id, question.id))
    assert "not taken" in deliver(message)
    assert posts() == []


@pytest.mark.parametrize("how", ["too short", "empty", "gone", "closed", "expired", "taken down"])
def test_the_writer_is_told_why_something_was_not_posted(
    deliver: Deliver,
    mails: Mails,
    bob: Person,
    question: Question,
    public_space: Space,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {"too short": "Yes.", "empty": "> only\n> quoted"}.get(how, BOUNDS)
    message = written(bob, question.id, words)
    if how == "expired":
        from datetime import timedelta

        monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(days=92)).isoformat())
    elif how in {"gone", "taken down"}:
        question.state = "deleted"
    elif how == "closed":
        public_space.visibility = "staff"
    db.session.commit()
    assert "its writer is told why" in deliver(message)
    assert posts() == []
    (mail,) = mails(bob)
    assert mail["Subject"] == "Your reply was not posted"
    if how != "empty":
        assert words in text_of(mail), "nothing is lost"
    assert "Why does the needle" not in text_of(mail), "what is closed now is not told"
    assert "has come before" in deliver(message)
    assert len(mails(bob)) == 1


@pytest.mark.once
@pytest.mark.limits
def test_too_many_are_refused_as_on_the_page(
    app: Atrium, deliver: Deliver, bob: Person, question: Question, public_space: Space
) -> None:
    app.extensions["limits"].on = False
    for _number in range(3):
        factories.discuss(bob, public_space)
    db.session.execute(update(Member).where(Member.id == bob.id).values(joined_at=now() - timedelta(days=30)))
    db.session.commit()
    app.extensions["limits"].on = True
    for number in range(10):
        assert "posted as" in deliver(
            written(bob, question.id, f"{BOUNDS} {number}", **{"Message-ID": f"<{number}@b>"})
        )
    assert "its writer is told why" in deliver(written(bob, question.id))
    assert len(posts()) == 10


def test_what_is_too_large_is_dropped(deliver: Deliver, bob: Person, question: Question) -> None:
    assert "too large" in deliver(written(bob, question.id, "word " * 300_000))


def test_attachments_are_left_out_with_a_note(deliver: Deliver, bob: Person, question: Question) -> None:
    message = written(bob, question.id)
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="me.png")
    deliver(message)
    assert posts()[0][1] == f"{BOUNDS}\n\n*1 attachment was left out.*"


def test_a_page_becomes_text(deliver: Deliver, bob: Person, question: Question) -> None:
    message = written(bob, question.id)
    message.set_content(
        "<style>p { color: red }</style><p>The shutter lets<br>the <b>sun</b> in &amp; warms it.</p>"
        "<script>alert(1)</script><div class='gmail_quote'><div>On Monday</div>it was</div><p>Yours</p>",
        subtype="html",
    )
    deliver(message)
    assert posts()[0][1] == "The shutter lets\n\nthe sun in & warms it.\n\nYours"


def test_the_recipient_may_be_named_by_the_mail_server(deliver: Deliver, bob: Person, question: Question) -> None:
    message = written(bob, question.id, To="somebody@example.org")
    assert "not taken" in deliver(message)
    assert "posted as" in deliver(message, "--to", reply_address(bob.id, question.id))


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes.\n\n> no\n> never", "Yes."),
        ("Yes.\n-- \nBob", "Yes."),
        ("Ja.\n\nAm 3. Mai 2026 um 10:00 schrieb Atrium <a@b.org>:\n> nein", "Ja."),
        ("Oui.\n\nLe 3 mai 2026 à 10:00, Atrium\n<a@b.org> a écrit :\n> non", "Oui."),
        ("Yes.\n\n-----Original Message-----\nFrom: Atrium\n\nno", "Yes."),
        ("Yes.\n\nFrom: Atrium\nSent: Monday\nTo: Bob\n\nno", "Yes."),
        ("Yes.\n________________________________\nno", "Yes."),
        ("> is it?\nIt is.\n> and that?\nThat too.\n> bye", "> is it?\nIt is.\n> and that?\nThat too."),
        ("On Monday I wrote to them.\nThey never came.", "On Monday I wrote to them.\nThey never came."),
        ("Above\n##- Write your reply above this line. -##\nbelow", "Above"),
    ],
)
def test_only_own_words_are_kept(text: str, kept: str) -> None:
    assert own_words(text) == kept


HEADERS = ["From", "To", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted", "Cc"]
ODD = st.sampled_from(
    [
        "multipart/mixed; boundary=x",
        "text/html; charset=nonsense",
        "base64",
        "=?utf-8?b?!!!?=",
        "<a@b",
        "\x00",
        "message/rfc822",
    ]
)


@pytest.mark.once
@settings(max_examples=150)
@given(
    headers=st.lists(st.tuples(st.sampled_from(HEADERS), ODD | st.text(max_size=60)), max_size=8),
    body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
)
def test_no_message_breaks_the_reading(headers: list[tuple[str, str]], body: bytes) -> None:
    raw = b"".join(f"{name}: {value}\n".encode("utf-8", "replace") for name, value in headers) + b"\n--x\n" + body
    for message in (raw, body):
        try:
            assert isinstance(read_mail(message), Incoming)
        except Garbled as reason:
            assert str(reason)


@pytest.mark.once
@given(text=st.text(alphabet="On wrote:>\n-#_Am schrieb a", max_size=400))
def test_stripping_ends_and_adds_nothing(text: str) -> None:
    kept = own_words(text)
    assert len(kept) <= len(text)
    assert own_words(kept) == kept or len(own_words(kept)) < len(kept)


def test_nothing_is_left_behind_by_what_is_dropped(deliver: Deliver, question: Question) -> None:
    deliver(b"")
    deliver(b"\xff\xfe\x00 nonsense")
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 1
