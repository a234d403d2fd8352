"""What programs fetch: feeds, the site map and the rules for robots hold what everybody may read, and nothing else."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from community.models import Question
from contributions import taking_down
from contributions.models import Space
from contributions.publishing import sitemap
from core.database import db
from tests import factories
from tests.people import Person

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
Get = Callable[..., ET.Element]


@pytest.fixture
def fetch(client: FlaskClient) -> Get:
    """Fetch an XML document as a program does."""

    def get(address: str) -> ET.Element:
        response = client.get(address)
        assert response.status_code == 200
        assert response.mimetype in {"application/atom+xml", "application/xml"}
        return ET.fromstring(response.data)  # noqa: S314

    return get


def titles(feed: ET.Element) -> list[str]:
    return [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)]


def locations(document: ET.Element) -> list[str]:
    return [each.text or "" for each in document.iterfind(".//s:loc", MAP)]


def test_a_feed_holds_the_newest_first(fetch: Get, alice: Person, public_space: Space) -> None:
    factories.ask(alice, public_space, "Why is the <dial> frozen?", body="It was **cold** & wet.", tags=["dial"])
    asked = factories.ask(alice, public_space, "Which way does the vane point?")

    feed = fetch("/feed.atom")

    assert titles(feed) == ["Which way does the vane point?", "Why is the <dial> frozen?"]
    first, second = feed.findall("a:entry", ATOM)
    assert first.findtext("a:id", "", ATOM) == f"http://localhost/contributions/{asked.id}"
    assert first.findtext("a:author/a:name", "", ATOM) == "Alice"
    assert "<strong>cold</strong> &amp; wet." in second.findtext("a:content", "", ATOM)
    assert [tag.get("term") for tag in second.findall("a:category", ATOM)] == ["dial"]


def test_a_feed_is_limited_as_its_address_says(fetch: Get, alice: Person, bob: Person, public_space: Space) -> None:
    other = factories.make_space("Other")
    dial = factories.ask(alice, public_space, "Why is the dial frozen?", tags=["dial"])
    factories.ask(bob, other, "Which way does the vane point?")
    factories.answer(bob, dial, "Because of the frost.")
    factories.discuss(alice, public_space, "What the frost did")

    assert titles(fetch("/feed.atom?tag=dial")) == ["Why is the dial frozen?"]
    assert titles(fetch("/feed.atom?space=other")) == ["Which way does the vane point?"]
    assert titles(fetch("/feed.atom?kind=discussion")) == ["What the frost did"]
    assert titles(fetch(f"/feed.atom?thread={dial.id}")) == [
        "Answer: Why is the dial frozen?",
        "Why is the dial frozen?",
    ]
    assert len(titles(fetch(f"/feed.atom?member={bob.id}"))) == 2
    for nothing in ("tag=none", "space=none", "kind=none", "thread=x", "member=0", f"thread={'9' * 19}"):
        assert titles(fetch(f"/feed.atom?{nothing}")) == []


def test_an_entry_leads_to_its_post(fetch: Get, client: FlaskClient, alice: Person, public_space: Space) -> None:
    asked = factories.ask(alice, public_space)
    factories.answer(alice, asked)
    for entry in fetch(f"/feed.atom?thread={asked.id}").findall("a:entry", ATOM):
        link = entry.find("a:link", ATOM)
        assert link is not None
        assert (
            client.get(link.get("href", "").removeprefix("http://localhost"), follow_redirects=True).status_code == 200
        )


def test_only_what_everybody_may_read_is_published(
    fetch: Get, client_of: Callable[[Person], FlaskClient], alice: Person, moderator: Person, public_space: Space,
    members_space: Space, group_space: Space,
) -> None:  # fmt: skip
    for space in (members_space, group_space):
        factories.ask(alice, space, "A question behind a door")
    hidden = factories.ask(alice, public_space, "A question that was hidden")
    taking_down.hide(moderator.viewer, hidden.id, "Not here.")
    db.session.commit()

    addresses = [
        "/feed.atom",
        f"/feed.atom?member={alice.id}",
        "/feed.atom?space=members",
        f"/feed.atom?thread={hidden.id}",
    ]
    for address in addresses:
        assert titles(fetch(address)) == []
        signed_in = client_of(alice).get(address)
        assert titles(ET.fromstring(signed_in.data)) == []  # noqa: S314
    assert all("question" not in place.removesuffix("/questions") for place in locations(fetch("/sitemap/1.xml")))


def test_the_site_map_names_every_thread_once(
    fetch: Get, alice: Person, public_space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [factories.ask(alice, public_space, f"Why does needle {number} tremble?") for number in range(7)]
    monkeypatch.setattr(sitemap, "IDS_IN_A_PART", 3)

    parts = locations(fetch("/sitemap.xml"))
    last = parts[max(made[0].id // 3 - 1, 0) :]
    found = [place for part in last for place in locations(fetch(part.removeprefix("http://localhost")))]

    threads = [place for place in found if place.count("/") > 3]
    assert sorted(threads) == sorted(
        f"http://localhost/questions/{asked.id}/why-does-needle-{number}-tremble" for number, asked in enumerate(made)
    )


def test_no_part_lies_beyond_the_last(client: FlaskClient) -> None:
    for number in ("0", "2", str(2**63 - 1), "9" * 30):
        assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_robots_find_the_site_map(client: FlaskClient) -> None:
    said = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml\n" in said
    assert "Disallow: /search\n" in said


def test_lists_name_their_feeds(
    client: FlaskClient, worker: Callable[[], None], alice: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, tags=["c#"])
    worker()
    for address, feed in (
        ("/questions", "/feed.atom"),
        ("/spaces/public", "/feed.atom?space=public"),
        ("/tags/c%23", "/feed.atom?tag=c%23"),
        (f"/questions/{asked.id}/why-does-the-needle-tremble", f"/feed.atom?thread={asked.id}"),
    ):
        assert f'type="application/atom+xml" title="Atrium" href="{feed}"' in client.get(address).text


def test_a_question_page_says_what_it_is_to_search_engines(
    client: FlaskClient, alice: Person, bob: Person, public_space: Space
) -> None:
    asked: Question = factories.ask(alice, public_space)
    accepted, other = factories.answer(bob, asked), factories.answer(bob, asked)
    asked.accepted_answer_id = accepted.id
    db.session.commit()

    page = client.get(f"/questions/{asked.id}/why-does-the-needle-tremble").text

    assert page.count('itemtype="https://schema.org/QAPage"') == 1
    assert page.count('itemprop="mainEntity" itemscope itemtype="https://schema.org/Question"') == 1
    assert '<meta itemprop="answerCount" content="2">' in page
    assert f'itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer" id="p{accepted.id}"' in page
    assert f'itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer" id="p{other.id}"' in page


def test_a_part_without_threads_is_empty(
    fetch: Get, alice: Person, moderator: Person, public_space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = factories.ask(alice, public_space)
    asked = [factories.ask(alice, public_space) for _number in range(5)][-1]
    monkeypatch.setattr(sitemap, "IDS_IN_A_PART", 3)
    for key in range(hidden.id, asked.id):
        taking_down.hide(moderator.viewer, key, "Not here.")
    db.session.commit()

    assert [place for place in locations(fetch(f"/sitemap/{hidden.id // 3 + 1}.xml")) if "/why" in place] == []
    assert len([place for place in locations(fetch(f"/sitemap/{asked.id // 3 + 1}.xml")) if "/why" in place]) == 1
