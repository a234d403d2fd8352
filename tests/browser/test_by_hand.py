"""What the hands do: the keyboard alone, menus, the dialog, and the colours that somebody likes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Site
from tests.browser.visiting import answer_of, menu, scripted, words
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]
LIGHT, DARK = "rgb(246, 243, 237)", "rgb(25, 22, 19)"
# The editor is marked as a whole while somebody writes in it.
OUTLINED = """element => [element, element.closest(".editor")].some((one) =>
  one && (getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none"))"""


def test_the_first_key_skips_the_header(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community)
    page.goto("/questions")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "narrow"])
def test_a_slash_leads_to_the_search(visit: Callable[..., Page], community: Site, narrow: bool) -> None:
    page = visit(community, viewport={"width": 800 if narrow else 1280, "height": 900})
    page.goto("/questions")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]:focus")).to_be_visible()
    page.keyboard.type("rain/gauge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("rain/gauge")


def test_a_slash_in_a_text_is_a_slash(
    visit: Callable[..., Page], community: Site, question: int, helper: Person
) -> None:
    page = visit(community, helper)
    page.goto(f"/questions/{question}")
    words(page).press_sequentially("and/or")
    expect(words(page)).to_have_value("and/or")


def test_menus_open_and_close_by_key(visit: Callable[..., Page], community: Site, helper: Person) -> None:
    page = visit(community, helper)
    page.goto("/")
    opener, profile = menu(page, "Your menu"), page.get_by_role("link", name="Your profile").filter(visible=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(profile).to_be_visible()
    scripted(page, "menu")
    page.keyboard.press("Tab")
    expect(profile).to_be_focused()
    page.keyboard.press("Escape")
    expect(profile).to_have_count(0)
    expect(opener).to_be_focused()

    opener.click()
    expect(profile).to_be_visible()
    menu(page, "Colours").click()
    expect(profile).to_have_count(0)
    expect(page.get_by_role("button", name="Dark").filter(visible=True)).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("button", name="Dark").filter(visible=True)).to_have_count(0)


def test_the_dialog_asks_before_anything_goes(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    page = visit(community, helper)
    page.goto(f"/questions/{question}")
    scripted(page, "confirm")
    answer_of(page, helper.name).get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It will be taken off the page.")
    expect(dialog.get_by_role("button", name="No, keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(answer_of(page, helper.name).get_by_role("button", name="Delete")).to_be_focused()


def test_the_focus_can_be_seen_wherever_it_goes(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    page = visit(community, helper)
    page.goto(f"/questions/{question}")
    scripted(page, "preview", "vote")
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            break
        seen.append(focused.evaluate("element => element.outerHTML.slice(0, 80)"))
        assert focused.evaluate(OUTLINED), seen[-1]
    assert len(seen) > 25


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_chosen_colours_stay(visit: Callable[..., Page], community: Site, phone: bool) -> None:
    page = visit(community, phone=phone, color_scheme="light")
    page.goto("/")
    body = page.locator("body")
    expect(body).to_have_css("background-color", LIGHT)
    menu(page, "Menu" if phone else "Colours").click()
    page.get_by_role("button", name="Dark").filter(visible=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(body).to_have_css("background-color", DARK)
    page.goto("/questions")
    expect(body).to_have_css("background-color", DARK)

    menu(page, "Menu" if phone else "Colours").click()
    expect(page.get_by_role("button", name="Dark").filter(visible=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="System").filter(visible=True).click()
    expect(body).to_have_css("background-color", LIGHT)
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", DARK)
