"""From two questions to one, and from that to a knowledge page that many hands keep."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from accounts.models import Role
from community.accepting import accept_answer
from contributions.models import Space
from core.database import db, unit_of_work
from tests import factories
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import said, scripted, words
from tests.people import Person, make_person

pytestmark = [pytest.mark.once, pytest.mark.browser]


def look(*pages: Page) -> None:
    """Look at pages as they stand, light or dark."""
    for page in pages:
        assert violations(page) == []


def sure(page: Page) -> None:
    """Say yes to what a deed asks first."""
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()


@pytest.fixture
def newcomer(community: Site) -> Person:
    """Whoever has no points yet, and so suggests what others may write at once."""
    with community.app.app_context():
        return make_person("Quentin Quill")


def test_two_questions_become_one_and_then_a_page(
    visit: Callable[..., Page],
    community: Site,
    question: int,
    answer: int,
    asker: Person,
    helper: Person,
    newcomer: Person,
) -> None:
    with community.app.app_context(), unit_of_work():
        space = db.session.scalars(select(Space).where(Space.slug == "stations-and-sensors")).one()
        again = factories.ask(asker, space, "At noon my needle trembles, what is that?").id
        accept_answer(asker.viewer, answer, accepted=True)
    keeper = visit(community, community.one_with(Role.STAFF))
    asking = visit(community, asker, phone=True, color_scheme="dark")

    keeper.goto(f"/questions/{again}")
    keeper.get_by_role("link", name="Asked before?").click()
    keeper.get_by_label("Address of the question").fill(f"{community.address}/questions/{question}")
    look(keeper)
    keeper.get_by_role("button", name="Mark as asked before").click()
    expect(keeper.locator(".answered-here")).to_contain_text("Why does the needle tremble at noon?")
    asking.goto(f"/questions/{again}")
    look(asking, keeper)
    asking.get_by_role("button", name="Yes, that answers it").click()
    expect(asking.get_by_role("button", name="Yes, that answers it")).to_have_count(0)

    keeper.get_by_role("link", name="Asked before?").click()
    look(keeper)
    scripted(keeper, "confirm")
    keeper.get_by_role("button", name="Merge the questions").click()
    sure(keeper)
    expect(said(keeper)).to_contain_text("The questions are one now")
    asking.goto(f"/questions/{again}")
    expect(asking).to_have_title("Why does the needle tremble at noon? · Orrin & Vale")

    scripted(keeper, "confirm")
    keeper.get_by_role("button", name="Make a knowledge page").click()
    sure(keeper)
    expect(keeper.locator(".page-credits")).to_contain_text(helper.name)
    address = keeper.url
    helping = visit(community, newcomer, phone=True)
    helping.goto(address)
    look(keeper, helping)
    helping.get_by_role("link", name="Suggest an edit").click()
    look(helping)
    words(helping).fill("The **sun** bends the case through the shutter.")
    helping.get_by_role("button", name="Send the suggestion").click()
    expect(said(helping)).to_contain_text("An editor will look at it")
    look(helping)
    accept_suggestion(keeper, address)
    asking.goto("/knowledge")
    look(asking)
    asking.get_by_role("link", name="Why does the needle tremble at noon?").first.click()
    look(asking)


def accept_suggestion(keeper: Page, address: str) -> None:
    keeper.goto(address)
    keeper.get_by_role("link", name="1 suggested edit waits").click()
    look(keeper)
    keeper.locator(".brief-title", has_text="Why does the needle tremble at noon?").first.click()
    look(keeper)
    keeper.get_by_role("button", name="Accept it").click()
    expect(keeper.locator(".prose strong")).to_have_text("sun")
    expect(keeper.locator(".page-credits")).to_contain_text("1 wording")
