"""Second factors: codes that work once, limits, the same answers for everybody, and roles that sleep without one."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from accounts.factors.models import Authenticator, PendingStep, RecoveryCode
from accounts.factors.one_time_codes import code_at, matching_step, step_at
from accounts.models import LoginSession
from core.application import Atrium
from core.clock import now
from core.database import db
from core.events import LoggedEvent
from tests.people import PASSWORD, Person

Browser = Callable[[Person], FlaskClient]
CODE = re.compile(r"<code>([A-Z2-7]{6}(?:-[A-Z2-7]{6}){3})</code>")
# RFC 6238, appendix B, SHA-1, the last six of eight digits.
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


def add_app(browser: FlaskClient, person: Person) -> tuple[str, list[str]]:
    """Add an app; returns its secret and the recovery codes."""
    assert browser.post("/account/safety/app").status_code == 303
    page = browser.get("/account/safety/app").text
    secret = db.session.get_one(Authenticator, person.id).secret
    assert secret in page
    assert 'src="data:image/svg+xml' in page
    done = browser.post("/account/safety/app/confirm", data={"code": code_now(secret)})
    assert done.status_code == 200
    return secret, CODE.findall(done.text)


def code_now(secret: str, steps: int = 0) -> str:
    return code_at(secret, step_at(now()) + steps)


def begin(app: Atrium, person: Person) -> FlaskClient:
    """Give the password in a new browser."""
    browser = app.test_client()
    answer = browser.post("/login", data={"email": person.email, "password": PASSWORD, "next": "/drafts"})
    assert answer.headers["Location"] == "/login/second?next=/drafts"
    return browser


def give(browser: FlaskClient, code: str) -> int:
    return browser.post("/login/second?next=/drafts", data={"code": code, "next": "/drafts"}).status_code


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], datetime]:
    """Let the clock stand some seconds from where it stood."""
    start = now()

    def shift(seconds: float) -> datetime:
        at = start + timedelta(seconds=seconds)
        monkeypatch.setenv("ATRIUM_NOW", at.isoformat())
        return at

    shift(0)
    return shift


@pytest.mark.once
@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SEED, seconds // 30) == code


@pytest.mark.once
@given(st.integers(min_value=2, max_value=10**8), st.integers(min_value=-1, max_value=1))
def test_a_code_counts_in_its_half_minute_and_the_ones_beside_it(step: int, drift: int) -> None:
    at = datetime.fromtimestamp(step * 30, now().tzinfo)
    found = matching_step(SEED, code_at(SEED, step + drift), at)
    assert found is not None
    assert code_at(SEED, found) == code_at(SEED, step + drift)


def test_password_and_code_let_in(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> None:
    secret, _codes = add_app(client_of(alice), alice)
    browser = begin(app, alice)
    assert browser.get("/drafts").status_code == 303, "the password alone opens nothing"
    clock(30)
    assert give(browser, code_now(secret)) == 303
    assert browser.get("/drafts").status_code == 200
    assert db.session.scalars(select(LoginSession.two_factors).order_by(LoginSession.id.desc())).first() is True
    assert db.session.scalar(select(func.count()).select_from(PendingStep)) == 0


def test_a_suspended_member_does_not_come_in_by_a_code(
    app: Atrium, client_of: Browser, alice: Person, moderator: Person, clock: Callable[..., datetime]
) -> None:
    secret, _codes = add_app(client_of(alice), alice)
    browser = begin(app, alice)
    sent = {"kind": "suspension", "hours": 24, "reason": "Three warnings"}
    assert client_of(moderator).post(f"/members/{alice.id}/sanctions", data=sent).status_code == 303
    clock(30)
    assert give(browser, code_now(secret)) == 422
    assert browser.get("/drafts").status_code == 303


def test_a_code_works_once(app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]) -> None:
    """ASVS 6.5.1: a one-time code is good for one use, and one that confirmed the app is used already."""
    secret, _codes = add_app(client_of(alice), alice)
    assert give(begin(app, alice), code_now(secret)) == 422
    clock(60)
    code = code_now(secret)
    assert give(begin(app, alice), code) == 303
    assert give(begin(app, alice), code) == 422
    assert give(begin(app, alice), code_now(secret, -1)) == 422, "nor does an earlier one"


def test_of_two_browsers_with_one_code_one_comes_in(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> None:
    secret, codes = add_app(client_of(alice), alice)
    clock(60)
    for code in (code_now(secret), codes[0]):
        browsers = [begin(app, alice) for _number in range(5)]
        with ThreadPoolExecutor(5) as threads:
            answers = sorted(threads.map(give, browsers, [code] * 5))
        assert answers == [303, 422, 422, 422, 422]


def test_recovery_codes_work_once_each_and_are_kept_as_digests(app: Atrium, client_of: Browser, alice: Person) -> None:
    """ASVS 6.5.2: at least 112 bits, so that a digest is enough."""
    browser = client_of(alice)
    _secret, codes = add_app(browser, alice)
    assert len(set(codes)) == 10
    kept = set(db.session.scalars(select(RecoveryCode.digest)))
    assert len(kept) == 10
    assert not kept & set(codes)
    assert give(begin(app, alice), codes[0].lower().replace("-", " ")) == 303
    assert give(begin(app, alice), codes[0]) == 422
    assert "9 recovery codes are left" in browser.get("/account/safety").text
    fresh = CODE.findall(browser.post("/account/safety/codes").text)
    assert give(begin(app, alice), codes[1]) == 422
    assert give(begin(app, alice), fresh[1]) == 303
    assert codes[2] not in browser.get("/account/safety").text


def test_after_some_wrong_codes_the_password_is_asked_for_again(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> None:
    secret, _codes = add_app(client_of(alice), alice)
    clock(60)
    browser = begin(app, alice)
    wrong = "000000" if code_now(secret) != "000000" else "111111"
    assert [give(browser, wrong) for _number in range(5)] == [422] * 5
    assert give(browser, code_now(secret)) == 422
    assert browser.get("/drafts").status_code == 303


@pytest.mark.once
@pytest.mark.limits
def test_codes_cannot_be_tried_at_will(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> None:
    """ASVS 6.3.1: guessing is limited, for one account from wherever it comes."""
    add_app(client_of(alice), alice)
    codes = []
    for _round in range(3):
        browser = begin(app, alice)
        codes += [give(browser, "123456") for _number in range(4)]
    assert codes.count(422) <= 9
    assert codes[-1] == 429


def test_a_step_belongs_to_one_browser_and_ends(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> None:
    secret, _codes = add_app(client_of(alice), alice)
    clock(60)
    assert give(app.test_client(), code_now(secret)) == 422
    assert app.test_client().get("/login/second").status_code == 303
    browser = begin(app, alice)
    clock(60 + 601)
    assert give(browser, code_now(secret)) == 422
    assert browser.get("/drafts").status_code == 303


def test_the_answer_to_a_wrong_password_is_the_same_with_a_second_factor(
    app: Atrium, client_of: Browser, alice: Person, bob: Person
) -> None:
    add_app(client_of(alice), alice)
    said = [
        app.test_client().post("/login", data={"email": address, "password": "not it at all"})
        for address in (alice.email, bob.email, "nobody@example.org")
    ]
    assert (
        len(
            {
                answer.text.replace(address, "")
                for answer, address in zip(said, (alice.email, bob.email, "nobody@example.org"), strict=True)
            }
        )
        == 1
    )
    assert {answer.status_code for answer in said} == {422}


def test_a_new_password_does_not_get_around_the_second_factor(
    app: Atrium, client_of: Browser, alice: Person, newest_link: Callable[[], str]
) -> None:
    add_app(client_of(alice), alice)
    browser = app.test_client()
    browser.post("/reset", data={"email": alice.email})
    assert browser.post(newest_link(), data={"password": PASSWORD + " anew"}).status_code == 303
    answer = browser.post("/login", data={"email": alice.email, "password": PASSWORD + " anew"})
    assert answer.headers["Location"].startswith("/login/second")


def test_an_app_counts_only_once_it_is_confirmed(app: Atrium, client_of: Browser, alice: Person) -> None:
    browser = client_of(alice)
    browser.post("/account/safety/app")
    assert browser.post("/account/safety/app/confirm", data={"code": "12345x"}).status_code == 422
    answer = app.test_client().post("/login", data={"email": alice.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_an_app_is_removed_with_its_codes(
    app: Atrium, client_of: Browser, alice: Person, mails: Callable[[], list[object]]
) -> None:
    browser = client_of(alice)
    add_app(browser, alice)
    assert browser.post("/account/safety/app").status_code == 422
    assert browser.post("/account/safety/app/remove").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert (
        app.test_client().post("/login", data={"email": alice.email, "password": PASSWORD}).headers["Location"] == "/"
    )
    assert [str(mail["Subject"]) for mail in mails()].count("The way you sign in at Atrium was changed") == 2  # type: ignore[index]


def test_an_administrator_helps_whoever_lost_everything(
    app: Atrium, client_of: Browser, alice: Person, bob: Person, administrator: Person
) -> None:
    add_app(client_of(alice), alice)
    assert client_of(bob).post(f"/members/{alice.id}/clear-factors").status_code == 403
    assert client_of(administrator).post(f"/members/{alice.id}/clear-factors").status_code == 303
    assert (
        app.test_client().post("/login", data={"email": alice.email, "password": PASSWORD}).headers["Location"] == "/"
    )


def test_events_hold_no_secret(client_of: Browser, alice: Person) -> None:
    secret, codes = add_app(client_of(alice), alice)
    payloads = " ".join(map(str, db.session.scalars(select(LoggedEvent.payload))))
    assert not [word for word in (secret, *codes) if word in payloads]


@pytest.mark.once
@pytest.mark.parametrize("code", ["", "1", "1" * 61, "١٢٣٤٥٦", "%00%00%00", "' OR 1=1--", "-" * 40])
def test_odd_codes_are_refused(app: Atrium, client_of: Browser, alice: Person, code: str) -> None:
    add_app(client_of(alice), alice)
    assert give(begin(app, alice), code) == 422


@pytest.fixture
def strict(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let roles need a second factor."""
    strict = app.extensions["settings"].model_copy(update={"second_factor": "staff"})
    monkeypatch.setitem(app.extensions, "settings", strict)


def test_roles_sleep_until_there_is_a_second_factor(
    app: Atrium,
    strict: None,
    client_of: Browser,
    administrator: Person,
    moderator: Person,
    alice: Person,
    clock: Callable[..., datetime],
) -> None:
    """ASVS 6.3.3: more than a password for whoever may do more."""
    browser = client_of(administrator)
    assert browser.get("/groups").headers["Location"] == "/account/safety?next=/groups"
    assert browser.post("/groups", data={"name": "A circle"}).status_code == 303
    assert browser.get(f"/members/{alice.id}/roles").status_code == 303
    assert "Your role asks for a second factor" in browser.get("/account/safety").text
    secret, _codes = add_app(browser, administrator)
    assert browser.get("/groups").status_code == 200
    clock(60)
    again = begin(app, administrator)
    assert give(again, code_now(secret)) == 303
    assert again.get("/groups").status_code == 200
    assert client_of(alice).get("/groups").status_code == 403
    assert client_of(moderator).get("/groups").status_code == 303
