"""Readers are spoken to in their language and by their clock, and nobody hears what was meant for another."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from accounts.models import Member
from contributions.models import Contribution, Space
from core.application import Atrium
from core.database import db, unit_of_work
from core.times import ago, file_size, full_time, living_in, short_number
from core.translation import speaking
from core.zones import all_zones
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]
ENGLISH, ACCENTED, LEFTWARD = "Skip to the content", "[Šķîîþ ţöö ţĥéé çööñţééñţ]", "\u202eSkip to the content\u202c"


def heard(client: FlaskClient, **headers: str) -> str:
    """Return the language of a page, which its words, its head and its header name alike."""
    answer = client.get("/questions", headers=headers)
    words = {"en": ENGLISH, "en-XA": ACCENTED, "ar-XB": LEFTWARD}
    [language] = [code for code, word in words.items() if f">{word}<" in answer.text]
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar-XB" else "ltr"}"' in answer.text
    assert {"Cookie", "Accept-Language"} <= {word.strip() for word in answer.headers["Vary"].split(",")}
    return language


def test_a_stranger_is_spoken_to_as_their_browser_asks_or_as_they_chose(
    app: Atrium, client: FlaskClient, spoken: Any
) -> None:
    for _again in range(2):
        assert heard(client) == "en"
        assert heard(client, **{"Accept-Language": "fr, en-xa;q=0.4"}) == "en-XA"
        assert heard(client, **{"Accept-Language": "ar"}) == "ar-XB"

    chosen = client.post("/language", data={"language": "ar-XB"}, headers={"Referer": "http://localhost/tags?q=wind"})

    assert (chosen.status_code, chosen.location) == (303, "/tags?q=wind")
    assert "HttpOnly" in chosen.headers["Set-Cookie"]
    assert "SameSite=Lax" in chosen.headers["Set-Cookie"]
    assert heard(client, **{"Accept-Language": "en-XA"}) == "ar-XB"
    assert heard(app.test_client(), **{"Accept-Language": "en-XA"}) == "en-XA"
    for referrer in ("https://evil.example/x", "http://localhost//evil.example", "javascript:alert(1)", ""):
        answer = client.post("/language", data={"language": "en"}, headers={"Referer": referrer})
        assert answer.location == "/", referrer
    for language in ("zz", "../en", "", "e" * 5000):
        answer = client.post("/language", data={"language": language})
        assert answer.status_code == 303
        assert language not in answer.headers.get("Set-Cookie", "") or not language


def test_a_member_is_spoken_to_as_they_chose_wherever_they_are(
    app: Atrium, client_of: Open, alice: Person, worker: Any, spoken: Any
) -> None:
    here, there = client_of(alice), client_of(alice)
    assert heard(here, **{"Accept-Language": "ar"}) == "ar-XB"
    here.post("/language", data={"language": "en-XA"})
    assert heard(there, **{"Accept-Language": "ar"}) == "en-XA"

    saved = here.post("/account/reading", data={"language": "ar-XB", "zone": "Asia/Kathmandu"})
    assert saved.status_code == 303
    assert 'data-zone="Asia/Kathmandu"' in there.get("/account/reading").text
    assert heard(there) == "ar-XB"
    here.post("/language", data={"language": "en-XA"})
    assert db.session.get_one(Member, alice.id).zone == "Asia/Kathmandu"
    for wrong in ({"language": "zz"}, {"zone": "Mars/Base"}, {"zone": "../../etc/passwd"}, {"zone": "UTC\0"}):
        assert here.post("/account/reading", data=wrong).status_code == 422

    here.post("/account/password", data={"current": alice.password, "password": "nine quiet gardens wait"})
    worker()
    [letter] = list((app.extensions["settings"].home / "mail").glob("*.eml"))
    assert "Ýööûûŕ" in message_from_bytes(letter.read_bytes(), policy=policy.default)["Subject"]


def test_kept_pages_are_as_many_as_languages_and_never_of_another(
    app: Atrium, client: FlaskClient, spoken: Any, alice: Person, public_space: Space
) -> None:
    """Guards against CVE-2021-41271: what one reader sends decides nothing of what another is shown."""
    factories.ask(alice, public_space)
    cookies = ["", "en", "en-XA", "ar-XB", "zz", "x" * 4000, '"en-XA"', "en-XA; atrium-language=ar-XB", "%00", "en-xa"]
    wishes = ["", "en-XA", "ar;q=0.9,en-XA;q=0.1", "*", "zz", "x," * 400, "en-XA;q=nan", ";;;", "en-XA\t", "de;q=2"]
    plain = {language: client.get("/questions", headers={"Accept-Language": language}).text for language in spoken}
    for cookie, wish in itertools.product(cookies, wishes):
        headers = {"Cookie": f"atrium-language={cookie}", "Accept-Language": wish}
        answer = app.test_client(use_cookies=False).get("/questions", headers=headers)
        assert answer.text == plain[answer.headers["Content-Language"]], headers
    pages: Any = app.wsgi_app
    assert len(pages.pages) == len(spoken)
    assert heard(client) == "en"


def test_what_is_written_in_another_language_says_so(
    client: FlaskClient, spoken: Any, alice: Person, bob: Person, public_space: Space
) -> None:
    """WCAG 3.1.2: a voice that reads a page aloud must know where the language changes."""
    asked = factories.ask(alice, public_space, "Warum zittert die Nadel?")
    factories.answer(bob, asked)
    address = f"/questions/{asked.id}/warum-zittert-die-nadel"
    for written_in, marks in (("de", "de"), ("de_AT", "de-AT"), ("en-GB", None), (None, None), ('x"><script>', None)):
        with unit_of_work():
            db.session.execute(update(Contribution).where(Contribution.id == asked.id).values(language=written_in))
        for page, begin in (
            (address, '<h1 class="thread-title" dir="auto"'),
            ("/questions", '<h3 class="card-title" dir="auto"'),
        ):
            text = client.get(page, headers={"Cache-Control": "no-cache"}).text
            assert f'{begin} lang="{marks}">' in text if marks else f"{begin}>" in text, (page, written_in)
    # To whoever is spoken to otherwise, what says nothing is in the first language of the house.
    assert '<div class="prose" dir="auto" lang="en"' in client.get(address, headers={"Accept-Language": "ar-XB"}).text


@pytest.mark.once
@pytest.mark.parametrize(
    ("now", "moment", "zone", "words"),
    [
        ("2026-03-29T12:00:00Z", "2026-03-29T11:59:30Z", "UTC", "just now"),
        ("2026-03-29T12:00:00Z", "2026-03-28T12:01:00Z", "UTC", "23 hours ago"),
        ("2026-03-29T12:00:00Z", "2026-03-28T11:59:00Z", "UTC", "yesterday"),
        # 30 hours, and two midnights where it is one o'clock.
        ("2026-03-29T01:00:00Z", "2026-03-27T19:00:00Z", "UTC", "2 days ago"),
        ("2026-03-29T01:00:00Z", "2026-03-27T19:00:00Z", "America/Los_Angeles", "yesterday"),
        # The night in which clocks in Berlin go forward: 24.5 hours, and the day before.
        ("2026-03-29T22:15:00Z", "2026-03-28T21:45:00Z", "Europe/Berlin", "2 days ago"),
        ("2026-03-29T21:45:00Z", "2026-03-28T21:15:00Z", "Europe/Berlin", "yesterday"),
        # Auckland is half a day ahead.
        ("2026-06-10T11:30:00Z", "2026-06-09T11:00:00Z", "Pacific/Auckland", "yesterday"),
        ("2026-06-10T12:30:00Z", "2026-06-09T11:00:00Z", "Pacific/Auckland", "2 days ago"),
        ("2026-06-10T12:00:00Z", "2026-02-01T23:30:00Z", "UTC", "1 Feb 2026"),
        ("2026-06-10T12:00:00Z", "2026-02-01T23:30:00Z", "Asia/Tokyo", "2 Feb 2026"),
    ],
)
def test_days_are_those_of_the_readers_calendar(
    monkeypatch: pytest.MonkeyPatch, app: Atrium, now: str, moment: str, zone: str, words: str
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", now)
    with living_in(zone):
        assert ago(datetime.fromisoformat(moment)) == words


@pytest.mark.once
def test_times_and_numbers_are_written_as_people_do(spoken: Any) -> None:
    at = datetime(2026, 7, 1, 12, 5, 59, tzinfo=UTC)
    expected = {
        ("en", "UTC"): "1 July 2026, 12:05 UTC",
        ("en", "Europe/Berlin"): "1 July 2026, 14:05 CEST",
        ("en", "Asia/Kathmandu"): "1 July 2026, 17:50 UTC+0545",
        ("en", "No/Where"): "1 July 2026, 12:05 UTC",
        ("ar-XB", "UTC"): "1 يوليو 2026, 12:05 م UTC",
    }
    for (language, zone), words in expected.items():
        with speaking(language), living_in(zone):
            assert full_time(at) == words
    assert [short_number(value) for value in (7, 999, 1200, 34_567, 1_100_000)] == ["7", "999", "1.2k", "34k", "1.1M"]
    assert [file_size(count) for count in (812, 3_400_000)] == ["812 byte", "3.4 MB"]


@pytest.mark.once
@given(st.sampled_from(all_zones()), st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.integers(0, 10**6))  # noqa: DTZ001
def test_every_zone_has_a_clock(zone: str, moment: datetime, seconds: int) -> None:
    at = moment.replace(tzinfo=UTC)
    with living_in(zone):
        assert full_time(at)
        assert ago(at - timedelta(seconds=seconds))
