"""Tags: folded, each once, in their order; the pages of tags; and odd input."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select

from contributions.models import Space, Tag
from contributions.schemas import TAG, ThreadDraft, fold_tag
from contributions.tagging import tags_of
from core.database import db
from tests import factories
from tests.community.reading import threads_on
from tests.modest import modest
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]


def names(given_tags: Any) -> list[str]:
    return ThreadDraft(
        title="A title of a thread", body="A body of a thread, long enough.", space=1, tags=given_tags
    ).tags


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", []),
        ("one, two three", ["one", "two", "three"]),
        ("Imap IMAP \uff49\uff4d\uff41\uff50", ["imap"]),
        ("#needle [sun]", ["needle", "sun"]),
        ("c++, c#, node.js", ["c++", "c#", "node.js"]),
        (".net", None),
        ("Straße", ["strasse"]),
        ("気圧計", ["気圧計"]),
        ("<script>", None),
        ("a/b", None),
        ("-", None),
        ("x" * 36, None),
        ("a b c d e f g", None),
        ("a b c d e f", ["a", "b", "c", "d", "e", "f"]),
        (["One", "two"], ["one", "two"]),
        ([["nested"]], None),
        ({"a": 1}, None),
        (7, None),
    ],
)
def test_tags_are_folded_or_refused(typed: object, kept: list[str] | None) -> None:
    if kept is None:
        with pytest.raises(ValidationError):
            names(typed)
    else:
        assert names(typed) == kept


@pytest.mark.once
@modest
@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_clean_tags_or_is_refused(typed: str) -> None:
    try:
        kept = names(typed)
    except ValidationError:
        return
    assert len(kept) == len(set(kept)) <= 6
    for name in kept:
        assert TAG.match(name)
        assert len(name) <= 35
        assert names(name) == [name], "a kept tag can be typed again"


@modest
@given(st.text(min_size=1, max_size=40))
def test_folding_twice_is_folding_once(typed: str) -> None:
    once = fold_tag(typed)
    assert not TAG.match(once) or fold_tag(once) == once


def test_every_page_of_tags_takes_every_tag(
    client: FlaskClient, worker: Work, alice: Person, public_space: Space
) -> None:
    odd = ["c++", "node.js", "気圧計", "a+b", "c#", "ünder_score"]
    asked = factories.ask(alice, public_space, tags=odd)
    worker()
    assert tags_of(asked.id) == odd
    listed = client.get("/tags").text
    for name in odd:
        assert f">{name}<" in listed.replace(" <", "<").replace("\n", "") or name in listed
        assert threads_on(client.get(f"/tags/{quote(name)}").text) == [asked.id]
        assert {"name": name, "count": 1} in client.get("/tags/suggest", query_string={"q": name[:2]}).get_json()
    page = client.get(f"/questions/{asked.id}").headers["Location"]
    for address in (page, "/questions", "/tags", "/"):
        for link in re.findall(r'href="(/tags/[^"?]+)"', client.get(address).text):
            assert client.get(link).status_code == 200, link


def test_tags_are_listed_by_use(client: FlaskClient, worker: Work, alice: Person, public_space: Space) -> None:
    for tags in (["common", "rare"], ["common"], ["common", "middle"], ["middle"]):
        factories.ask(alice, public_space, tags=tags)
    worker()
    assert [row["name"] for row in client.get("/tags/suggest?q=").get_json()] == []
    page = client.get("/tags").text
    assert page.index("/tags/common") < page.index("/tags/middle") < page.index("/tags/rare")
    assert "/tags/rare" in client.get("/tags?q=RA").text
    assert "/tags/common" not in client.get("/tags?q=RA").text.split("<main>")[1].split("</main>")[0]


@pytest.mark.parametrize("text", ["%", "_", "%25", "c\\", "'", '"', "\x00"])
def test_what_is_typed_is_no_pattern(
    client: FlaskClient, worker: Work, alice: Person, public_space: Space, text: str
) -> None:
    factories.ask(alice, public_space, tags=["common"])
    worker()
    response = client.get("/tags/suggest", query_string={"q": text})
    assert response.status_code in {200, 400}
    assert "common" not in response.text


def test_a_tag_that_nobody_carries_has_no_page(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, tags=["lonely"])
    worker()
    assert client.get("/tags/lonely").status_code == 200
    client_of(alice).post(f"/contributions/{asked.id}/delete")
    worker()
    assert client.get("/tags/lonely").status_code == 404
    assert client.get("/tags/never-heard-of").status_code == 404
    assert db.session.scalars(select(Tag.public_count).where(Tag.name == "lonely")).one() == 0


def test_tags_of_closed_spaces_are_known_to_no_stranger(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, bob: Person, group_space: Space
) -> None:
    """Guards against CVE-2024-45297: hidden tags shown by a filter."""
    asked = factories.ask(alice, group_space, tags=["conspiracy"])
    worker()
    for reader in (client, client_of(bob)):
        assert reader.get("/tags/conspiracy").status_code == 404
        for address in ("/tags", "/tags?q=con", "/tags/suggest?q=con", "/", "/questions"):
            assert "conspiracy" not in reader.get(address).text
    assert threads_on(client_of(alice).get("/tags/conspiracy").text) == [asked.id]


def test_closing_a_space_takes_its_tags_out_of_the_public(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, administrator: Person, public_space: Space
) -> None:
    factories.ask(alice, public_space, tags=["conspiracy"])
    worker()
    assert "conspiracy" in client.get("/tags").text
    closed = {"name": "Public", "visibility": "staff", "posting": "readers", "position": "0"}
    assert client_of(administrator).post(f"/spaces/{public_space.slug}/edit", data=closed).status_code == 303
    worker()
    for address in ("/tags", "/tags/suggest?q=con", "/questions", "/"):
        assert "conspiracy" not in client.get(address).text
    assert client.get("/tags/conspiracy").status_code == 404


def test_a_tag_that_an_edit_took_off_counts_no_longer(
    client_of: Open, worker: Work, alice: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, tags=["old", "both"])
    worker()
    words = {"title": asked.title, "body": asked.body, "tags": "both, new", "revision": "0"}
    client_of(alice).post(f"/contributions/{asked.id}/edit", data=words)
    worker()
    counts = {row.name: row.public_count for row in db.session.execute(select(Tag.name, Tag.public_count))}
    assert counts == {"old": 0, "both": 1, "new": 1}
