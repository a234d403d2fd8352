"""The digest: what was missed since the last one, chosen well, once, and never for nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.models import LoginSession, Member
from contributions.models import Contribution, Notification, Space
from contributions.news import digests
from contributions.news.models import NewsHabit, NewsMail
from core.clock import now
from core.database import db, unit_of_work
from core.zones import all_zones, zone_of
from tests import factories
from tests.news.conftest import text_of
from tests.people import Person, make_person

Mails = Callable[..., list[EmailMessage]]


@pytest.fixture
def ivy(app: object) -> Person:
    """A member who has been here for a while."""
    return make_person("Ivy", joined_at=now() - timedelta(days=30))


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch, worker: Callable[[], None]) -> Callable[..., None]:
    """Let some days pass, and the nightly work be done."""
    at = (now() + timedelta(days=1)).replace(hour=7, minute=0)
    monkeypatch.setenv("ATRIUM_NOW", at.isoformat())

    def pass_by(days: float = 0, minutes: float = 10) -> None:
        nonlocal at
        at += timedelta(days=days, minutes=minutes)
        monkeypatch.setenv("ATRIUM_NOW", at.isoformat())
        with unit_of_work():
            digests.queue_digests()
            row = NewsMail.subject_key.startswith("digest:")
            db.session.execute(update(NewsMail).where(row, NewsMail.sent_at.is_(None)).values(created_at=at))
        from contributions.news import mailing

        mailing.send_due()
        worker()

    return pass_by


def test_what_was_missed_comes_together_once(
    mails: Mails,
    night: Callable[..., None],
    worker: Callable[[], None],
    ivy: Person,
    alice: Person,
    public_space: Space,
) -> None:
    asked = factories.ask(alice, public_space, title="Why does the barograph skip?")
    factories.ask(ivy, public_space, title="Ivy herself wants to know something")
    with unit_of_work():
        from contributions.following import set_following

        set_following(ivy.viewer, asked.id, True)
    factories.answer(alice, asked, "The drum turns too slowly in the cold.")
    worker()
    night()
    (mail,) = mails(ivy)
    text = text_of(mail)
    assert "1 thing that you missed" in mail["Subject"]
    assert "The drum turns too slowly" in text
    assert text.count("Why does the barograph skip?") == 1, "what is told as missed is not told again as new"
    assert "Ivy herself" not in text
    assert mail["List-Unsubscribe"]
    night(0.1)
    assert len(mails(ivy)) == 1, "not twice on one day"
    night(7)
    assert len(mails(ivy)) == 1, "nothing new, no mail"


@pytest.mark.parametrize("how", ["closed space", "hidden"])
def test_what_was_told_and_went_out_of_sight_since_is_not_told_again(
    mails: Mails,
    night: Callable[..., None],
    worker: Callable[[], None],
    ivy: Person,
    alice: Person,
    public_space: Space,
    how: str,
) -> None:
    """Guards against CVE-2022-23546 and CVE-2022-41944: news of what is closed to its reader by now."""
    from contributions.following import set_following

    asked = factories.ask(alice, public_space, title="Why does the barograph skip?")
    with unit_of_work():
        set_following(ivy.viewer, asked.id, True)
    answer = factories.answer(alice, asked, "The drum turns too slowly in the cold.")
    worker()
    assert db.session.scalars(select(Notification.kind)).all() == ["followed"]
    if how == "hidden":
        answer.state = "hidden"
    else:
        public_space.visibility = "staff"
    db.session.commit()
    night()
    assert not [mail for mail in mails(ivy) if "The drum turns" in text_of(mail) or "missed" in mail["Subject"]]


def test_new_threads_are_chosen_by_place_score_and_wait(
    mails: Mails, night: Callable[..., None], ivy: Person, alice: Person, public_space: Space
) -> None:
    home = factories.make_space("Home")
    factories.ask(ivy, home, title="What I once asked in this place")
    for number in range(12):
        asked = factories.ask(alice, public_space, title=f"Question number {number} of the week")
        asked.score = number
    factories.ask(alice, home, title="A question in the familiar space")
    db.session.commit()
    night()
    (mail,) = mails(ivy)
    lines = [line for line in text_of(mail).splitlines() if line.startswith(("Question number", "A question in"))]
    assert lines[:5] == [
        "A question in the familiar space",
        *(f"Question number {number} of the week" for number in (11, 10, 9, 8)),
    ]
    assert len(lines) == len(set(lines)) == 10


def test_what_is_quite_new_waits(
    mails: Mails, night: Callable[..., None], ivy: Person, alice: Person, public_space: Space
) -> None:
    factories.ask(alice, public_space)
    night(minutes=2)
    assert mails(ivy) == []


@pytest.mark.parametrize("how", ["closed space", "hidden", "read", "unwanted", "unseen", "no address"])
def test_no_digest_of_what_one_may_not_see_or_does_not_want(
    mails: Mails,
    night: Callable[..., None],
    ivy: Person,
    alice: Person,
    administrator: Person,
    staff_space: Space,
    public_space: Space,
    how: str,
) -> None:
    """Guards against CVE-2022-23546: a digest of what is closed to its reader."""
    space = staff_space if how == "closed space" else public_space
    asked = factories.ask(administrator if how == "closed space" else alice, space)
    if how == "hidden":
        asked.state = "hidden"
    elif how == "unwanted":
        from contributions.news.choices import unsubscribe

        unsubscribe(ivy.id, "digest")
    elif how == "unseen":
        long_ago = now() - timedelta(days=181)
        db.session.execute(update(Member).where(Member.id == ivy.id).values(joined_at=long_ago))
    elif how == "no address":
        db.session.execute(update(Member).where(Member.id == ivy.id).values(email=None))
    elif how == "read":
        db.session.execute(update(Contribution).values(author_id=ivy.id))
    db.session.commit()
    night()
    assert mails(ivy) == []


def test_whoever_was_here_lately_is_remembered_though_the_session_is_gone(
    mails: Mails, night: Callable[..., None], ivy: Person, alice: Person, public_space: Space
) -> None:
    long_ago, lately = now() - timedelta(days=300), now() - timedelta(days=100)
    with unit_of_work():
        db.session.execute(update(Member).where(Member.id == ivy.id).values(joined_at=long_ago))
        session = {
            "token_digest": "d",
            "member_id": ivy.id,
            "created_at": lately,
            "proved_at": lately,
            "expires_at": now(),
        }
        db.session.add(LoginSession(**session, seen_at=lately))
    night()
    assert _seen(ivy) == lately
    with unit_of_work():
        db.session.query(LoginSession).delete()
    factories.ask(alice, public_space)
    night(8)
    assert len(mails(ivy)) == 1
    factories.ask(alice, public_space, title="Something else to wonder about")
    night(100)
    assert len(mails(ivy)) == 1, "not seen for half a year"


def _seen(person: Person) -> datetime | None:
    return db.session.scalars(select(NewsHabit.seen_at).where(NewsHabit.member_id == person.id)).one()


def test_notifications_that_were_read_are_not_missed(
    mails: Mails,
    night: Callable[..., None],
    worker: Callable[[], None],
    ivy: Person,
    alice: Person,
    public_space: Space,
) -> None:
    asked = factories.ask(ivy, public_space)
    with unit_of_work():
        from contributions.news.choices import choose
        from contributions.news.schemas import MailChoices

        choose(ivy.id, MailChoices(own="daily", community="never"))
    factories.answer(alice, asked)
    worker()
    with unit_of_work():
        db.session.execute(update(Notification).values(read_at=now()))
    night()
    assert mails(ivy) == []


@pytest.mark.parametrize(
    ("lives_in", "hours"),
    [
        ("", 7),
        ("Asia/Kolkata", 1),
        ("Pacific/Auckland", 18),
        ("America/Los_Angeles", 14),
        ("Europe/Berlin", 6),
        ("Asia/Gone", 7),
    ],
)
def test_digests_come_in_the_morning_where_one_lives(
    monkeypatch: pytest.MonkeyPatch, app: object, lives_in: str, hours: int
) -> None:
    """Berlin is two hours ahead of UTC until the night of 25 October, when it goes back to one."""
    monkeypatch.setenv("ATRIUM_NOW", "2026-10-20T00:10:00Z")
    person = make_person("Ivy", zone=lives_in, joined_at=now() - timedelta(days=30))
    at = now()
    for hour in range(1, 10 * 24):
        # Twice within each hour: nobody hears twice.
        for minutes in (0, 20) if (at + timedelta(hours=hour)).hour in {hours - 1, hours, hours + 1} else ():
            monkeypatch.setenv("ATRIUM_NOW", (at + timedelta(hours=hour, minutes=minutes)).isoformat())
            with unit_of_work():
                digests.queue_digests()
    queued = db.session.scalars(select(NewsMail.created_at).where(NewsMail.member_id == person.id)).all()
    days = [5] * 5 + [6] * (len(queued) - 5) if lives_in == "Europe/Berlin" else [hours] * len(queued)
    assert [at.hour for at in queued] == days
    assert len(queued) in {9, 10}


@given(st.sampled_from(all_zones()), st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001
def test_there_was_a_morning_within_a_day(zone_name: str, moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    assert at - timedelta(hours=26) <= digests.latest_morning(at, zone_of(zone_name)) <= at
