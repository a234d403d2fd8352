"""The search page: operators, snippets, shareable addresses, and nothing of what the reader may not see."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from community.models import Question
from contributions.models import Space
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import follow_pages, path_of, words_of
from tests.modest import modest
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]


def found(client: FlaskClient, query: str) -> list[str]:
    response = client.get("/search", query_string={"q": query}, follow_redirects=True)
    assert response.status_code == 200
    main = response.text.split("<main>")[1]
    return re.findall(r'class="card-title"><a href="([^"]+)"', main)


@pytest.fixture
def library(worker: Work, alice: Person, bob: Person, staff: Person, public_space: Space) -> dict[str, int]:
    """A few threads, indexed."""
    lamp = factories.ask(
        alice,
        public_space,
        title="How do I clean the lantern?",
        body="The lantern is sooty after the storm.",
        tags=["lantern"],
    )
    reply = factories.answer(staff, lamp, "Wipe the lanterns with vinegar and patience.")
    other = factories.ask(
        bob,
        factories.make_space("Workshop"),
        title="Which vinegar is best for brass?",
        body="There are so many kinds of it.",
        tags=["brass"],
    )
    talk = factories.discuss(
        bob, public_space, title="What the storm left behind", body="Show us pictures of the morning after."
    )
    worker()
    return {"lamp": lamp.id, "reply": reply.id, "other": other.id, "talk": talk.id}


OPERATORS: list[tuple[str, set[str]]] = [
    ("lantern", {"lamp"}),
    ("lanterns", {"lamp"}),
    ("storm", {"lamp", "talk"}),
    ('"lantern is sooty"', {"lamp"}),
    ('"sooty lantern"', set()),
    ("storm -lantern", {"talk"}),
    ("[brass]", {"other"}),
    ("tag:lantern", {"lamp"}),
    ("author:Bob vinegar", {"other"}),
    ("space:Workshop", {"other"}),
    ("space:workshop vinegar", {"other"}),
    ("is:question storm", {"lamp"}),
    ("is:discussion storm", {"talk"}),
    ("is:unanswered vinegar", {"other"}),
    ("in:title storm", {"talk"}),
    ("created:>2020 storm", {"lamp", "talk"}),
    ("created:<2020 storm", set()),
    ("score:>3 storm", set()),
    ("lantren", {"lamp"}),
]


def test_operators(client: FlaskClient, library: dict[str, int]) -> None:
    for query, names in OPERATORS:
        addresses = found(client, query)
        assert {
            name for name, key in library.items() if any(re.search(rf"/{key}(/|$)", address) for address in addresses)
        } - {"reply"} == names - {"reply"}, query


def test_every_result_leads_somewhere(client: FlaskClient, library: dict[str, int]) -> None:
    for address in found(client, "vinegar"):
        assert client.get(address, follow_redirects=True).status_code == 200


def test_snippets_mark_the_words(client: FlaskClient, library: dict[str, int]) -> None:
    page = client.get("/search?q=sooty").text
    assert "<mark>sooty</mark>" in page


def test_one_thread_can_be_searched(client: FlaskClient, library: dict[str, int]) -> None:
    addresses = found(client, f"thread:{library['lamp']} vinegar")
    assert addresses == [f"/contributions/{library['reply']}"]
    page = client.get("/search", query_string={"q": f"vinegar thread:{library['lamp']}"}, follow_redirects=True).text
    assert "Searched in one thread only." in words_of(page)


def test_the_address_is_the_shortest_that_says_the_same(client: FlaskClient, library: dict[str, int]) -> None:
    """Guards against the search of FlaskBB, whose results have no address."""
    response = client.get("/search", query_string={"q": "  lantern   storm "})
    assert response.status_code == 302
    assert path_of(response) == "/search?q=lantern+storm"
    assert found(client, "lantern storm") == found(client, "storm lantern") != []


@modest
@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60))
def test_whatever_is_typed_is_searched_after_one_step_at_most(
    client: FlaskClient, library: dict[str, int], typed: str
) -> None:
    response = client.get("/search", query_string={"q": typed})
    if response.status_code == 302:
        response = client.get(path_of(response))
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_a_long_query_is_refused_in_words(client: FlaskClient, library: dict[str, int]) -> None:
    response = client.get("/search", query_string={"q": "lantern " * 100})
    assert response.status_code == 422
    assert "too long" in response.text


def test_many_results_have_pages(client: FlaskClient, worker: Work, alice: Person, public_space: Space) -> None:
    made = [factories.ask(alice, public_space, title=f"About the gnomon, part {number}") for number in range(45)]
    worker()
    pages = follow_pages(client, "/search?q=gnomon")
    keys = [int(key) for page in pages for key in re.findall(r'href="/questions/(\d+)/about', page)]
    assert sorted(keys) == [thread.id for thread in made]
    assert "45 results" in words_of(pages[0])


@pytest.mark.parametrize("how", ["space", "hide", "delete", "hide question", "staff space"])
def test_what_is_closed_is_in_no_result_no_total_and_no_suggestion(
    client: FlaskClient,
    client_of: Open,
    worker: Work,
    alice: Person,
    bob: Person,
    moderator: Person,
    group_space: Space,
    public_space: Space,
    staff_space: Space,
    how: str,
) -> None:
    """Guards against FlaskBB's unfiltered search and CVE-2024-24748: results, counts and guesses from closed rooms."""
    space = {"space": group_space}.get(how, public_space)
    asked = factories.ask(alice, space, title="The secret of the zanzibar clock")
    answer = factories.answer(alice, asked, "It is wound with a quokka key.")
    if how == "staff space":
        asked.space_id = answer.space_id = staff_space.id
        db.session.commit()
    worker()
    if how == "hide question":
        client_of(moderator).post(f"/contributions/{asked.id}/hide")
    elif how in {"hide", "delete"}:
        for key in (answer.id, asked.id):
            client_of(moderator).post(f"/contributions/{key}/{how}")
    worker()
    for reader in (client, client_of(bob)):
        for query in (
            "zanzibar",
            "quokka",
            "zanzibra",
            "quoka",
            "clock",
            "author:Alice",
            "is:answer",
            "space:circle",
            f"thread:{asked.id}",
            "zanz",
            '"quokka key"',
        ):
            page = reader.get("/search", query_string={"q": query}, follow_redirects=True).text
            text = words_of(page.split("<main>")[1]).replace(query, "")
            assert "zanzibar" not in text, query
            assert "quokka" not in text, query
            assert not re.search(r"\b[1-9]\d* results?\b", text), query


def test_what_was_hidden_is_gone_from_search_before_the_worker_runs(
    client: FlaskClient,
    client_of: Open,
    worker: Work,
    moderator: Person,
    alice: Person,
    bob: Person,
    question: Question,
) -> None:
    """Guards against CVE-2026-32244: what was derived from words outlives them."""
    factories.answer(bob, question, "Turn it by a quokka.")
    worker()
    assert len(found(client, "quokka")) == 1
    client_of(moderator).post(f"/contributions/{question.id}/hide")
    for reader in (client, client_of(bob)):
        page = reader.get("/search?q=quokka").text
        assert "needle" not in page
        assert "Turn it by" not in page


def test_a_query_shown_again_is_text(client: FlaskClient, library: dict[str, int]) -> None:
    """Guards against CVE-2021-32671: markup through the search box."""
    page = client.get("/search", query_string={"q": '"><script>alert(1)</script>'}, follow_redirects=True).text
    assert "<script>alert" not in page


def test_the_empty_page_of_a_member_is_not_kept_for_others(app: Atrium, client_of: Open, alice: Person) -> None:
    cookie = client_of(alice).get_cookie("atrium")
    assert cookie is not None
    odd = {"Cookie": f"atrium ={cookie.value}"}
    app.test_client(use_cookies=False).get("/search", headers=odd)
    assert "Alice" not in app.test_client().get("/search").text
