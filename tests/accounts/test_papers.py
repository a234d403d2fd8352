"""Terms and privacy notes: versions, who agreed to which and when, and the question that comes before the next step."""

import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.leaving.taking_along import packed
from accounts.models import Member
from accounts.papers.agreeing import PaperDraft, publish_paper
from accounts.papers.models import Agreement, Paper
from core.database import db, unit_of_work
from tests.people import Person

Browser = Callable[[Person], FlaskClient]
WORDS = "Be kind, and bring what you have **measured**."


def put_in_force(administrator: Person, kind: str = "terms", words: str = WORDS) -> int:
    with unit_of_work():
        paper = publish_paper(administrator.viewer, PaperDraft(kind=kind, body=words))
    return paper.id


def test_a_member_is_asked_before_the_next_step_and_led_on(
    client_of: Browser, alice: Person, administrator: Person
) -> None:
    browser = client_of(alice)
    assert browser.get("/drafts").status_code == 200
    key = put_in_force(administrator)
    asked = browser.get("/drafts?x=1")
    assert asked.headers["Location"] == "/account/agreements?next=/drafts?x%3D1"
    page = browser.get(asked.headers["Location"])
    assert "<strong>measured</strong>" in page.text
    assert browser.get("/").status_code == 200, "reading stays free"
    assert browser.get("/account/data").status_code == 200, "and so does the way out"
    answer = browser.post("/account/agreements", data={"paper": key, "next": "/drafts"})
    assert answer.headers["Location"] == "/drafts"
    assert browser.get("/drafts").status_code == 200


def test_what_is_sent_meanwhile_is_not_lost(client_of: Browser, alice: Person, administrator: Person) -> None:
    put_in_force(administrator)
    fields = {"title": "", "body": "begun", "tags": ""}
    assert client_of(alice).post("/drafts/ask", data=fields).headers["Location"] == "/drafts"


def test_a_new_version_asks_again_and_the_old_agreement_stays(
    client_of: Browser, alice: Person, administrator: Person
) -> None:
    browser = client_of(alice)
    first = put_in_force(administrator)
    browser.post("/account/agreements", data={"paper": first})
    second = put_in_force(administrator, words=WORDS + " And sign it.")
    assert browser.get("/drafts").status_code == 303
    browser.post("/account/agreements", data={"paper": [first, second]})
    assert browser.get("/drafts").status_code == 200
    page = browser.get("/account/agreements").text
    assert "version 1" in page
    assert "version 2" in page
    assert db.session.scalars(select(Paper.version).order_by(Paper.id)).all() == [1, 2]


def test_nobody_agrees_to_what_they_were_not_shown(client_of: Browser, alice: Person, administrator: Person) -> None:
    browser = client_of(alice)
    first = put_in_force(administrator)
    put_in_force(administrator, "privacy", "We keep as little of you as we can.")
    browser.post("/account/agreements", data={"paper": [first, "x", "-1", "9" * 30]})
    assert db.session.scalars(select(Agreement.paper_id)).all() == [first]
    assert browser.get("/drafts").status_code == 303


def test_agreements_are_in_the_copy(client_of: Browser, alice: Person, administrator: Person) -> None:
    key = put_in_force(administrator)
    client_of(alice).post("/account/agreements", data={"paper": key})
    copy = zipfile.ZipFile(io.BytesIO(packed(db.session.get_one(Member, alice.id))))
    rows = json.loads(copy.read("rows/agreement.member_id.json"))
    assert [row["paper_id"] for row in rows] == [key]
    assert rows[0]["agreed_at"].endswith("Z")


def test_agreeing_twice_at_once_is_one_agreement(client_of: Browser, alice: Person, administrator: Person) -> None:
    key = put_in_force(administrator)
    browsers = [client_of(alice) for _number in range(5)]
    with ThreadPoolExecutor(5) as threads:
        codes = set(threads.map(lambda one: one.post("/account/agreements", data={"paper": key}).status_code, browsers))
    assert codes == {303}
    assert len(db.session.scalars(select(Agreement)).all()) == 1


def test_only_administrators_publish_and_everybody_reads(
    client: FlaskClient, client_of: Browser, alice: Person, administrator: Person
) -> None:
    given = {"kind": "privacy", "body": "<script>alert(1)</script> We keep *little* of you."}
    assert client_of(alice).post("/papers", data=given).status_code == 403
    assert client.get("/papers/privacy").status_code == 404
    assert client_of(administrator).post("/papers", data=given).status_code == 303
    page = client.get("/papers/privacy").text
    assert "<em>little</em>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("given", [{"kind": "terms", "body": "short"}, {"kind": "other", "body": WORDS}, {}])
def test_what_cannot_be_published_is_said(client_of: Browser, administrator: Person, given: dict[str, str]) -> None:
    assert client_of(administrator).post("/papers", data=given).status_code == 422


def test_a_wrong_way_on_stays_here(client_of: Browser, alice: Person) -> None:
    """Guards against CVE-2024-21641: sent away by an address in an address."""
    answer = client_of(alice).post("/account/agreements", data={"next": "https://example.org/"})
    assert answer.headers["Location"] == "/account/data"
