"""The personal home page: arranged by each member, the same on every device, and never with another kind's panels."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Member, Role
from accounts.panels.arranging import Move, arrangement, layout_of, move, reset
from contributions import taking_down
from contributions.models import Space
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person, make_person

Browser = Callable[[Person], FlaskClient]
MEMBER = ["news", "followed", "newest", "drafts", "own-questions", "waiting", "ideas"]
EXTRA = {
    Role.NONE: set(),
    Role.STAFF: {"overdue"},
    Role.PRODUCT_MANAGER: {"overdue"},
    Role.CURATOR: {"overdue"},
    Role.MODERATOR: {"hidden"},
    Role.ADMINISTRATOR: {"overdue", "hidden", "joined"},
}
DEEDS = ("up", "down", "close", "open", "wide", "narrow", "at")


def panels_on(page: str) -> list[str]:
    return re.findall(r'<h2 id="panel-([a-z-]+)"', page)


def arranged(page: str) -> list[str]:
    return re.findall(r'<li id="panel-([a-z-]+)"', page)


@pytest.mark.once
@pytest.mark.parametrize("role", list(EXTRA))
def test_a_kind_never_sees_the_panels_of_another(client_of: Browser, role: Role) -> None:
    person = make_person("Somebody", role)
    browser = client_of(person)
    expected = set(MEMBER) | EXTRA[role]
    assert set(panels_on(browser.get("/").text)) == expected
    assert set(arranged(browser.get("/account/panels").text)) == expected
    for key in set().union(*EXTRA.values()) - expected:
        assert browser.post(f"/account/panels/{key}", data={"do": "up"}).status_code == 404


def test_who_loses_a_role_loses_its_panels(client_of: Browser, staff: Person) -> None:
    browser = client_of(staff)
    browser.post("/account/panels/overdue", data={"do": "at", "place": 0})
    assert panels_on(browser.get("/").text)[0] == "overdue"

    with unit_of_work():
        db.session.get_one(Member, staff.id).roles_held = Role.NONE
    assert "overdue" not in panels_on(browser.get("/").text)


def test_whoever_is_not_signed_in_sees_the_plain_page(client: FlaskClient) -> None:
    page = client.get("/").text
    assert panels_on(page) == []
    assert "Ask, answer, and shape what comes next" in page


def test_the_order_is_the_same_on_every_device(client_of: Browser, alice: Person, bob: Person) -> None:
    here = client_of(alice)
    before = panels_on(here.get("/").text)
    here.post("/account/panels/ideas", data={"do": "at", "place": 0})
    here.post("/account/panels/news", data={"do": "down"})
    here.post("/account/panels/waiting", data={"do": "close"})
    here.post("/account/panels/drafts", data={"do": "wide"})
    there = client_of(alice)
    shown = panels_on(there.get("/").text)
    assert shown[:2] == ["ideas", *[key for key in before if key not in {"ideas", "news"}][:1]]
    assert "waiting" not in shown
    assert 'panel-wide" aria-labelledby="panel-drafts"' in there.get("/").text
    assert panels_on(client_of(bob).get("/").text) == before
    there.post("/account/panels/reset")
    assert panels_on(here.get("/").text) == before


def test_panels_show_what_is_the_members_own(
    client_of: Browser, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    own = factories.ask(alice, public_space, "Why does my needle tremble?")
    factories.ask(bob, public_space, "What does a gauge count at night?")
    factories.answer(bob, own)
    worker()
    browser = client_of(alice)
    browser.post("/drafts/discuss", data={"title": "Begun by me", "body": "", "tags": ""})
    page = browser.get("/").text
    parts = dict(zip(panels_on(page), re.split(r'<h2 id="panel-', page)[1:], strict=True))
    assert "Why does my needle" in parts["own-questions"]
    assert "Why does my needle" in parts["followed"]
    assert "Why does my needle" in parts["news"]
    assert "Why does my needle" not in parts["newest"]
    assert "gauge count" in parts["newest"]
    assert "gauge count" in parts["waiting"]
    assert "Begun by me" in parts["drafts"]
    assert 'href="/discussions/new"' in parts["drafts"]


def test_no_panel_shows_what_its_reader_may_not_see(
    client_of: Browser,
    moderator: Person,
    alice: Person,
    bob: Person,
    staff_space: Space,
    public_space: Space,
    staff: Person,
) -> None:
    factories.ask(staff, staff_space, "A secret of the house")
    hidden = factories.ask(bob, public_space, "Something unkind")
    with unit_of_work():
        taking_down.hide(moderator.viewer, hidden.id, "Unkind")
    assert "A secret of the house" in client_of(staff).get("/").text
    page = client_of(alice).get("/").text
    assert "A secret of the house" not in page
    assert "Something unkind" not in page
    shown = client_of(moderator).get("/").text
    assert "Something unkind" in shown
    assert "A secret of the house" not in shown


def test_all_panels_take_one_statement(
    client_of: Browser,
    count_queries: Callable[[], AbstractContextManager[Any]],
    administrator: Person,
    alice: Person,
    public_space: Space,
) -> None:
    """Session, arrangement, panels and spaces: four, with every panel open."""
    browser = client_of(administrator)
    taken = []
    for number in (0, 8):
        for _each in range(number):
            factories.answer(administrator, factories.ask(alice, public_space))
        with count_queries() as statements:
            assert len(panels_on(browser.get("/").text)) == 10
        taken.append(statements.count)
    assert taken == [4, 4]


def test_arranging_in_two_tabs_at_once_loses_nothing(client_of: Browser, alice: Person) -> None:
    browsers = [client_of(alice) for _number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        codes = set(
            threads.map(
                lambda pair: pair[1].post(f"/account/panels/{pair[0]}", data={"do": "close"}).status_code,
                zip(MEMBER, browsers, strict=False),
            )
        )
    assert codes == {303}
    assert panels_on(browsers[0].get("/").text) == [MEMBER[-1]]


@pytest.mark.once
@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"do": "at", "place": "-1"}, {"do": "at", "place": "9" * 30}])
def test_what_cannot_be_done_is_refused(client_of: Browser, alice: Person, sent: dict[str, str]) -> None:
    browser = client_of(alice)
    assert browser.post("/account/panels/news", data=sent).status_code == 400
    assert browser.post("/account/panels/nonsense", data={"do": "up"}).status_code == 404


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(MEMBER), st.sampled_from(DEEDS), st.integers(0, 12)), max_size=12))
def test_no_panel_is_ever_lost_or_doubled(alice: Person, moves: list[tuple[str, str, int]]) -> None:
    for key, deed, place in moves:
        move(alice.viewer, key, Move(do=deed, place=place))
    placed = arrangement(alice.viewer, layout_of(alice.viewer))
    assert sorted(one.panel.key for one in placed) == sorted(MEMBER)
    for key in MEMBER:
        last = [deed for moved, deed, _place in moves if moved == key and deed in {"close", "open"}][-1:]
        assert next(one.closed for one in placed if one.panel.key == key) == (last == ["close"])
    reset(alice.viewer)
    db.session.rollback()
