"""Asking: what is typed is kept while it is typed, looked at before it is sent, and found where it was sent to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.landmarks import newest_of
from tests.browser.serving import Site
from tests.browser.visiting import scripted, words

pytestmark = [pytest.mark.once, pytest.mark.browser]
TITLE = "Your question in one sentence"
SPACE = "Stations and sensors"


@pytest.mark.parametrize(("name", "phone"), [("Oskar Nilsson", False), ("Chloe Martin", True)])
def test_what_is_typed_is_kept_until_it_is_asked(
    visit: Callable[..., Page], community: Site, name: str, phone: bool
) -> None:
    person, title = community.person(name), f"May the mast of {name} stand on a flat roof?"
    page = visit(community, person, phone=phone)
    page.goto("/questions/ask")
    scripted(page, "draft", "preview", "tags")
    page.get_by_label(TITLE).fill(title)
    words(page).fill("It is **level**, but hums in the wind.")
    page.get_by_label("Space").select_option(label=SPACE)
    expect(page.locator("[data-save-note]")).to_contain_text("Saved")

    elsewhere = visit(community, person)
    elsewhere.goto("/drafts")
    expect(elsewhere.get_by_role("link", name=title)).to_be_visible()

    page.reload()
    expect(page.get_by_label(TITLE)).to_have_value(title)
    expect(page.get_by_label("Space").locator("option:checked")).to_have_text(SPACE)
    page.get_by_role("button", name="Ask your question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".question .prose strong")).to_have_text("level")
    elsewhere.reload()
    expect(elsewhere.get_by_role("link", name=title)).to_have_count(0)

    community.work()
    elsewhere.goto(f"/search?q=hums+author:%22{name}%22")
    expect(elsewhere.locator(".result h3")).to_have_text(title)
    assert str(newest_of(community, title)) in page.url


def test_a_preview_shows_what_will_stand_there(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community, community.person("Dennis Hobbs"))
    page.goto("/questions/ask")
    scripted(page, "preview")
    page.get_by_role("tab", name="Preview").click()
    expect(page.get_by_role("tabpanel")).to_have_text("Nothing to show yet.")
    page.get_by_role("tab", name="Write").click()
    words(page).fill("> Said\n\n1. once\n2. twice\n\n<script>alert(1)</script>")
    page.get_by_role("tab", name="Preview").click()
    expect(page.get_by_role("tabpanel").locator("blockquote")).to_have_text("Said")
    expect(page.get_by_role("tabpanel").locator("ol li")).to_have_text(["once", "twice"])
    expect(page.get_by_role("tabpanel").locator("script")).to_have_count(0)


def test_tags_are_offered(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community, community.person("Dennis Hobbs"))
    page.goto("/questions/ask")
    scripted(page, "tags")
    tags = page.get_by_role("combobox", name="Tags")
    tags.press_sequentially("siti")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("siting")
    tags.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_count(1)
    tags.press("Enter")
    expect(tags).to_have_value("siting ")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_what_is_missing_is_said_where_it_is_missing(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community, community.person("Dennis Hobbs"))
    page.goto("/questions/ask")
    page.get_by_label(TITLE).fill("Too short")
    words(page).fill("Yes.")
    page.get_by_role("button", name="Ask your question").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Title").click()
    expect(page.get_by_label(TITLE)).to_be_focused()
    expect(page.get_by_label(TITLE)).to_have_attribute("aria-invalid", "true")
    expect(words(page)).to_have_value("Yes.")
