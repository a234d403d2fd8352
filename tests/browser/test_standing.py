"""Calling somebody by keyboard and by touch, and the page on which every point opens to its cause."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import answer_of, scripted, words
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]


def test_somebody_is_called_and_thanked_with_points(
    visit: Callable[..., Page], community: Site, question: int, answer: int, asker: Person, helper: Person
) -> None:
    page = visit(community, asker)
    page.goto(f"/questions/{question}")
    scripted(page, "mention")
    text = words(page)
    text.press_sequentially("Thank you @eme")
    offered = page.get_by_role("listbox", name="Members").get_by_role("option")
    expect(offered.first).to_have_text(re.compile(f"{helper.name}$"))
    expect(text).to_have_attribute("aria-activedescendant", re.compile("members-0$"))
    assert violations(page) == []
    text.press("ArrowDown")
    text.press("ArrowUp")
    text.press("Enter")
    link = f"[@{helper.name}](/members/{helper.id}) "
    expect(text).to_have_value(f"Thank you {link}")
    text.press_sequentially("and @eme")
    expect(offered.first).to_be_visible()
    text.press("Escape")
    expect(offered).to_have_count(0)
    page.get_by_role("button", name="Post your answer").click()
    mine = answer_of(page, asker.name).locator(".prose")
    expect(mine.get_by_role("link", name=f"@{helper.name}")).to_have_attribute("href", f"/members/{helper.id}")

    answer_of(page, helper.name).get_by_role("button", name="Accept").click()
    community.work()
    # In a hand: a tap on a name, and the points one by one.
    hand = visit(community, helper, phone=True)
    hand.goto(f"/questions/{question}")
    scripted(hand, "mention")
    words(hand).press_sequentially("You are welcome, @ru")
    hand.get_by_role("option", name=asker.name).tap()
    expect(words(hand)).to_have_value(f"You are welcome, [@{asker.name}](/members/{asker.id}) ")
    hand.goto(f"/members/{helper.id}")
    hand.get_by_role("link", name=re.compile("points$")).click()
    newest = hand.locator(".points-log li").first
    expect(newest).to_contain_text("+15")
    expect(newest.get_by_role("link")).to_have_text("Why does the needle tremble at noon?")
    hand.get_by_role("link", name=re.compile("^threads read|^votes up given")).first.click()
    expect(hand.get_by_role("heading", level=1)).to_be_visible()
    hand.go_back()
    assert violations(hand) == []
