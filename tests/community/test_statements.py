"""How many SQL statements a page takes: few, and the same for one row as for many."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient

from contributions.models import Space
from tests import factories
from tests.people import Person

MOST = 6
LISTS = [
    "/",
    "/questions",
    "/questions?order=active",
    "/questions?order=hot",
    "/questions?order=unanswered",
    "/discussions",
    "/ideas",
    "/knowledge",
    "/knowledge/suggestions",
    "/spaces",
    "/spaces/public",
    "/tags",
    "/tags/sun",
    "/members",
    "/members/{member}",
    "/members/{member}/contributions",
    "/members/{member}/reputation",
    "/search",
    "/search?q=needle",
    "/search?q=needle+trembles",
    "/notifications",
    "/drafts",
    "/account/panels",
    "/questions/ask",
]


@pytest.fixture
def statements(count_queries: Callable[[], AbstractContextManager[Any]]) -> Callable[[FlaskClient, str], int]:
    """Count the statements of one page."""

    def count(client: FlaskClient, address: str) -> int:
        with count_queries() as counted:
            assert client.get(address).status_code == 200, address
        return int(counted.count)

    return count


def fill(alice: Person, bob: Person, space: Space, number: int) -> None:
    for _each in range(number):
        asked = factories.ask(alice, space, tags=["sun", "needle"])
        factories.remark(alice, factories.answer(bob, asked))
        factories.remark(bob, factories.discuss(alice, space))


def test_lists_take_as_many_statements_for_many_rows_as_for_one(
    app: Any,
    client: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    worker: Callable[[], None],
    statements: Callable[[FlaskClient, str], int],
    alice: Person,
    bob: Person,
    public_space: Space,
) -> None:
    """Guards against the index of FlaskBB, which counts everything at every view."""
    taken: dict[tuple[str, bool], list[int]] = {}
    member = client_of(alice)
    for number in (1, 12):
        fill(alice, bob, public_space, number)
        worker()
        for address, reader in [(address, reader) for address in LISTS for reader in (client, member)]:
            if reader is client and address in {
                "/knowledge/suggestions",
                "/notifications",
                "/drafts",
                "/account/panels",
                "/questions/ask",
            }:
                continue
            app.wsgi_app.pages.clear()
            counted = statements(reader, address.format(member=bob.id))
            taken.setdefault((address, reader is member), []).append(counted)
    assert {asked: numbers for asked, numbers in taken.items() if numbers[0] != numbers[1]} == {}
    assert {asked: numbers[0] for asked, numbers in taken.items() if numbers[0] > MOST} == {}


def test_threads_take_as_many_statements_for_many_posts_as_for_none(
    app: Any,
    client: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    statements: Callable[[FlaskClient, str], int],
    alice: Person,
    bob: Person,
    public_space: Space,
) -> None:
    readers = [client, client_of(bob)]
    asked, talk = factories.ask(alice, public_space, tags=["sun"]), factories.discuss(alice, public_space)
    addresses = [
        f"/questions/{asked.id}/why-does-the-needle-tremble",
        f"/discussions/{talk.id}/what-did-you-measure-today",
        f"/contributions/{asked.id}/comments",
        f"/contributions/{asked.id}/history",
    ]
    taken: dict[tuple[int, str], list[int]] = {}
    for number in (0, 1, 25):
        for _each in range(number):
            answer = factories.answer(bob, asked)
            factories.remark(alice, answer)
            factories.remark(bob, asked)
            factories.remark(bob, talk)
        for asking in [(number, address) for number in (0, 1) for address in addresses]:
            app.wsgi_app.pages.clear()
            taken.setdefault(asking, []).append(statements(readers[asking[0]], asking[1]))
    assert max(max(numbers) for numbers in taken.values()) <= MOST, taken
    for numbers in taken.values():
        assert numbers[1] == numbers[2], taken
        assert numbers[0] <= numbers[1], taken
    far = f"{addresses[0]}?at={answer.id}", f"{addresses[0]}?at={factories.remark(bob, answer).id}"
    for reader, address in [(reader, address) for reader in readers for address in far]:
        app.wsgi_app.pages.clear()
        assert statements(reader, address) <= MOST + 2, "a far post is looked for first"


def test_a_kept_page_takes_one_statement(
    client: FlaskClient, statements: Callable[[FlaskClient, str], int], alice: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space)
    for address in ("/", "/questions", f"/questions/{asked.id}/why-does-the-needle-tremble"):
        client.get(address)
        assert statements(client, address) == 1
