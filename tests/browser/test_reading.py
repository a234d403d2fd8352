"""A newcomer reads: from the hall to a question and its answers, without an account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Site
from tests.browser.visiting import menu, sign_in
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_from_the_hall_by_searching_to_an_answer(visit: Callable[..., Page], community: Site, phone: bool) -> None:
    page = visit(community, phone=phone)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main").get_by_role("searchbox").fill("storm glass")
    page.locator("main").get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “storm glass”")
    expect(page.locator(".result mark").first).to_be_visible()

    page.goto("/search?q=is:solved+is:question+barometer")
    page.locator(".result h3 a").first.click()
    expect(page.locator(".thread-meta .badge").get_by_text("Solved")).to_be_visible()
    accepted = page.locator("article.answer").first
    expect(accepted.locator(".plate-accepted")).to_have_text("Accepted answer")
    expect(accepted.locator(".prose").first).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_place_is_reached_from_the_header(visit: Callable[..., Page], community: Site, phone: bool) -> None:
    page = visit(community, phone=phone)
    page.goto("/")
    # A wide header leaves tags to the footer.
    for place in ("Questions", "Ideas", "Museums", "Members", *(["Tags"] if phone else [])):
        if phone:
            menu(page, "Menu").click()
            page.get_by_role("navigation", name="Menu").get_by_role("link", name=place).click()
        else:
            page.get_by_role("navigation", name="Places").get_by_role("link", name=place).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(place)


def test_signing_in_leads_back_to_the_question(
    visit: Callable[..., Page], community: Site, question: int, helper: Person
) -> None:
    page = visit(community)
    page.goto(f"/questions/{question}")
    page.get_by_role("link", name="Sign in to answer").click()
    sign_in(page, helper)

    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why does the needle tremble at noon?")


def test_a_list_goes_on_and_comes_back(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community)
    page.goto("/questions")
    title = page.locator(".card-title a").first
    first = title.get_attribute("href") or ""
    page.get_by_role("link", name="Older").click()
    expect(title).not_to_have_attribute("href", first)
    page.get_by_role("link", name="Newer").click()
    expect(title).to_have_attribute("href", first)


def test_searching_within_one_thread(visit: Callable[..., Page], community: Site, answer: int, question: int) -> None:
    community.work()
    page = visit(community)
    page.goto(f"/questions/{question}")
    search = page.get_by_role("search", name="Search in this thread").get_by_role("searchbox")
    search.fill("shutter")
    search.press("Enter")

    expect(page.get_by_text("Searched in one thread only.")).to_be_visible()
    # A web process looks every two seconds for what the worker has indexed.
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator(".result")).to_have_count(1)
