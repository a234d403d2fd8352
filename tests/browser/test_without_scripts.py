"""Everything again without scripts: nothing that a page is for needs them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.landmarks import AUTHOR
from tests.browser.pages import MEMBER, PAGES
from tests.browser.serving import Site
from tests.browser.visiting import answer_of, menu, said, words
from tests.modest import EVERYTHING
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]
IDLE = "main button[type=button]:not([disabled]), main [role=tab], [data-theme-choice], [data-password]"


@pytest.fixture
def visit_plainly(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open a browser that runs no scripts."""
    return lambda *who, **options: visit(*who, java_script_enabled=False, **options)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_asking_and_answering(
    visit_plainly: Callable[..., Page], community: Site, asker: Person, helper: Person, phone: bool
) -> None:
    title = f"Do plain pages work on {'a phone' if phone else 'a desk'}?"
    page = visit_plainly(community, asker, phone=phone)
    page.goto("/questions/ask")
    page.get_by_label("Your question in one sentence").fill(title)
    words(page).fill("I have *no* scripts here, as you see.")
    page.get_by_role("button", name="Keep as draft").click()
    expect(said(page)).to_contain_text("Your draft is kept.")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Space").select_option(label="Workshop")
    page.get_by_role("button", name="Ask your question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    helping = visit_plainly(community, helper, phone=phone)
    helping.goto(page.url)
    words(helping).fill("They do, every one of them.")
    helping.get_by_role("button", name="Post your answer").click()
    expect(answer_of(helping, helper.name)).to_contain_text("every one of them")
    helping.locator(".question").get_by_role("button", name="This helps").click()
    expect(helping.locator(".question .vote-count")).to_have_text("1")
    helping.locator(".question").get_by_role("link", name="Comment").click()
    words(helping).fill("Nice to know.")
    helping.get_by_role("button", name="Post it").click()
    expect(helping.locator(".question .comment")).to_contain_text("Nice to know.")

    page.reload()
    answer_of(page, helper.name).get_by_role("button", name="Accept").click()
    expect(answer_of(page, helper.name).locator(".plate-accepted")).to_be_visible()


def test_taking_back(
    visit_plainly: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    page = visit_plainly(community, helper)
    page.goto(f"/questions/{question}")
    answer_of(page, helper.name).get_by_role("button", name="Delete").click()
    expect(said(page)).to_contain_text("taken off the page")
    answer_of(page, helper.name).get_by_role("button", name="Restore").click()
    expect(said(page)).to_contain_text("back where it was")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_menus_and_search(visit_plainly: Callable[..., Page], community: Site, helper: Person, phone: bool) -> None:
    page = visit_plainly(community, helper, phone=phone)
    page.goto("/")
    menu(page, "Menu" if phone else "Your menu").click()
    page.get_by_role("link", name="Your profile").filter(visible=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(helper.name)
    page.goto("/search")
    page.locator("main").get_by_role("searchbox").fill("barometer")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator(".result").first).to_be_visible()


def test_no_page_shows_what_only_a_script_could_answer(visit_plainly: Callable[..., Page], community: Site) -> None:
    page, idle = visit_plainly(community, community.person(AUTHOR)), []
    # Many pages are made of the same pieces: an ordinary run looks at every third.
    for shown in PAGES if EVERYTHING else PAGES[::3]:
        if shown.reader == MEMBER and shown.status == 200 and not shown.empty:
            page.goto(shown.path.format(**community.landmarks))
            idle += [f"{shown}: {button.inner_text()}" for button in page.locator(IDLE).all() if button.is_visible()]
    assert idle == []
