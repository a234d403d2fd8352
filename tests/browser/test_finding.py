"""Found before asked: a newcomer finds the answer while writing the question, and never asks it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Site
from tests.browser.visiting import scripted

pytestmark = [pytest.mark.once, pytest.mark.browser]
TITLE = "Your question in one sentence"
SHOWN = "main h3.card-title a"


@pytest.mark.parametrize("phone", [False, True])
def test_a_newcomer_finds_the_answer_without_asking(visit: Callable[..., Page], community: Site, phone: bool) -> None:
    page = visit(community, community.person("Chloe Martin"), phone=phone)
    page.goto("/questions?order=hot")
    wanted = page.locator(SHOWN).first.inner_text()
    page.goto("/questions/ask")
    scripted(page, "similar", "draft")
    page.get_by_label(TITLE).fill(wanted)
    hints = page.get_by_role("region", name="Asked before?")
    expect(hints).to_be_visible()
    hint = hints.get_by_role("link").first
    expect(hint).to_contain_text(wanted)
    with page.expect_popup() as opened:
        hint.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(wanted)
    opened.value.close()
    expect(page.get_by_label(TITLE)).to_have_value(wanted)

    page.get_by_label(TITLE).fill("Zqxj vbwk plomph?")
    expect(hints).to_be_hidden()
