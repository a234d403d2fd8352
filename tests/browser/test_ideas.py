"""An idea on its way: written at a desk, wanted from a phone, mixed into another, and shared."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import said, scripted

pytestmark = [pytest.mark.once, pytest.mark.browser]
TITLE = "A bell that rings when the fog lifts"


def test_an_idea_is_had_wanted_and_mixed(visit: Callable[..., Page], community: Site) -> None:
    author = visit(community, community.person("Hamish Kerr"))
    author.goto("/ideas/areas/hub-and-hub-2")
    author.get_by_role("main").get_by_role("link", name="Post an idea").first.click()
    author.get_by_label("Your idea in one sentence").fill(TITLE)
    author.get_by_label("The problem").fill("Guests ask me at seven whether they will see the Cuillin.")
    author.get_by_role("textbox", name="Your proposal").fill(
        "Humidity, wind and light together say it. One soft bell, and let them sleep."
    )
    assert violations(author) == []
    author.get_by_role("button", name="Post your idea").click()
    expect(author.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(author.locator("[aria-current=step]")).to_have_text("Open")

    reader = visit(community, community.person("Lucía Herrera"), phone=True, color_scheme="dark")
    reader.goto("/ideas?order=newest")
    scripted(reader, "vote")
    arch = reader.get_by_role("button", name=f"Vote for “{TITLE}”")
    arch.click()
    expect(arch).to_have_attribute("aria-pressed", "true")
    expect(arch).to_contain_text("1")
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), "one column of cards"
    reader.get_by_role("link", name=TITLE).click()
    reader.get_by_role("link", name="Remix").click()
    expect(reader.get_by_role("heading", name="Mixed from")).to_be_visible()
    reader.get_by_label("Your idea in one sentence").fill("The bell of the fog, for a class at its windows")
    reader.get_by_role("textbox", name="Your proposal").fill(
        "The same three numbers, and the children guess before it rings."
    )
    reader.get_by_label("Area", exact=True).select_option(label="Minis and rooms")
    assert violations(reader) == []
    reader.get_by_role("button", name="Post your idea").click()
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()

    reader.get_by_role("link", name="Co-authors").click()
    reader.get_by_label("Whom would you like to ask?").fill("Hamish Kerr")
    reader.get_by_role("button", name="Ask them").click()
    expect(said(reader)).to_contain_text("Hamish Kerr is asked now")
    author.reload()
    author.get_by_role("link", name="The bell of the fog").click()
    author.get_by_role("button", name="Yes, it is ours").click()
    expect(said(author)).to_contain_text("It is your idea, too, now.")
    assert violations(author) == []
