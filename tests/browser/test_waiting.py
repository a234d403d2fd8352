"""From asking to being answered: a member asks on the phone, staff finds what waits longest, and both are told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import answer_of, words
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]
TITLE = "Which screw holds the drip edge of the second screen?"


def test_a_question_waits_is_found_and_answered(visit: Callable[..., Page], community: Site, asker: Person) -> None:
    asking = visit(community, asker, phone=True, color_scheme="dark")
    asking.goto("/questions/ask")
    asking.get_by_label("Your question in one sentence").fill(TITLE)
    words(asking).fill("The old one went down the drain, and the shop asks for its thread.")
    asking.get_by_label("Space").select_option(label="Stations and sensors")
    asking.get_by_role("button", name="Ask your question").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text(TITLE)

    keeper = community.one_with(Role.STAFF)
    staff = visit(community, keeper)
    staff.goto("/staff/queues")
    assert violations(staff) == []
    titles = staff.locator(".brief-title").all_inner_texts()
    assert TITLE not in titles[:1], "what waits longest comes first, and this has just been asked"
    while not staff.get_by_role("link", name=TITLE).count():
        staff.get_by_role("link", name="Shorter").click()
    staff.get_by_role("link", name=TITLE).click()
    words(staff).fill("An M3, eight millimetres, with a flat head.")
    staff.get_by_role("button", name="Post your answer").click()

    community.work()
    asking.goto("/notifications")
    asking.locator(".news-item", has_text=keeper.name).first.click()
    answer = answer_of(asking, keeper.name)
    expect(answer).to_contain_text("flat head")
    answer.get_by_role("button", name="Accept").click()
    expect(answer.locator(".plate-accepted")).to_be_visible()
    assert violations(asking) == []
